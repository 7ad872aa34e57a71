"""The fields of a new ticket: what may be written into each, what is offered for it, and what is wrong with it.

Pure: the form asks here, and the verb `new` has the last word.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from supportdesk.domain.desk_names import DeskNames
from supportdesk.domain.models import CustomerRow
from supportdesk.domain.ticket import Channel, Priority, TicketType
from supportdesk.domain.verb_words import Word
from supportdesk.domain.words import fold
from supportdesk.errors import DeskError


@dataclass(frozen=True, slots=True)
class TicketField:
    """One field of the form."""

    name: str
    label: str
    hint: str = ""


FIELDS = (
    TicketField("who", "customer", "name, address or number; Ivan <ivan@x.ru> for a new one"),
    TicketField("phone", "phone", "where they call from"),
    TicketField("channel", "channel", "other"),
    TicketField("subject", "subject", "what it is about"),
    TicketField("priority", "priority", "normal"),
    TicketField("type", "type", "question"),
    TicketField("team", "team", "none"),
    TicketField("assignee", "assignee", "nobody; me"),
    TicketField("tags", "tags", "words with spaces between them"),
)

Faults = Mapping[str, str]
Options = list[tuple[str, str]]

MOST = 8
"""What is offered at once."""


OPTIONS: Mapping[str, tuple[str, ...]] = {
    "channel": tuple(map(str, Channel)),
    "priority": tuple(level.word for level in reversed(Priority)),
    "type": tuple(map(str, TicketType)),
}
"""What may stand in the fields that are the same at every desk."""


def _options(name: str, names: DeskNames) -> Options:
    """Everything that a field may hold, each with what is said about it."""
    fixed = OPTIONS.get(name, ())
    named = {"team": names.teams, "assignee": ("me", *(login for login, _ in names.agents)), "tags": names.tags}
    people = {login: person for login, person in names.agents if name == "assignee" and person != login}
    return [(text, people.get(text, "")) for text in named.get(name, fixed)]


def _sought(name: str, value: str) -> str:
    """What is being written: of tags the last."""
    return fold(value.rpartition(" ")[2] if name == "tags" else value)


def _fitting(name: str, value: str, names: DeskNames) -> Options:
    """What begins with what is written, then what holds it."""
    options, sought = _options(name, names), _sought(name, value)
    begins = [one for one in options if fold(one[0]).startswith(sought)]
    return begins + [one for one in options if one not in begins and (sought in fold(one[0]) or sought in fold(one[1]))]


def choices_for(name: str, value: str, names: DeskNames) -> Options:
    """What is offered for what is written: what fits, or everything where it is complete or nothing fits."""
    found = [] if complete(name, value, names) else _fitting(name, value, names)
    return (found or _options(name, names))[:MOST]


def fits(name: str, value: str, names: DeskNames) -> bool:
    """Whether the first of what is offered is what is being written."""
    return bool(_sought(name, value) and _fitting(name, value, names)) and not complete(name, value, names)


def complete(name: str, value: str, names: DeskNames) -> bool:
    """Whether what is written is one of what a field may hold."""
    return any(_sought(name, value) == fold(text) for text, _ in _options(name, names))


def faults(values: Mapping[str, str], names: DeskNames, *, known: bool) -> Faults:
    """What is wrong, by field, in the order of the form."""
    wrong: dict[str, str] = {}
    if not (known or values["who"] or values["phone"]):
        wrong["who"] = "who asks? a name, an address or a phone number"
    if not values["subject"]:
        wrong["subject"] = "what is it about?"
    for name in ("channel", "priority", "type", "team", "assignee"):
        options = [text for text, _ in _options(name, names)]
        if (value := values[name]) and value.casefold() not in map(str.casefold, options):
            wrong[name] = f"no {'agent' if name == 'assignee' else name} {value!r}"
    order = [one.name for one in FIELDS]
    return dict(sorted(wrong.items(), key=lambda pair: order.index(pair[0])))


def words_of(values: Mapping[str, str], text: str, known: CustomerRow | None) -> dict[str, Word]:
    """The words of the verb `new`."""
    return {
        "subject": values["subject"],
        "customer": "" if known else values["who"],
        "known": str(known.id) if known else "",
        "phone": values["phone"],
        "channel": values["channel"].casefold() or "other",
        "priority": values["priority"].casefold() or "normal",
        "type": values["type"].casefold() or "question",
        "team": values["team"] or None,
        "assignee": values["assignee"] or None,
        "tags": tuple(values["tags"].replace(",", " ").replace("+", " ").split()),
        "body": text,
    }


PLACES = (
    ("phone number", "phone"),
    ("mail address", "who"),
    ("customer", "who"),
    ("subject", "subject"),
    ("name a tag", "tags"),
    ("team", "team"),
    ("viewer", "assignee"),
    ("agent", "assignee"),
)


def place_of(error: DeskError) -> str:
    """The field that a refusal is about, empty if it is about none."""
    return next((name for words, name in PLACES if words in error.message), "")
