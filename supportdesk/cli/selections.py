"""Which tickets a verb is given: `12 15 20-25`, `-` for standard input, or `--query FILTER`."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from supportdesk.cli.call import Call
from supportdesk.errors import NotFound, UsageError

MOST = 1_000_000
"""Numbers in one selection; a range beyond it is a slip of the finger, and a filter selects more."""

HIGHEST = 2**63 - 1

_RANGE = re.compile(r"#?(\d+)(?:(?:-|\.\.)#?(\d+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Tickets as they were asked for: by number, or by a filter."""

    numbers: tuple[int, ...] = ()
    filter: str | None = None


def chosen(call: Call, words: Sequence[str], query: str | None) -> Chosen:
    """The selection that words or a filter mean; UsageError for none, for both, and for what is no number."""
    if query is not None:
        if words:
            raise UsageError(f"give numbers or --query, not both: {words[0]}")
        return Chosen(filter=query)
    if not words:
        raise UsageError("which tickets? give numbers such as 12 15 20-25, - for standard input, or --query FILTER")
    numbers: list[int] = []
    for word in words:
        numbers += _from_input(call) if word == "-" else read_numbers(word)
    if len(numbers) > MOST:
        raise UsageError(f"a selection has at most {MOST:,} numbers; --query selects more")
    return Chosen(tuple(dict.fromkeys(numbers)))


def is_selection(word: str) -> bool:
    """Whether a word stands for tickets rather than for a value of the verb."""
    return word == "-" or all(_RANGE.fullmatch(part) for part in word.split(","))


def read_numbers(word: str) -> Iterable[int]:
    """The numbers that one word such as `12`, `20-25` or `3,7` names."""
    numbers: list[int] = []
    for part in word.split(","):
        found = _RANGE.fullmatch(part)
        if not found:
            raise UsageError(f"{word[:60]!r} is no ticket number; write 12, 20-25, - or --query FILTER")
        first = _number(found[1])
        last = _number(found[2]) if found[2] else first
        if last < first:
            raise UsageError(f"the range {part} runs backwards")
        if last - first >= MOST:
            raise UsageError(f"the range {part} holds more than {MOST:,} numbers; --query selects more")
        numbers += range(first, last + 1)
    return numbers


def read_number(word: str) -> int:
    """The one ticket that a word names."""
    found = _RANGE.fullmatch(word)
    if not found or found[2]:
        raise UsageError(f"{word[:60]!r} is no ticket number")
    return _number(found[1])


def _number(digits: str) -> int:
    if len(digits) > 19 or int(digits) > HIGHEST:
        raise NotFound(f"no ticket {digits[:40]}")
    return int(digits)


def _from_input(call: Call) -> Iterable[int]:
    if call.streams.source_terminal:
        call.say("reading ticket numbers, one a line; end with Ctrl-D")
    for at, line in enumerate(call.streams.read_text().splitlines(), start=1):
        if line.strip():
            yield from _from_line(line.strip(), at)


def _from_line(line: str, at: int) -> Iterable[int]:
    if not line.startswith("{"):
        return read_numbers(line)
    try:
        number = json.loads(line)["number"]
    except (ValueError, KeyError, TypeError, RecursionError):
        number = None
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= HIGHEST:
        raise UsageError(f"line {at} of standard input has no ticket number")
    return [number]
