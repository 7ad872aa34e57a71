"""A thread laid out in lines: who spoke and when, what they said, quotations folded to one line.

Pure: a ticket, a width and what is unfolded give the lines; nothing is drawn here. A note is never taken for an
answer: another bar, another ground, and the words "agents only".
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice

from supportdesk.domain.folding import folded
from supportdesk.domain.models import AttachedFile, ThreadMessage
from supportdesk.domain.safe import shown, shown_line
from supportdesk.domain.sizes import file_size
from supportdesk.widgets.ages import moment
from supportdesk.widgets.fitting import cut, wrap
from supportdesk.widgets.ink import Ground, Ink, Line, Span, cells, length
from supportdesk.widgets.links import Link, links, moved, wrapped
from supportdesk.widgets.mail_lines import fate

LONGEST_FOLDED = 200
"""Lines of one message before the rest waits to be unfolded."""

LONGEST_TEXT = 400_000
"""Characters of one message that are ever laid out here; all of it is in `show` on the command line."""

BEYOND = "▸ the rest is neither shown nor searched here: it is in `supportdesk show`"


Said = tuple[str, Ink, tuple[Link, ...]]
"""A line of a message, what it is, and the links in it."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of message looks: its bar, the inks of bar and text, its ground and its label."""

    bar: str
    ink: Ink
    text: Ink
    ground: Ground
    label: str


LOOKS = {
    "customer": Look("▎", Ink.CUSTOMER, Ink.TEXT, Ground.PLAIN, ""),
    "reply": Look("▎", Ink.REPLY, Ink.TEXT, Ground.PLAIN, "reply"),
    "note": Look("█", Ink.NOTE, Ink.NOTE_TEXT, Ground.NOTE, "NOTE · agents only"),
    "system": Look("▎", Ink.FAINT, Ink.DIM, Ground.PLAIN, "system"),
}


@dataclass(frozen=True, slots=True)
class Laid:
    """One line of a thread on its ground, with the links that stand in it.

    What tells a time is told anew by `at`, in as many lines, when the clock has gone on.
    """

    line: Line
    ground: Ground = Ground.PLAIN
    links: tuple[Link, ...] = ()
    at: Callable[[datetime], Line] | None = field(default=None, compare=False)


def lay_out(
    thread: Iterable[ThreadMessage], width: int, now: datetime, *, unfolded: bool, key: str = "f"
) -> list[Laid]:
    """All lines of a thread, oldest message first; `key` folds and unfolds."""
    lines: list[Laid] = []
    for message in thread:
        if message.kind == "system" and not unfolded:
            said = partial(_system, message, width)
            lines.append(Laid(said(now), at=said))
            continue
        lines.append(Laid(()))
        lines.extend(_message(message, width, now, unfolded=unfolded, key=key))
    return lines


def _system(message: ThreadMessage, width: int, now: datetime) -> Line:
    """What the desk itself says is one line until it is unfolded."""
    when, look = moment(now, message.at), LOOKS["system"]
    said = cut(shown_line(message.text or message.body), max(width - len(when) - 6, 8))
    gap = max(width - 4 - cells(said) - cells(when) - 1, 1)
    return ((f"{look.bar} ", look.ink), (f"· {said}", look.text), (" " * gap + when, Ink.FAINT))


def _message(message: ThreadMessage, width: int, now: datetime, *, unfolded: bool, key: str) -> Iterator[Laid]:
    look = LOOKS.get(message.kind, LOOKS["system"])
    bar = (f"{look.bar} ", look.ink)
    head = partial(_head, message, look, width)
    yield Laid(head(now), look.ground, at=head)
    room = max(width - 2, 8)
    if message.failure:
        lost = Ink.BAD if message.delivery == "failed" else Ink.WARN
        yield from (Laid((bar, (text, lost)), look.ground) for text in wrap(f"✗ {shown_line(message.failure)}", room))
    for text, ink, found in _words(message, room, look, unfolded=unfolded, key=key):
        yield Laid((bar, (text, ink)), look.ground, tuple(moved(one, len(bar[0])) for one in found))
    for file in message.attachments:
        yield Laid((bar, *_file(file, room)), look.ground)


def _head(message: ThreadMessage, look: Look, width: int, now: datetime) -> Line:
    when = moment(now, message.at)
    name = shown_line(message.author.name or message.author.email or "unknown")
    parts: list[Span] = [(f"  {look.label}", look.ink)] if look.label else []
    if message.delivery:
        text, ink = fate(message, now)
        parts.append((f"  {text}", ink))
    if message.automatic:
        parts.append(("  automatic", Ink.FAINT))
    taken = 2 + length(parts) + 2
    if taken + cells(name) + cells(when) > width:
        when = when.rpartition(" · ")[2]
    taken += cells(when)
    shown_name = cut(name, max(width - taken, 8))
    gap = max(width - taken - cells(shown_name) + 1, 1)
    return ((f"{look.bar} ", look.ink), (shown_name, look.ink), *parts, (" " * gap + when, Ink.FAINT))


def _words(message: ThreadMessage, width: int, look: Look, *, unfolded: bool, key: str) -> Iterator[Said]:
    longest = None if unfolded else LONGEST_FOLDED
    lines = _wrapped(message.text.strip("\n"), width)
    count = 0
    for line, found in islice(lines, longest):
        count += 1
        yield line, Ink.QUOTE if line.startswith(">") else look.text, found
    if longest is not None and count == longest and next(lines, None) is not None:
        yield f"▸ more of this message{_by(key, 'unfolds')}", Ink.FAINT, ()
    else:
        yield from _beyond(message.text.strip("\n"), width)
    yield from _quoted(message.quoted, width, unfolded=unfolded, key=key)


def _by(key: str, does: str) -> str:
    """By which key; nothing where there is none."""
    return f" · {key} {does}" if key else ""


def _quoted(quoted: str, width: int, *, unfolded: bool, key: str) -> Iterator[Said]:
    text = quoted.strip("\n")
    if not text:
        return
    what = folded(text)
    if not unfolded:
        yield f"▸ {what}{_by(key, 'unfolds')}", Ink.FAINT, ()
        return
    yield f"▾ {what}{_by(key, 'folds')}", Ink.FAINT, ()
    for line, found in _wrapped(text, width):
        yield line, Ink.QUOTE, found
    yield from _beyond(text, width)


def _beyond(text: str, width: int) -> Iterator[Said]:
    """What stands below a text that is longer than all that is laid out of it."""
    if len(shown(text)) > LONGEST_TEXT:
        yield from ((line, Ink.FAINT, ()) for line in wrap(BEYOND, width))


def _wrapped(text: str, width: int) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """The lines of a text from outside, with the links in each."""
    safe = shown(text)[:LONGEST_TEXT]
    if not links(safe):
        yield from ((line, ()) for line in wrap(safe, width))
        return
    for source in safe.split("\n"):
        yield from wrapped(source, wrap(source, width))


def _file(file: AttachedFile, width: int) -> Line:
    size = f"  {file_size(file.size)}"
    return (("⌂ ", Ink.FAINT), (cut(shown_line(file.name), width - 2 - len(size)), Ink.ACCENT), (size, Ink.FAINT))
