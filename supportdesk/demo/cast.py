"""Who appears at the demo desk: agents in three lines, organizations, and as many customers as are asked for.

A customer is made from their number alone, so that a million of them need no memory.
"""

from dataclasses import dataclass
from functools import lru_cache

from supportdesk.demo import lists
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


TEAMS = {
    1: ("support", "questions, orders, billing"),
    2: ("technical", "devices and the app"),
    3: ("engineering", "faults in our own code"),
}
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

MAILBOXES = ("mail.example", "post.example", "inbox.example", "pochta.example")

_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщыэюя"
_SPELLED = "a/b/v/g/d/e/e/zh/z/i/y/k/l/m/n/o/p/r/s/t/u/f/kh/ts/ch/sh/sch/y/e/yu/ya"
_LATIN = str.maketrans(dict(zip(_LETTERS, _SPELLED.split("/"), strict=True)))


@lru_cache(maxsize=512)
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
    companies = lists.pairs(f"names-{language}.txt", "companies")
    branch, which = divmod(number, len(companies))
    suffix = f" {branch + 1}" if branch else ""
    name, domain = companies[which]
    return Company(name + suffix, f"{domain}{suffix.strip()}.example", which % 6 == 1)


def _name(language: str, section: str, number: int) -> str:
    names = lists.words(f"names-{language}.txt", section)
    return names[number % len(names)]


@lru_cache(maxsize=4096)
def caller(number: int, language: str, *, business: bool, companies: int) -> Caller:
    """Customer `number` of a language, private or from one of so many organizations of that language."""
    mixed = (number * 2654435761 + 97) & 0xFFFFFFFF
    female = bool(mixed >> 9 & 1)
    first = _name(language, "women" if female else "men", mixed >> 11)
    last = _name(language, "families", mixed >> 16)
    if language == "ru" and female:
        last += "а"
    firm = company(mixed % companies, language) if business else None
    host = firm.domain if firm else MAILBOXES[mixed & 3]
    return Caller(
        name=f"{first} {last}",
        first_name=first,
        email=f"{latin(first)}.{latin(last)}{number + 1}@{host}",
        phone=_phone(2 * number + business, language),
        language=language,
        female=female,
        company=firm,
        vip=bool(firm and firm.vip) or mixed % 41 == 0,
    )


def _phone(number: int, language: str) -> str:
    """Numbers that belong to nobody: Britain keeps a range for drama, and no Moscow exchange begins with 000."""
    if language == "en":
        return f"+44 20 7946 {number % 1000:04}"
    return f"+7 495 000-{number // 100 % 100:02}-{number % 100:02}"
