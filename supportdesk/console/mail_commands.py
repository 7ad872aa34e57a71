"""The console's lines about mail: `mail quarantine retry 17`, `why`, `rethread 310 --to 12`, `show 12 --raw`, read.

They bear the words of the command line; where a message or a ticket is left out, the one at hand is meant.
"""

from collections.abc import Mapping, Sequence

from supportdesk.domain.verb_words import Word
from supportdesk.errors import UsageError

Read = tuple[str, tuple[int, ...], Mapping[str, Word]]
"""A verb or an action, the tickets that are named, and the words."""

WAYS = {"quarantine": ("list", "retry", "discard"), "outbox": ("list", "retry", "cancel")}


def mail(words: Sequence[str]) -> Read:
    """The quarantine, the letters that were not delivered, or what is done to one of these."""
    place, way, numbers = (*words, "quarantine")[0], (*words, "", "list")[1] or "list", words[2:]
    if place not in WAYS or way not in WAYS[place]:
        listed = "; ".join(f"mail {name} {'|'.join(ways)}" for name, ways in WAYS.items())
        raise UsageError(f"there are {listed}")
    if way == "list":
        return ("quarantine" if place == "quarantine" else "go_failed"), (), {}
    if place == "outbox":
        listed_letters = tuple(str(_number(one, "letter")) for one in numbers)
        if not listed_letters:
            return f"{way}_letter", (), {}
        return f"mail outbox {way}", (), {"letters": listed_letters}
    if len(numbers) != 1:
        raise UsageError(f"which message? give its number: mail quarantine {way} 17")
    return f"mail quarantine {way}", (), {"arrival": _number(numbers[0], "message")}


def why(words: Sequence[str]) -> Read:
    """Why a message is where it is; without one, why each of the ticket at hand is there."""
    if len(words) > 1:
        raise UsageError("why takes one message: its number or its Message-ID")
    return "why", (), {"message": words[0]} if words else {}


def rethread(words: Sequence[str]) -> Read:
    """Where a message belongs; without one, the newest that the customer of the ticket at hand wrote."""
    left = list(words)
    new = "--new" in left
    if new:
        left.remove("--new")
    to: int | None = None
    if "--to" in left[:-1]:
        at = left.index("--to")
        to = _number(left[at + 1], "ticket")
        del left[at : at + 2]
    if (to is not None) == new or len(left) > 1:
        raise UsageError("rethread MESSAGE --to TICKET, or --new; without a message the newest here is meant")
    return "rethread", (), {"message": left[0] if left else "", "to": to}


def source(words: Sequence[str]) -> Read:
    """The mail of a ticket as it came."""
    left = [word for word in words if word != "--raw"]
    if len(left) > 1:
        raise UsageError("whose source? give one ticket: show 12 --raw")
    return "source", tuple(_number(one, "ticket") for one in left), {}


def _number(word: str, what: str) -> int:
    digits = word.removeprefix("#")
    if not (digits.isdecimal() and digits.isascii() and len(digits) <= 18):
        raise UsageError(f"{word[:40]!r} is no number of a {what}")
    return int(digits)


READ = {"mail": mail, "why": why, "rethread": rethread, "source": source}
