"""The demo desk as records, in the order in which an import takes them: people first, then tickets, oldest first.

A stream, however many tickets are asked for: nothing that has been given out is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from supportdesk.demo import cast, timetable
from supportdesk.demo.scenarios import PRODUCTS, Scenario, responses, scenarios
from supportdesk.demo.story import Plan, instant, tell
from supportdesk.domain.shape import (
    Imported,
    ImportedAgent,
    ImportedCustomer,
    ImportedField,
    ImportedOrganization,
    ImportedTag,
    ImportedTeam,
    ImportedTemplate,
    ImportedView,
)
from supportdesk.services.naming import tidy_phone

LANGUAGES = ("en", "ru")
RUSSIAN = 0.48
"""The share of tickets that are in Russian."""

TAGS = {
    "refund": "money goes back to the customer",
    "warranty": "replaced or repaired at our cost",
    "regression": "worked before a release of ours",
    "safety": "smoke, heat, injury: form S, second line at once",
    "outage": "a service of ours is down",
    "privacy": "a right under data protection law; has a legal time limit",
    "feature-request": "wishes; counted every Friday",
}
"""What some tags mean."""

VIEWS = (
    ("vip", "is:open vip:yes"),
    ("deliveries", "is:open tag:delivery,courier"),
    ("money", "is:open tag:billing,refund"),
    ("engineering", "is:open team:engineering"),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large the demo desk is."""

    tickets: int
    seed: int
    now: datetime
    me: str

    @property
    def customers(self) -> int:
        """Private customers and employees of companies, each, of one language."""
        return max(20, self.tickets // 10 if self.tickets > timetable.SMALL else self.tickets // 5)

    @property
    def companies(self) -> int:
        """Organizations of one language."""
        return max(12, min(400, self.tickets // 500))

    @property
    def filler(self) -> bool:
        """Whether tickets are so many that stories alone would repeat themselves."""
        return self.tickets > timetable.SMALL


def records(size: Size) -> Iterator[Imported]:
    """All records of the demo desk; the same for the same size, seed and instant."""
    yield from _house(size)
    yield from _customers(size)
    yield from _tickets(size)


def _house(size: Size) -> Iterator[Imported]:
    """Teams, agents, canned responses, tags, fields and views."""
    opened = instant(size.now - timedelta(days=420))
    for line, (name, note) in cast.TEAMS.items():
        yield ImportedTeam(name, line, note)
    for one in cast.COLLEAGUES:
        yield ImportedAgent(one.login, one.name, one.email, int(one.role), teams=(cast.TEAMS[one.line][0],))
    for said in responses():
        yield ImportedTemplate(
            said.name, opened, opened, said.title, said.body, said.language, said.team or None, said.actions
        )
    for name, note in TAGS.items():
        yield ImportedTag(name, note)
    yield ImportedField("product", "Product", "choice", PRODUCTS)
    for position, (name, matching) in enumerate(VIEWS, 6):
        yield ImportedView(name, matching, position=position)


def _customers(size: Size) -> Iterator[Imported]:
    opened = instant(size.now - timedelta(days=410))
    for language in LANGUAGES:
        for number in range(size.companies):
            firm = cast.company(number, language)
            yield ImportedOrganization(firm.name, opened, (firm.domain,), firm.vip)
    for language in LANGUAGES:
        for business in (False, True):
            for number in range(size.customers if not business else size.customers // 4):
                yield _customer(size, number, language, business=business)


def _customer(size: Size, number: int, language: str, *, business: bool) -> ImportedCustomer:
    one = cast.caller(number, language, business=business, companies=size.companies)
    return ImportedCustomer(
        uid=_uid(size, number, language, business=business),
        name=one.name,
        created_at=instant(size.now - timedelta(days=405)),
        emails=(one.email,),
        phones=(tidy_phone(one.phone),) if number < 100 else (),
        vip=one.vip,
        organization=one.company.name if one.company else None,
        language=language,
    )


def _uid(size: Size, number: int, language: str, *, business: bool) -> str:
    return f"demo{size.seed}-{language}{'b' if business else 'p'}{number}"


def _tickets(size: Size) -> Iterator[Imported]:
    random = Random(size.seed)  # noqa: S311  repeatable, not secret
    decks = {language: _Deck(scenarios(language), random) for language in LANGUAGES}
    known: set[str] = set()
    for number in range(size.tickets):
        language = "ru" if random.random() < RUSSIAN else "en"
        told = tell(_plan(size, number, language, decks[language].deal(), random), random)
        for content in told.contents:
            if content.sha256 not in known:
                known.add(content.sha256)
                yield content
        yield told.ticket


def _plan(size: Size, number: int, language: str, scenario: Scenario, random: Random) -> Plan:
    place = (number + 1) / size.tickets
    opened = timetable.created(place, size.tickets, size.now)
    people = size.customers // 4 if scenario.business else size.customers
    who = int(people * random.random() ** 1.7)
    if scenario.vip:
        who = (
            next(other for other in range(who, who + people) if _caller(size, other % people, language, scenario).vip)
            % people
        )
    return Plan(
        uid=f"demo{size.seed}-{number}",
        scenario=scenario,
        customer=_caller(size, who, language, scenario),
        customer_uid=_uid(size, who, language, business=scenario.business),
        status=timetable.status(place, size.tickets, size.now - opened, random),
        created=opened,
        now=size.now,
        me=size.me,
        brief=size.filler and random.random() < 0.75,
        filler=random.randrange(4) if size.filler else 0,
        seed=size.seed,
    )


def _caller(size: Size, number: int, language: str, scenario: Scenario) -> cast.Caller:
    return cast.caller(number, language, business=scenario.business, companies=size.companies)


class _Deck:
    """Scenarios dealt like cards: all of them come before one comes again."""

    def __init__(self, cards: tuple[Scenario, ...], random: Random) -> None:
        self.cards, self.random = cards, random
        self.left: list[Scenario] = []

    def deal(self) -> Scenario:
        """The next scenario."""
        if not self.left:
            self.left = self.random.sample(self.cards, len(self.cards))
        return self.left.pop()
