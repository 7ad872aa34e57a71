"""Values with parameters (RFC 2045, 2231): `text/plain; charset=utf-8`.

Here: their syntax, and what mail programs do to it. Not here: what a value means.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from supportdesk.mail.charset import decode
from supportdesk.mail.encoded import decode_words

_SHORT = 120  # bytes of a value with parameters that is remembered
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))', re.DOTALL)
_CONTINUED = re.compile(r"(.+?)\*(\d{1,3})(\*?)")


@dataclass(frozen=True, slots=True)
class Valued:
    """A value with parameters: `text/plain; charset=utf-8`. The value and the names are in lower case."""

    value: str
    parameters: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """The parameter of that name, "" if there is none."""
        return next((value for key, value in self.parameters if key == name), "")


def read_valued(value: bytes) -> Valued:
    """Read `value; name=text; name*0*=charset''text …` (RFC 2231), forgiving what mail programs do to it."""
    return _read_known(value) if len(value) <= _SHORT else _read_valued(value)


def _read_valued(value: bytes) -> Valued:
    text = value[:65536].decode("latin-1")
    head, separator, _ = text.partition(";")
    pieces: dict[str, list[tuple[int, str, bool]]] = {}
    if separator:
        for match in _PARAMETER.finditer(text, len(head)):
            quoted = match[2] is not None
            content = re.sub(r"\\(.)", r"\1", match[2]) if quoted else match[3].strip()
            key = match[1].lower()
            if continued := _CONTINUED.fullmatch(key):
                pieces.setdefault(continued[1], []).append((int(continued[2]), content, bool(continued[3])))
            elif key.endswith("*"):
                pieces.setdefault(key[:-1], []).insert(0, (-1, content, True))
            else:
                pieces.setdefault(key, []).append((-1, content, False))
    parameters = tuple((key, _join(found)) for key, found in pieces.items())
    return Valued(head.strip().strip('"').lower(), parameters)


_read_known = lru_cache(maxsize=1000)(_read_valued)
"""Most parts are of a few kinds."""


def _join(pieces: list[tuple[int, str, bool]]) -> str:
    pieces = pieces[:1] if pieces[0][0] < 0 else sorted(pieces, key=lambda piece: piece[0])
    label, content = "", b""
    for at, (_, text, extended) in enumerate(pieces):
        if extended and at == 0 and text.count("'") >= 2:
            label, _, text = text.split("'", 2)  # noqa: PLW2901
        content += unquote_to_bytes(text.encode("latin-1")) if extended else text.encode("latin-1")
    if label:
        return decode(content, label)
    return decode_words(content)
