"""A small desk made by chance, and what a filter means on it, spelled out in plain Python without any database."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from supportdesk.domain import words
from supportdesk.domain.filter_keys import Part, State
from supportdesk.domain.filters import And, Mark, Node, Not, Operator, Or, Phrase, Range, Term, Value, Words
from supportdesk.domain.search import Sought, places, seek
from supportdesk.domain.ticket import OPEN_STATUSES, Channel, Priority, Status, TicketType
from supportdesk.domain.times import DayWord, Duration, Stretch, span, span_between

VOCABULARY = [
    "card", "cards", "declined", "declining", "decline", "refund", "refunds", "printer", "printing", "account",
    "accounts", "the", "a", "to", "invoice", "4711", "карта", "карты", "картой", "отклонена", "оплата",
    "оплаты", "заказ", "заказы", "ёлка", "елка", "мой", "мои", "счёт", "Ёжик", "café", "Straße", "東京",
    "anna@example.org", "re-open", "a¶b", "C++", "12:30", "don't",
]  # fmt: skip
NAMES = ["Ivan Petrov", "Анна Смирнова", "Ёжиков Пётр", "Zoë O'Neil", "", "Petrova Ivanna"]
ADDRESSES = [
    "ivan@example.org",
    "anna@example.org",
    "petr@acme.com",
    "zoe@acme.com",
    "+79001234567",
    "x-y@sub.acme.com",
]
ORGANIZATIONS = {"Acme": ["acme.com"], "ООО Ромашка": ["romashka.example", "ромашка.рф"], "Empty": []}
AGENTS = ["anna", "boris", "Vera"]
TEAMS = ["Billing", "Вторая линия"]
TAGS = ["spam", "vip", "счета", "two words"]
FOLLOWERS = [
    "ada@example.net",
    'Lane, "Ada" <ada@example.net>',
    "anna@example.net",
    "Анна <анна@пример.рф>",
    "o\\k@x.example",
]
INVOICES = ["4711", "A-1", "x y"]


@dataclass(frozen=True, slots=True)
class Customer:
    """Who asks, and for which organization."""

    name: str
    addresses: tuple[str, ...]
    organization: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """An entry of a thread."""

    kind: str
    body: str
    withdrawn: bool
    agent: str | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket with all that filters ask of it; `columns` are those of the table, references by name."""

    number: int
    columns: dict[str, Any]
    assignee: str | None
    team: str | None
    customer: Customer | None
    messages: tuple[Message, ...]
    tags: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    seen: int | None = None
    drafted: str | None = None
    followers: tuple[str, ...] = ()

    @property
    def parts(self) -> list[str]:
        """The texts that are searched: subject, customer, messages."""
        person = self.customer
        named = " ".join([person.name, *person.addresses]) if person else ""
        return [self.columns["subject"], named, *(message.body for message in self.messages if not message.withdrawn)]


def cases(seed: int, now: datetime, *, tickets: int = 60) -> list[Case]:
    """The tickets of a desk made by chance."""
    chance = random.Random(seed)
    people = [_customer(chance, name, address) for name, address in zip(NAMES, ADDRESSES, strict=True)]
    return [_case(chance, number, people, now) for number in range(1, tickets + 1)]


def _customer(chance: random.Random, name: str, address: str) -> Customer:
    return Customer(name, (address,), chance.choice([None, *ORGANIZATIONS]))


def _text(chance: random.Random, longest: int) -> str:
    return chance.choice([" ", ", ", "\n"]).join(chance.choices(VOCABULARY, k=chance.randint(0, longest)))


