"""Sentences without end for very large desks: grammatical, inflected, their words as unequal as in real mail.

Stories alone would repeat the same few thousand words. Here a sentence takes its nouns, adjectives and verbs from
lists of some hundreds, whose compounds (`видеодатчик`, `multivalve`) make some ten thousand more; the word of rank r
is taken with a weight of 1/(r + 8), after Zipf and Mandelbrot.
"""

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from random import Random

POOL = 8_000
"""Different sentences a language."""

EN_NOUNS = (
    "lamp sensor hub router app update order invoice parcel account password camera battery charger cable screen button "
    "doorbell thermostat radiator socket switch plug speaker microphone alarm detector meter valve pump filter heater fan "
    "boiler garage gate fence garden kitchen bedroom bathroom corridor office warehouse workshop basement attic balcony "
    "window curtain blind shutter door lock key card reader terminal printer scanner label shelf box pallet courier driver "
    "technician electrician plumber neighbour tenant landlord manager accountant receipt contract warranty refund discount "
    "voucher payment transfer bank statement budget report chart table export import backup archive folder server gateway "
    "network channel signal antenna repeater adapter converter module firmware version release feature setting menu widget "
    "icon theme language keyboard message notification reminder calendar schedule timer clock scene rule trigger action "
    "group room floor building site branch region map address street number code token licence manual booklet drawing photo "
    "video recording picture colour brightness volume temperature humidity pressure voltage current power energy consumption "
    "delay pause error warning crash restart reset upgrade repair replacement delivery pickup return complaint question answer"
).split()
EN_PREFIXES = "multi sub micro mini auto inter super photo video radio thermo electro hydro bio tele mono counter under".split()
EN_ADJECTIVES = (
    "new old second last small large white black quiet loud slow quick broken loose warm cold empty full missing wrong right "
    "green red blue bright dark heavy light cheap expensive original spare external internal wireless wired digital manual "
    "automatic remote local daily weekly monthly official temporary permanent hidden visible narrow wide upper lower northern "
    "southern outdoor indoor compatible faulty damaged scratched dusty wet clean fresh early late"
).split()
EN_VERBS = (
    "stopped failed vanished returned appeared restarted overheated disconnected reconnected froze blinked beeped expired "
    "arrived moved changed broke leaked stuck opened closed responded hung crashed recovered rebooted hummed rattled flickered "
    "dropped drifted doubled halved stalled woke slept synced"
).split()
EN_TAILS = (
    "this morning|last night|on Sunday|after the update|during the storm|within an hour|for the third time|without any message|"
    "as soon as it rained|when nobody was home|before the meeting|since the move|twice a day|at half past six|"
    ", although the light was green|, and then came back by itself|, so we had to use the key|, which surprised everybody|"
    ", while the app showed nothing at all|, and the counter started from zero"
).split("|")

RU_MASCULINE = (
    "датчик роутер заказ счёт кабинет пароль аккаунт телефон экран провод кабель адаптер светильник выключатель насос "
    "фильтр клапан радиатор термостат обогреватель вентилятор гараж забор сад этаж офис склад подъезд чердак балкон "
    "ключ терминал принтер сканер ящик паллет курьер водитель мастер электрик сантехник сосед жилец директор бухгалтер чек "
    "договор возврат купон платёж перевод банк отчёт график файл архив сервер шлюз канал сигнал усилитель модуль выпуск раздел "
    "значок виджет язык календарь таймер сценарий адрес город дом корпус филиал номер код образец журнал сбой "
    "перезапуск сброс ремонт обмен вопрос ответ отзыв запрос бойлер счётчик регулятор контроллер кондиционер увлажнитель"
).split()
RU_FEMININE = (
    "лампа камера розетка кнопка батарейка антенна колонка сирена карта посылка скидка оплата подписка квартира комната кухня "
    "спальня ванна дверь калитка штора полка коробка этикетка наклейка доставка гарантия замена жалоба просьба ошибка настройка "
    "прошивка сборка версия выгрузка копия папка таблица страница ссылка почта программа функция команда группа станция линия "
    "сеть зона улица схема инструкция картинка запись яркость громкость температура влажность мощность задержка пауза починка"
).split()
RU_NEUTER = (
    "устройство приложение обновление уведомление сообщение подключение расписание питание освещение отопление напряжение "
    "давление потребление гнездо место хранилище крыло отделение помещение здание оборудование крепление соединение "
    "правило действие условие значение изображение предупреждение восстановление решение обращение исправление"
).split()
RU_PREFIXES = "видео авто мини микро электро термо радио теле фото аудио гидро био мульти супер спец тех мото метео энерго свето".split()
RU_ADJECTIVES = (
    "нов стар втор последн мал белый чёрн тих медленн быстр тёпл холодн пуст полн зелён красн син тёмн тяжёл дешёв запасн "
    "внешн беспроводн цифров ручн удалённ местн ежедневн официальн временн постоянн скрыт узк широк верхн нижн северн южн уличн "
    "совместим неисправн повреждён пыльн мокр чист свеж ранн поздн домашн соседн складск главн резервн аварийн пожарн дачн школьн"
).split()
RU_VERBS = (
    "отключил перезапустил включил перегрел потерял сломал нашёл появил изменил обновил сбросил сохранил открыл закрыл остановил "
    "вернул задержал разрядил зарядил сдвинул повторил исправил запустил"
).split()
RU_TAILS = (
    "сегодня утром|прошлой ночью|в воскресенье|после обновления|во время грозы|в течение часа|уже в третий раз|без всякого сообщения|"
    ", как только пошёл дождь|, когда никого не было дома|перед совещанием|после переезда|дважды в день|в половине седьмого|"
    ", хотя лампочка горела зелёным|, а потом всё прошло само|, так что пришлось открывать ключом|, чему все удивились|"
    ", а в приложении ничего не видно|и счёт пошёл с нуля"
).split("|")


