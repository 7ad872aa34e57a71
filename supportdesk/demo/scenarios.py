"""The stories that tickets tell: read from the plain text files in `texts`, which say how they are written.

A story begins with `= subject`, then one line of `key value; …`, then its messages, each after `@ kind`, with the names
of attached files after a plus. Canned responses are written the same way, without messages.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from supportdesk.demo import lists
from supportdesk.demo.wording import Wording
from supportdesk.domain.macro import ACTION_VERBS
from supportdesk.domain.ticket import Channel, MessageKind, Priority, TicketType

PRODUCTS = lists.lines("products.txt", "products")
"""What the shop sells."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a story."""

    kind: MessageKind
    words: Wording
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What can happen to a customer, and what is said about it until it is solved."""

    subject: Wording
    type: TicketType
    priority: Priority
    line: int
    tags: tuple[str, ...]
    channels: tuple[Channel, ...]
    business: bool
    vip: bool
    products: tuple[str, ...]
    thread: tuple[Line, ...]
    tells_product: bool


@dataclass(frozen=True, slots=True)
class Response:
    """A canned response as it is written."""

    name: str
    title: str
    language: str
    team: str
    actions: Mapping[str, str]
    body: str


@cache
def scenarios(language: str) -> tuple[Scenario, ...]:
    """All stories of a language, `en` or `ru`."""
    return tuple(_scenario(*entry) for entry in _entries(f"{language}.txt"))


@cache
def responses() -> tuple[Response, ...]:
    """The canned responses of both languages."""
    return tuple(_response(*entry) for entry in _entries("responses.txt"))


def _entries(name: str) -> list[tuple[str, dict[str, str], str]]:
    return [_entry(part) for part in re.split(r"^= ", lists.read(name), flags=re.M)[1:]]


def _entry(part: str) -> tuple[str, dict[str, str], str]:
    title, facts, body = part.split("\n", 2)
    pairs = (fact.strip().partition(" ") for fact in facts.split(";"))
    return title, {key: value for key, _, value in pairs}, body


def _scenario(subject: str, facts: Mapping[str, str], body: str) -> Scenario:
    thread = tuple(_line(part) for part in re.split(r"^@ ", body, flags=re.M)[1:])
    vip = "vip" in facts
    return Scenario(
        subject=Wording(subject),
        type=TicketType(facts["type"]),
        priority=Priority.of(facts.get("priority", "normal")),
        line=int(facts["line"]),
        tags=tuple(facts["tags"].split(", ")),
        channels=tuple(Channel(word) for word in facts["channels"].split()),
        business=vip or any(line.words.mentions("company") for line in thread),
        vip=vip,
        products=tuple(name for name in PRODUCTS for word in facts.get("products", "").split() if word in name),
        thread=thread,
        tells_product=Wording(subject).mentions("product") or thread[0].words.mentions("product"),
    )


def _line(part: str) -> Line:
    head, text = part.split("\n", 1)
    kind, *attached = head.split()
    return Line(MessageKind(kind), Wording(text), tuple(name.removeprefix("+") for name in attached))


def _response(name: str, facts: Mapping[str, str], body: str) -> Response:
    actions = {verb: facts[verb] for verb in ACTION_VERBS if verb in facts}
    text = f"{body.strip()}\n" if body.strip() else ""
    return Response(name, facts["title"], facts["language"], facts.get("team", ""), actions, text)