def _case(chance: random.Random, number: int, people: Sequence[Customer], now: datetime) -> Case:
    def instant(likely: float) -> datetime | None:
        seconds = chance.choice([0, 3600, 7200, 86_400, chance.randint(-9 * 86_400, 40 * 86_400)])
        return now - timedelta(seconds=seconds) if chance.random() < likely else None

    columns = {
        "subject": _text(chance, 6),
        "status": str(chance.choice(list(Status))),
        "priority": int(chance.choice(list(Priority))),
        "type": str(chance.choice(list(TicketType))),
        "channel": str(chance.choice(list(Channel))),
        "vip": chance.randint(0, 1),
        "created_at": instant(1),
        "updated_at": instant(1),
        "source": chance.choice([None, "zendesk", "mbox"]),
        "external_id": f"<{number}@x>" if number % 3 else None,
        "attachments": chance.choice([0, 0, 2]),
        **{
            name: instant(0.4)
            for name in (
                "first_reply_at",
                "first_reply_due",
                "next_reply_due",
                "due_at",
                "solved_at",
                "closed_at",
                "waiting_since",
            )
        },
        "snoozed_until": instant(0.3),
        "rating": number % 7 if 0 < number % 7 < 6 else None,
        "deleted_at": instant(0.1),
    }
    kinds = ["customer", "reply", "note", "system"]
    messages = [
        Message(
            kind := chance.choice(kinds),
            _text(chance, 12),
            chance.random() < 0.1,
            chance.choice([None, *AGENTS]),
            failed=kind == "reply" and chance.random() < 0.3,
        )
        for _ in range(chance.randint(0, 4))
    ]
    return Case(
        number,
        columns,
        chance.choice([None, *AGENTS]),
        chance.choice([None, *TEAMS]),
        chance.choice([None, *people]),
        tuple(messages),
        tuple(sorted(chance.sample(TAGS, chance.randint(0, 2)))),
        {"invoice": chance.choice(INVOICES)} if chance.random() < 0.5 else {},
        chance.choice([None, *range(len(messages) + 1)]),
        chance.choice([None, None, *AGENTS]),
        tuple(chance.sample(FOLLOWERS, chance.choice([0, 0, 1, 2, 3]))),
    )


def holds(node: Node | None, case: Case, *, now: datetime, me: str) -> bool:
    """Whether a filter holds for a ticket, by the plainest reading of the language."""
    match node:
        case None:
            return True
        case Words():
            return any(_says(text, node.phrase) for text in case.parts)
        case Not():
            return not holds(node.part, case, now=now, me=me)
        case And():
            return all(holds(part, case, now=now, me=me) for part in node.parts)
        case Or():
            return any(holds(part, case, now=now, me=me) for part in node.parts)
        case Term():
            found = any(_value_holds(node, value, case, now, me) for value in node.values)
            return found != (node.operator is Operator.IS_NOT)


def occurs(sought: Sought, stems: Sequence[str]) -> bool:
    """Whether the stems of a text hold what is sought."""
    return next(places(sought, stems), None) is not None


@cache
def _says(text: str, phrase: Phrase) -> bool:
    return occurs(_seek(phrase), _stems(text))


@cache
def _seek(phrase: Phrase) -> Sought:
    return seek(phrase.text, prefix=phrase.prefix)


@cache
def _stems(text: str) -> list[str]:
    return words.stems(text)


INSTANTS = {
    "created": "created_at",
    "updated": "updated_at",
    "solved": "solved_at",
    "closed": "closed_at",
    "first_reply": "first_reply_at",
    "waiting": "waiting_since",
}
WORDS = {"status": "status", "type": "type", "channel": "channel", "external": "external_id", "source": "source"}


def _value_holds(term: Term, value: Value, case: Case, now: datetime, me: str) -> bool:
    key, columns = term.key, case.columns
    if key in INSTANTS:
        return _instant_holds(columns[INSTANTS[key]], term.operator, value, now, coming=False)
    if key == "due":
        return _instant_holds(_due(case), term.operator, value, now, coming=True)
    if key in ("number", "priority"):
        return _number_holds(case.number if key == "number" else columns["priority"], term.operator, value)
    if key == "rating":
        score = columns["rating"]
        if isinstance(value, Mark):
            return _present(value, score)
        return score is not None and _number_holds(score, term.operator, value)
    if key == "is":
        return _is(State(str(value)), case, now, me)
    if key == "has" and value is Part.DRAFT:
        return case.drafted == me
    if key == "has":
        standing = [message for message in case.messages if not message.withdrawn]
        if value is Part.FAILED:
            return any(message.failed for message in standing)
        kinds = {message.kind for message in standing}
        return columns["attachments"] > 0 if value is Part.ATTACHMENT else str(value) in kinds
    if key == "vip":
        return columns["vip"] == (value == "yes")
    if key in ("subject", "body"):
        assert isinstance(value, Phrase)
        texts = case.parts[:1] if key == "subject" else case.parts[2:]
        return any(_says(text, value) for text in texts)
    return _named(term, value, case, me)


