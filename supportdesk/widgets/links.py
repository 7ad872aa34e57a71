"""Links in text from outside: where they stand, also when a line is wrapped within one, and what a terminal opens.

A link opens what is written and nothing else: no text stands in its place. Terminals are told of it by OSC 8, which
takes printable ASCII, so other letters are encoded (RFC 3987, section 3.1).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit, urlunsplit

LONGEST = 2_000
"""Characters of an address that terminals take at least."""

_WRITTEN = re.compile(r"(?:https?://|mailto:)[^\s<>\"\u00ab\u00bb\u201c\u201d`|\\^{}]+", re.IGNORECASE)
_AFTER = ".,;:!?'*_\u2026\u2019"
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True, slots=True)
class Link:
    """From which character to which of a line a link stands, and the address that it opens."""

    start: int
    end: int
    address: str


def links(text: str) -> list[Link]:
    """The links in a text, without the punctuation that a sentence puts behind them.

    >>> links("(see https://example.org/a_(b).)")
    [Link(start=5, end=30, address='https://example.org/a_(b)')]
    """
    if "://" not in text and "mailto:" not in text.lower():
        return []
    found = ((match.start(), _trimmed(match[0])) for match in _WRITTEN.finditer(text))
    return [
        Link(start, start + len(written), address)
        for start, written in found
        if (address := opened(written)) and len(address) <= LONGEST
    ]


def _trimmed(written: str) -> str:
    while written and (written[-1] in _AFTER or _closes_more(written, ")", "(") or _closes_more(written, "]", "[")):
        written = written[:-1]
    return written


def _closes_more(written: str, closing: str, opening: str) -> bool:
    return written[-1] == closing and written.count(closing) > written.count(opening)


def moved(link: Link, by: int) -> Link:
    """The link so many characters further on."""
    return replace(link, start=link.start + by, end=link.end + by)


def opened(written: str) -> str:
    """The address in printable ASCII; nothing for one that names no host or mailbox."""
    try:
        parts = urlsplit(written)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except ValueError:
        return ""
    if not (host or (parts.scheme.lower() == "mailto" and "@" in parts.path)):
        return ""
    return quote(urlunsplit(parts._replace(netloc=host)), safe=_PRINTABLE)


def wrapped(text: str, lines: Iterable[str]) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """The lines into which a text was wrapped, each with the links that stand in it, whole or in part.

    Wrapping adds and drops blanks alone, so a letter is known by how many letters stand before it.
    """
    standing = [(_letters(text[: one.start]), _letters(text[: one.end]), one.address) for one in links(text)]
    before = 0
    for line in lines:
        if not standing:
            yield line, ()
            continue
        places = [at for at, letter in enumerate(line) if not letter.isspace()]
        after = before + len(places)
        here = (
            Link(places[max(start, before) - before], places[min(end, after) - before - 1] + 1, address)
            for start, end, address in standing
            if start < after and end > before
        )
        yield line, tuple(here)
        before = after


def _letters(text: str) -> int:
    return sum(not letter.isspace() for letter in text)
