"""Who appears at the demo desk: agents in three lines, organizations, and as many customers as are asked for.

A customer is made from their number alone, so that a million of them need no memory.
"""

from dataclasses import dataclass

from supportdesk.domain.ticket import Role

DOMAIN = "polyana.example"
"""The shop's own; `.example` belongs to nobody (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """An agent of the demo desk; `line` is their team's."""

    login: str
    name: str
    role: Role
    line: int

    @property
    def email(self) -> str:
        """Their address at the shop."""
        return f"{self.login}@{DOMAIN}"

    @property
    def language(self) -> str:
        """The language that they answer in: the one of their name's letters."""
        return "en" if self.name.isascii() else "ru"


TEAMS = {1: ("support", "questions, orders, billing"), 2: ("technical", "devices and the app"), 3: ("engineering", "faults in our own code")}
"""The three support lines: name and what they are for."""

COLLEAGUES = (
    Colleague("maria", "Maria Sokolova", Role.LEAD, 1),
    Colleague("tom", "Tom Whitfield", Role.AGENT, 1),
    Colleague("olga", "Ольга Белова", Role.AGENT, 1),
    Colleague("priya", "Priya Raman", Role.AGENT, 1),
    Colleague("ilya", "Илья Громов", Role.AGENT, 2),
    Colleague("hannah", "Hannah Vogel", Role.LEAD, 2),
    Colleague("marcus", "Marcus Bell", Role.AGENT, 2),
    Colleague("denis", "Денис Орлов", Role.AGENT, 2),
    Colleague("sven", "Sven Lindqvist", Role.AGENT, 3),
    Colleague("katya", "Екатерина Лисина", Role.LEAD, 3),
)

COMPANIES = {
    "en": (
        "Harbour Street Dental", "Wexford Logistics", "Bluebell Nursery", "Kestrel Architects", "Old Mill Hotel", "Tidewater Foods",
        "Larch & Sons Joinery", "Meridian Clinics", "Foxglove Books", "Summit Cycle Works", "Ashdown School", "Pier 9 Coworking",
    ),
    "ru": (
        "ООО «Северный порт»", "Клиника «Росток»", "ООО «Теплострой»", "Отель «Набережная»", "Школа № 214", "Пекарня «Каравай»",
        "АО «Речной вокзал»", "ООО «Вектор-Логистика»", "Типография «Литера»", "Ферма «Заречье»", "ООО «Светодом»", "Библиотека «Парк»",
    ),
}  # fmt: skip
COMPANY_DOMAINS = {
    "en": (
        "harbourdental", "wexford", "bluebell", "kestrel", "oldmill", "tidewater",
        "larchandsons", "meridian", "foxglove", "summitcycle", "ashdown", "pier9",
    ),
    "ru": (
        "sevport", "rostok", "teplostroy", "naberezhnaya", "school214", "karavay",
        "rechvokzal", "vektor", "litera", "zarechye", "svetodom", "park-lib",
    ),
}  # fmt: skip

FIRST_NAMES = {
    "en": (
        ("Alice", "Emma", "Grace", "Julia", "Laura", "Nora", "Olivia", "Rachel", "Sarah", "Zoe", "Ingrid", "Chiara", "Fatima", "Mei", "Clara", "Ruth"),
        ("Adam", "Ben", "Colin", "Daniel", "Edward", "Frank", "George", "Henry", "Jack", "Lars", "Marco", "Nikhil", "Oscar", "Peter", "Samuel", "Yusuf"),
    ),
    "ru": (
        ("Анна", "Вера", "Галина", "Дарья", "Елена", "Жанна", "Инна", "Ксения", "Людмила", "Марина", "Наталья", "Полина", "Светлана", "Тамара", "Юлия", "Алёна"),
        ("Алексей", "Борис", "Виктор", "Григорий", "Дмитрий", "Евгений", "Захар", "Иван", "Кирилл", "Леонид", "Михаил", "Николай", "Павел", "Роман", "Сергей", "Фёдор"),
    ),
}  # fmt: skip
LAST_NAMES = {
    "en": (
        "Abbott", "Baker", "Carver", "Dalton", "Ellis", "Fletcher", "Garner", "Holt", "Irving", "Jensen", "Keller", "Lombardi", "Murray", "Novak",
        "O'Brien", "Porter", "Quinn", "Rossi", "Schneider", "Turner", "Underhill", "Vance", "Walsh", "Yates", "Zimmer", "Okafor", "Haddad", "Tanaka", "Moreau",
    ),
    "ru": (
        "Абрамов", "Белов", "Виноградов", "Гаврилов", "Данилов", "Ершов", "Жуков", "Зайцев", "Исаев", "Карпов", "Лебедев", "Макаров", "Никитин", "Орехов",
        "Павлов", "Рябов", "Савельев", "Тихонов", "Уваров", "Фролов", "Харитонов", "Царёв", "Чернов", "Шестаков", "Щукин", "Юдин", "Яковлев", "Королёв", "Соловьёв",
    ),
}  # fmt: skip
MAILBOXES = ("mail.example", "post.example", "inbox.example", "pochta.example")

_LATIN = str.maketrans(dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya".split(), strict=True)))


def latin(text: str) -> str:
    """A name as it stands in an address."""
    return "".join(letter for letter in text.lower().translate(_LATIN) if letter.isascii() and letter.isalnum())


@dataclass(frozen=True, slots=True)
class Company:
    """A customers' organization."""

    name: str
    domain: str
    vip: bool


@dataclass(frozen=True, slots=True)
class Caller:
    """A customer of the shop; `company` is None for a private one."""

    name: str
    first_name: str
    email: str
    phone: str
    language: str
    female: bool
    company: Company | None
    vip: bool


def company(number: int, language: str) -> Company:
    """Organization `number` of a language; after the first dozen, branches of it. Every sixth has a contract."""
    names, domains = COMPANIES[language], COMPANY_DOMAINS[language]
    branch, which = divmod(number, len(names))
    suffix = f" {branch + 1}" if branch else ""
    return Company(names[which] + suffix, f"{domains[which]}{suffix.strip()}.example", which % 6 == 1)


def caller(number: int, language: str, *, business: bool, companies: int) -> Caller:
    """Customer `number` of a language, private or from one of so many organizations of that language."""
    mixed = (number * 2654435761 + 97) & 0xFFFFFFFF
    female = bool(mixed >> 9 & 1)
    first = FIRST_NAMES[language][0 if female else 1][mixed >> 11 & 15]
    last = LAST_NAMES[language][(mixed >> 16) % len(LAST_NAMES[language])]
    if language == "ru" and female:
        last += "а"
    firm = company(mixed % companies, language) if business else None
    host = firm.domain if firm else MAILBOXES[mixed & 3]
    return Caller(
        name=f"{first} {last}",
        first_name=first,
        email=f"{latin(first)}.{latin(last)}{number + 1}@{host}",
        phone=f"+7 495 000-{number // 100 % 100:02}-{number % 100:02}" if language == "ru" else f"+44 20 7946 {number % 1000:04}",
        language=language,
        female=female,
        company=firm,
        vip=bool(firm and firm.vip) or mixed % 41 == 0,
    )
