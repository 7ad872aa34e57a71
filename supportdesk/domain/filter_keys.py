"""The keys of the filter language: one table, from which parsing, errors, help and completion all derive.

What a key means in a database stands in `store/where_keys.py`, one function a key.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from supportdesk.domain.filter_operators import COMPARISON, EQUALITY, Mark, Operator
from supportdesk.domain.rating import SCORES
from supportdesk.domain.ticket import Channel, Priority, Status, TicketType
from supportdesk.domain.times import shortened
from supportdesk.errors import UsageError
from supportdesk.near import nearest_of


class State(StrEnum):
    """What `is:` asks of a ticket."""

    OPEN = "open"
    CLOSED = "closed"
    OVERDUE = "overdue"
    UNASSIGNED = "unassigned"
    MINE = "mine"
    UNREAD = "unread"
    SNOOZED = "snoozed"
    DELETED = "deleted"


class Part(StrEnum):
    """What `has:` asks for in a ticket's thread."""

    ATTACHMENT = "attachment"
    NOTE = "note"
    REPLY = "reply"
    DRAFT = "draft"
    FAILED = "failed"


class Kind(Enum):
    """What the value of a key is, and so how it is read."""

    NUMBER = auto()
    STATUS = auto()
    PRIORITY = auto()
    TYPE = auto()
    CHANNEL = auto()
    RATING = auto()
    STATE = auto()
    PART = auto()
    YES_NO = auto()
    PAST = auto()
    COMING = auto()
    NAME = auto()
    ADDRESS = auto()
    TEXT = auto()
    ORDER = auto()


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what may follow it, and the line and the example that help shows."""

    name: str
    kind: Kind
    help: str
    example: str
    operators: tuple[Operator, ...] = EQUALITY
    marks: tuple[Mark, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """Every value, where they are a closed set."""
        return CLOSED_SETS.get(self.kind, ())

    @property
    def ordered(self) -> bool:
        """Whether values can be compared and ranges written."""
        return Operator.LESS in self.operators


ORDERS = ("pressing", "due", "updated", "created", "number", "priority")
"""What lists can be sorted by; `-` before it turns the order round."""

CLOSED_SETS: dict[Kind, tuple[str, ...]] = {
    Kind.STATUS: tuple(Status),
    Kind.PRIORITY: tuple(priority.word for priority in Priority),
    Kind.TYPE: tuple(TicketType),
    Kind.CHANNEL: tuple(Channel),
    Kind.RATING: SCORES,
    Kind.STATE: tuple(State),
    Kind.PART: tuple(Part),
    Kind.YES_NO: ("yes", "no"),
    Kind.ORDER: (*ORDERS, *(f"-{order}" for order in ORDERS)),
}

_PRESENCE = (Mark.NONE, Mark.ANY)
_ONLY = (Operator.IS,)


def _past(name: str, text: str, example: str, *, marks: tuple[Mark, ...] = ()) -> Key:
    return Key(name, Kind.PAST, text, example, COMPARISON, marks)


KEYS: dict[str, Key] = {
    key.name: key
    for key in (
        Key("number", Kind.NUMBER, "the ticket's number", "number:12,20..25", COMPARISON),
        Key("status", Kind.STATUS, "where the ticket stands", "status:new,open"),
        Key("priority", Kind.PRIORITY, "how much it presses", "priority>=high", COMPARISON),
        Key("type", Kind.TYPE, "what the customer brings", "type:incident"),
        Key("channel", Kind.CHANNEL, "how the customer reached the desk", "channel:mail,phone"),
        Key("assignee", Kind.NAME, "the login of the agent who has it", "assignee:me", marks=(*_PRESENCE, Mark.ME)),
        Key("team", Kind.NAME, "the team that has it", "team:billing", marks=_PRESENCE),
        Key(
            "customer",
            Kind.TEXT,
            "a mail address, or words of the customer's name",
            "customer:anna@example.org",
            marks=_PRESENCE,
        ),
        Key(
            "follower",
            Kind.ADDRESS,
            "the mail address of somebody who gets copies of its answers",
            "follower:ada@example.org",
            marks=_PRESENCE,
        ),
        Key("org", Kind.NAME, "the customer's organization, by name or domain", "org:acme.com", marks=_PRESENCE),
        Key("vip", Kind.YES_NO, "whether the customer is a VIP", "vip:yes"),
        Key("tag", Kind.NAME, "a tag that it bears", "-tag:spam", marks=_PRESENCE),
        Key("subject", Kind.TEXT, "words of the subject", 'subject:"card declined"'),
        Key("body", Kind.TEXT, "words of its messages", "body:refund*"),
        _past("created", "when it was opened; a duration is its age", "created>3d"),
        _past("updated", "when it last changed", "updated<2h"),
        _past("solved", "when it was solved", "solved:today", marks=_PRESENCE),
        _past("closed", "when it was closed", "closed:2026-11-01..2026-11-05", marks=_PRESENCE),
        Key("due", Kind.COMING, "when it must be solved; a duration is what is left", "due<2h", COMPARISON, _PRESENCE),
        _past("first_reply", "when it was first answered", "first_reply:none", marks=_PRESENCE),
        _past("waiting", "since when the customer waits for an answer", "waiting>4h", marks=_PRESENCE),
        Key("rating", Kind.RATING, "what the customer thought, 1 to 5", "rating<=2", COMPARISON, _PRESENCE),
        Key("is", Kind.STATE, "a state of the ticket", "is:overdue"),
        Key("has", Kind.PART, "something that its thread holds", "has:attachment"),
        Key("external", Kind.NAME, "its id in the system that it came from", "external:4711", marks=_PRESENCE),
        Key("source", Kind.NAME, "the system that it came from", "source:zendesk", marks=_PRESENCE),
        Key("sort", Kind.ORDER, "the order of the list, not a condition", "sort:-created", _ONLY),
    )
}
"""Every key but `field.NAME`, in the order of help."""

FIELD = Key(
    "field.",
    Kind.NAME,
    "a field of your own desk; numbers and dates compare: field.amount>=100, field.amount:5..10",
    "field.invoice:any",
    COMPARISON,
    _PRESENCE,
)

PLANNED = frozenset({"sla", "merged"})
"""Keys of the language that nothing can answer yet."""

PLANNED_VALUES: dict[Kind, frozenset[str]] = {
    Kind.STATE: frozenset({"escalated", "merged"}),
    Kind.PART: frozenset({"link"}),
}


def find_key(name: str) -> Key | None:
    """The key of this name, in any case; any `field.NAME` is one."""
    folded = name.casefold()
    if folded.startswith(FIELD.name) and len(name) > len(FIELD.name):
        return FIELD
    return KEYS.get(folded)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or nothing."""
    return next(iter(nearest_of(word[:40].casefold(), list(known))), "")


def unknown_key(name: str, word: str) -> UsageError:
    """Why what stands before an operator is no key: a slip, or text (`word` is all of it) that wants quotes."""
    has_words = any(letter.isalnum() for letter in word)
    hint = f'to look for the text, write "{shortened(word)}"' if has_words else "leave it out"
    folded = name.casefold()
    if not name:
        return UsageError("there is no key before this", hint=hint)
    if folded in PLANNED:
        return UsageError(f"the key {folded} is not available yet")
    if folded in (FIELD.name, FIELD.name.removesuffix(".")):
        return UsageError("a field is named after a dot", hint=f"for example {FIELD.example}")
    if "//" in word:
        return UsageError(f"{shortened(word)} is an address, not a key with a value", hint=hint)
    if name[0].isdigit():
        return UsageError(f"{shortened(word)} is text, not a key with a value", hint=hint)
    meant = nearest(name, [*KEYS, *PLANNED])
    return UsageError(f"there is no key {shortened(name)}", hint=f"did you mean {meant}? {hint}" if meant else hint)