class Ranked:
    """Words, each with the weight of its rank."""

    __slots__ = ("_weights", "_words")

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._weights = list(accumulate(1 / (rank + 8) for rank in range(len(words))))

    def draw(self, random: Random) -> str:
        """One word."""
        return random.choices(self._words, cum_weights=self._weights)[0]


def compounds(words: Sequence[str], prefixes: Sequence[str]) -> list[str]:
    """The words, most used first, and behind them what the prefixes make of them."""
    return [*words, *(prefix + word for prefix in prefixes for word in words)]


@cache
def sentences(language: str, seed: int) -> tuple[str, ...]:
    """The pool of sentences of a language, the same for a seed."""
    random = Random(f"{language}{seed}")
    make = _English() if language == "en" else _Russian()
    return tuple(make(random).replace(" ,", ",") for _ in range(POOL))


class _English:
    """Makes English sentences."""

    def __init__(self) -> None:
        self.nouns = Ranked(compounds(EN_NOUNS, EN_PREFIXES))
        self.adjectives, self.verbs, self.tails = Ranked(EN_ADJECTIVES), Ranked(EN_VERBS), Ranked(EN_TAILS)

    def __call__(self, random: Random) -> str:
        noun, verb = self.nouns.draw(random), self.verbs.draw(random)
        adjective, other = self.adjectives.draw(random), self.nouns.draw(random)
        tail = self.tails.draw(random)
        match random.randrange(4):
            case 0:
                return f"The {adjective} {noun} {verb} {tail}."
            case 1:
                return f"We checked the {other} and the {noun}: the {adjective} one {verb} {tail}."
            case 2:
                return f"Near the {other} the {noun} {verb}, number {random.randrange(100, 99_999)}, {tail}."
            case _:
                return f"Is the {adjective} {noun} meant to work with the {other}? Ours {verb} {tail}."


class _Russian:
    """Makes Russian sentences: cases of nouns, adjectives and verbs that agree with them."""

    def __init__(self) -> None:
        self.nouns = tuple(Ranked(compounds(words, RU_PREFIXES)) for words in (RU_MASCULINE, RU_FEMININE, RU_NEUTER))
        self.adjectives, self.verbs, self.tails = Ranked(RU_ADJECTIVES), Ranked(RU_VERBS), Ranked(RU_TAILS)

    def __call__(self, random: Random) -> str:
        gender = random.choice((0, 0, 0, 1, 1, 2))
        noun, other = self.nouns[gender].draw(random), self.nouns[random.randrange(2)].draw(random)
        adjective = described(self.adjectives.draw(random), gender)
        verb, tail = happened(self.verbs.draw(random), gender), self.tails.draw(random)
        match random.randrange(4):
            case 0:
                return f"{adjective} {noun} {verb} {tail}.".capitalize()
            case 1:
                return f"Рядом с {declined(other, 'instrumental')} {noun} {verb}, номер {random.randrange(100, 99_999)}, {tail}."
            case 2:
                return f"У {declined(other, 'genitive')} {adjective} {noun} {verb} {tail}."
            case _:
                return f"Речь о {declined(noun, 'prepositional')}: {adjective} {noun} {verb} {tail}."


ENDINGS = {
    "ие": {"genitive": "ия", "instrumental": "ием", "prepositional": "ии"},
    "ия": {"genitive": "ии", "instrumental": "ией", "prepositional": "ии"},
    "а": {"genitive": "ы", "instrumental": "ой", "prepositional": "е"},
    "я": {"genitive": "и", "instrumental": "ей", "prepositional": "е"},
    "о": {"genitive": "а", "instrumental": "ом", "prepositional": "е"},
    "": {"genitive": "а", "instrumental": "ом", "prepositional": "е"},
}
FEMININE_SOFT = {"genitive": "и", "instrumental": "ью", "prepositional": "и"}
MASCULINE_SOFT = {"genitive": "я", "instrumental": "ем", "prepositional": "е"}
FEMININE_ENDS = ("дверь", "сеть", "запись", "ость")


def declined(noun: str, case: str) -> str:
    """A noun of our lists in the genitive, instrumental or prepositional case."""
    if noun.endswith("ь"):
        soft = FEMININE_SOFT if noun.endswith(FEMININE_ENDS) else MASCULINE_SOFT
        return noun[:-1] + soft[case]
    ending = next(end for end in ENDINGS if noun.endswith(end))
    stem, new = noun.removesuffix(ending) if ending else noun, ENDINGS[ending][case]
    if new == "ы" and stem[-1] in "гкхжшчщ":
        new = "и"
    return stem + new


def described(stem: str, gender: int) -> str:
    """An adjective in the nominative of a gender: 0 masculine, 1 feminine, 2 neuter."""
    stem = stem.removesuffix("ый")
    soft = stem in ("последн", "син", "внешн", "верхн", "нижн", "ранн", "поздн", "домашн", "соседн")
    if soft:
        return stem + ("ий", "яя", "ее")[gender]
    if stem[-1] in "гкхжшчщ":
        return stem + ("ий", "ая", "ее" if stem[-1] in "жшчщ" else "ое")[gender]
    return stem + ("ой" if stem == "втор" else "ый", "ая", "ое")[gender]


def happened(stem: str, gender: int) -> str:
    """What something did to itself, in the past tense of a gender."""
    if stem == "нашёл":
        return ("нашёлся", "нашлась", "нашлось")[gender]
    return stem + ("ся", "ась", "ось")[gender]