def _named(term: Term, value: Value, case: Case, me: str) -> bool:
    """Names: in any case, or what they belong to."""
    if term.key in WORDS:
        standing = case.columns[WORDS[term.key]]
        return _present(value, standing) if isinstance(value, Mark) else standing == str(value)
    if term.key == "tag":
        return bool(case.tags) == (value is Mark.ANY) if isinstance(value, Mark) else str(value).lower() in case.tags
    if term.key == "follower":
        addresses = {said.rpartition("<")[2].removesuffix(">") for said in case.followers}
        return bool(addresses) == (value is Mark.ANY) if isinstance(value, Mark) else str(value).lower() in addresses
    if term.key == "customer":
        return _is_customer(value, case.customer)
    if term.key == "org":
        name = case.customer.organization if case.customer else None
        return (
            _present(value, name)
            if isinstance(value, Mark)
            else name is not None and _is_organization(str(value), name)
        )
    standing = {"assignee": case.assignee, "team": case.team}.get(term.key, case.fields.get(term.field_name))
    if value is Mark.ME:
        return standing == me
    return (
        _present(value, standing) if isinstance(value, Mark) else (standing or "").casefold() == str(value).casefold()
    )


def _present(mark: Mark, standing: object) -> bool:
    return (standing is not None) == (mark is Mark.ANY)


def _is_customer(value: Value, customer: Customer | None) -> bool:
    if isinstance(value, Mark):
        return _present(value, customer)
    assert isinstance(value, Phrase)
    if customer is None:
        return False
    if "@" in value.text and not value.prefix:
        return value.text.lower() in customer.addresses
    return _says(" ".join([customer.name, *customer.addresses]), value)


def _is_organization(value: str, name: str) -> bool:
    return value.casefold() == name.casefold() or value.lower() in ORGANIZATIONS[name]


def _is(state: State, case: Case, now: datetime, me: str) -> bool:
    columns, due = case.columns, _due(case)
    is_open = columns["status"] in OPEN_STATUSES and columns["deleted_at"] is None
    return {
        State.OPEN: is_open,
        State.CLOSED: columns["status"] not in OPEN_STATUSES,
        State.OVERDUE: due is not None and due < now,
        State.UNASSIGNED: case.assignee is None,
        State.MINE: case.assignee == me,
        State.UNREAD: _unread(case, me),
        State.SNOOZED: columns["snoozed_until"] is not None and columns["snoozed_until"] > now,
        State.DELETED: columns["deleted_at"] is not None,
    }[state]


def _unread(case: Case, me: str) -> bool:
    """Seen are the first so many messages; None for a ticket that was never looked at."""
    standing = [place for place, message in enumerate(case.messages, 1) if not message.withdrawn]
    if not standing:
        return case.seen is None
    return case.messages[standing[-1] - 1].agent != me and standing[-1] > (case.seen or 0)


def _due(case: Case) -> datetime | None:
    columns = case.columns
    if columns["status"] not in OPEN_STATUSES or columns["deleted_at"] is not None:
        return None
    first = columns["first_reply_due"] if columns["first_reply_at"] is None else None
    return min((due for due in (first, columns["next_reply_due"], columns["due_at"]) if due), default=None)


def _instant_holds(instant: datetime | None, operator: Operator, value: Value, now: datetime, *, coming: bool) -> bool:
    if isinstance(value, Mark):
        return _present(value, instant)
    if instant is None:
        return False
    if isinstance(value, Range):
        return instant in span_between(value.low, value.high, now=now, coming=coming)  # type: ignore[arg-type]
    assert isinstance(value, Stretch | DayWord | Duration)
    return instant in span(operator, value, now=now, coming=coming)


def _number_holds(number: int, operator: Operator, value: Value) -> bool:
    if isinstance(value, Range):
        low, high = value.low, value.high
        return (low is None or int(str(int(low))) <= number) and (high is None or number <= int(high))  # type: ignore[arg-type]
    assert isinstance(value, int)
    return {
        Operator.LESS: number < value,
        Operator.AT_MOST: number <= value,
        Operator.MORE: number > value,
        Operator.AT_LEAST: number >= value,
    }.get(operator, number == value)


def as_json(value: object) -> str:
    """A list or an object as the columns keep it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
