"""Words of closed sets as users write them: a wrong one is UsageError with the nearest."""

from collections.abc import Iterable
from datetime import datetime

from supportdesk.cli.call import Call
from supportdesk.domain.ticket import Channel, Priority, Status, TicketType
from supportdesk.domain.times import coming_time
from supportdesk.domain.verb_words import known
from supportdesk.errors import UsageError

PRIORITIES = tuple(level.word for level in Priority)


def status(word: str) -> Status:
    """A status by its word."""
    return Status(_known(word, "status", Status))


def priority(word: str) -> Priority:
    """A priority by its word."""
    return Priority.of(_known(word, "priority", PRIORITIES))


def channel(word: str) -> Channel:
    """A channel by its word."""
    return Channel(_known(word, "channel", Channel))


def ticket_type(word: str) -> TicketType:
    """A type of ticket by its word."""
    return TicketType(_known(word, "type", TicketType))


def coming(call: Call, text: str | None) -> datetime | None:
    """An instant to come, as `--until` takes it; None where none was given. UsageError for one that has passed."""
    if text is None:
        return None
    return coming_time(text, call.clock())


def pairs(words: Iterable[str]) -> dict[str, str]:
    """`KEY=VALUE` words as a mapping; each key stands once, or nobody knows which of its values is meant."""
    found: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise UsageError(f"{word[:60]!r} is no KEY=VALUE")
        if found.get(key, value) != value:
            raise UsageError(f"{key[:60]!r} is given two values: {found[key][:60]!r} and {value[:60]!r}")
        found[key] = value
    return found


def _known(word: str, what: str, words: Iterable[str]) -> str:
    return known(what, word.strip(), tuple(map(str, words)))
