"""What each line of a mail may be, told by the line alone, and mostly by its first and last letter.

Whoever reads a mail looks closely only at the few lines with a sign. Not here: what a closer look says.
"""

import re
from collections.abc import Sequence

from supportdesk.mail.attribution import ENDINGS, TAIL
from supportdesk.mail.certainty import INLINE
from supportdesk.mail.heading import key_of
from supportdesk.mail.stacked import LONGEST_KEY, RECIPIENTS, names_recipient

BLANK, TEXT, QUOTE = 0, 1, 2
"""What a line is at first sight, in the two lowest bits of its signs."""

KIND = 3
ENDS = 4  # it may end an attribution
PARTS = 8  # everything from here on may be an older mail
DRAWN = 16  # it may be the delimiter of a signature, or begin a footer
_WORD = 32  # its last letter may be that of a word in `ENDINGS`
_LOOK = 64  # its first or last letter is not enough to tell

_FIRST = {
    **{chr(code): _LOOK for code in range(0x3001) if chr(code).isspace()},
    **dict.fromkeys("-_", TEXT | PARTS | DRAWN),
    **dict.fromkeys("=<*", TEXT | PARTS),
    **dict.fromkeys("12", TEXT | _LOOK),
    **dict.fromkeys("‐‑–", TEXT | PARTS),
    "—": TEXT | PARTS | DRAWN,
    ">": QUOTE,
    "": BLANK,
}
_LAST = {ending[-1]: _LOOK if len(ending) == 1 else _WORD for ending in ENDINGS} | dict.fromkeys(TAIL, _LOOK)
_QUOTE = re.compile(r"^\s{0,3}>")
_KEYS_OF_NONE = ("", "other")


def signs_of(body: str, lines: Sequence[str]) -> list[int]:
    """The signs of each line of a body."""
    look = _LOOK if " GMT" in body or "：" in body else 0
    found: list[int] = []
    for line in lines:
        sign = _FIRST.get(line[:1], TEXT) | _LAST.get(line[-1:], look)
        if sign & _WORD and not look and ":" not in line and not line.endswith(ENDINGS):
            sign &= ~_WORD
        if sign >= _WORD:
            sign = _looked(line)
        elif sign & TEXT:
            if ":" in line[:40]:
                if key_of(line) not in _KEYS_OF_NONE:
                    sign |= PARTS
            elif len(line) < LONGEST_KEY and line.lower() in RECIPIENTS:
                sign |= PARTS
        found.append(sign)
    return found


def _looked(line: str) -> int:
    """The signs of a line at which one has to look."""
    bare = line.lstrip()
    if not bare:
        return BLANK
    sign = _FIRST.get(bare[0], TEXT) & ~_LOOK
    if bare[0] == ">" and not _QUOTE.match(line):
        sign = TEXT
    if line.rstrip(TAIL).endswith(ENDINGS):
        return sign | ENDS | PARTS
    if INLINE in line and "@" in line:
        return sign | ENDS | PARTS
    if " GMT" in line or (line[:2] in ("19", "20") and "@" in line):
        sign |= ENDS
    if sign & TEXT and (key_of(line) not in _KEYS_OF_NONE or names_recipient(line)):
        sign |= PARTS
    return sign
