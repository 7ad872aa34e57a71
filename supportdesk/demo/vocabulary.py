"""Sentences without end for very large desks: grammatical, inflected, their words as unequal as in real mail.

Stories alone would repeat the same few thousand words. Here a sentence takes its nouns, adjectives and verbs from
lists of some hundreds, whose compounds (`видеодатчик`, `multivalve`) make some ten thousand more; the word of rank r
is taken with a weight of 1/(r + 8), after Zipf and Mandelbrot.
"""

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from random import Random

from supportdesk.demo import lists

POOL = 8_000
"""Different sentences a language."""


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
    random = Random(f"{language}{seed}")  # noqa: S311  repeatable, not secret
    make = _English() if language == "en" else _Russian()
    return tuple(make(random).replace(" ,", ",") for _ in range(POOL))


def _words(language: str, section: str) -> tuple[str, ...]:
    return lists.words(f"words-{language}.txt", section)


class _English:
    """Makes English sentences."""

    def __init__(self) -> None:
        self.nouns = Ranked(compounds(_words("en", "nouns"), _words("en", "prefixes")))
        self.adjectives, self.verbs = Ranked(_words("en", "adjectives")), Ranked(_words("en", "verbs"))
        self.tails = Ranked(lists.lines("words-en.txt", "tails"))

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
        genders = (_words("ru", gender) for gender in ("masculine", "feminine", "neuter"))
        self.nouns = tuple(Ranked(compounds(nouns, _words("ru", "prefixes"))) for nouns in genders)
        self.adjectives, self.verbs = Ranked(_words("ru", "adjectives")), Ranked(_words("ru", "verbs"))
        self.tails = Ranked(lists.lines("words-ru.txt", "tails"))

    def __call__(self, random: Random) -> str:
        gender = random.choice((0, 0, 0, 1, 1, 2))
        noun, other = self.nouns[gender].draw(random), self.nouns[random.randrange(2)].draw(random)
        adjective = described(self.adjectives.draw(random), gender)
        verb, tail = happened(self.verbs.draw(random), gender), self.tails.draw(random)
        match random.randrange(4):
            case 0:
                return f"{adjective} {noun} {verb} {tail}.".capitalize()
            case 1:
                near, number = declined(other, "instrumental"), random.randrange(100, 99_999)
                return f"Рядом с {near} {noun} {verb}, номер {number}, {tail}."
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
