"""Header fields as they are written (RFC 5322, 2047, 2231), whatever is in their values: one field stays one field.

Here: text, people and ids as header values. Not here: reading fields, and which fields a mail has.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from email.header import Header
from email.utils import quote
from urllib.parse import quote as percent

from supportdesk.domain.models import Person

MOST_REFERENCES = 20
"""Ids that References names: the first, which begins the thread, and the newest."""

LONGEST_ID = 900
"""Bytes of an id that still fits on a line (998 bytes, RFC 5322)."""

LONGEST_LINE = 76
"""Characters of a line that has encoded words (RFC 2047, 2)."""

_PIECE = 60
"""Characters of a parameter's value that stand together (RFC 2231)."""

_CONTROL = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+")
_NO_ID = re.compile(r"[\s<>]")


def one_line(text: str) -> str:
    """Text without anything that could end a header or hide in it."""
    return _CONTROL.sub(" ", text).strip()


def words(text: str, *, field: str = "Subject") -> str:
    """Text as the value of a field, folded; encoded where it has to be."""
    line = one_line(text)
    plain = line.isascii() and "=?" not in line and all(len(word) < 70 for word in line.split(" "))
    return Header(line, "us-ascii" if plain else "utf-8", maxlinelen=LONGEST_LINE, header_name=field).encode()


def people(listed: Sequence[Person]) -> str:
    """Addresses, one a line: names quoted or encoded, so that nothing in them can be read as another address."""
    return ",\n ".join(_person(person) for person in listed)


def _person(person: Person) -> str:
    """A name and its address, which stands on a line of its own where both would be too long for one."""
    address = re.sub(r"[\s<>,;]", "", one_line(person.email))
    name = one_line(person.name)
    if not name:
        return address or "undisclosed:;"
    short = name.isascii() and len(name) < 70 and "=?" not in name
    written = _quoted(name) if short else words(name, field="From")
    last = len(written.rpartition("\n")[2]) + len(f"From:  <{address}>,")
    return f"{written}{' ' if last <= LONGEST_LINE else chr(10) + ' '}<{address}>"


def _quoted(name: str) -> str:
    return f'"{quote(name)}"'


def ids(listed: Sequence[str]) -> str:
    """Message ids, one a line: a long thread's would not fit on one."""
    return "\n ".join(f"<{_NO_ID.sub('', one)}>" for one in listed)


def writable(listed: Sequence[str]) -> list[str]:
    """The ids that a header can hold as they are."""
    return [one for one in listed if one and one.isascii() and one.isprintable() and len(one) <= LONGEST_ID]


def bounded(references: Sequence[str]) -> list[str]:
    """Ids of a thread as References names them: the first, and as many of the newest as mail servers take."""
    return [*references[:1], *references[1:][-MOST_REFERENCES:]]


def parameters(values: Mapping[str, str]) -> str:
    """Parameters of a field, one a line; what is not plain ASCII, or long, in encoded pieces (RFC 2231)."""
    return "".join(f";\n {one}" for name, value in values.items() for one in _parameter(name, one_line(value)))


def _parameter(name: str, value: str) -> Iterator[str]:
    if value.isascii() and len(value) <= _PIECE:
        yield f"{name}={_quoted(value)}"
        return
    pieces = list(_pieces(value))
    for at, piece in enumerate(pieces):
        place = f"*{at}" if len(pieces) > 1 else ""
        charset = "utf-8''" if not at else ""
        yield f"{name}{place}*={charset}{piece}"


def _pieces(value: str) -> Iterator[str]:
    """The percent-encoded value in pieces; no character is torn apart."""
    piece = ""
    for letter in value:
        encoded = percent(letter, safe="", errors="replace")
        if len(piece) + len(encoded) > _PIECE:
            yield piece
            piece = ""
        piece += encoded
    yield piece
