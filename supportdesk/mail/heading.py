"""The header of an older mail within a body: separators like "Original Message", blocks of From, Sent, To.

Here: recognising those lines, and the desk's own "reply above this line". Not here: lines like "On … wrote:"
(`attribution`), their words in each language (`phrases`), what is cut because of them.
"""

import itertools
import re
from collections.abc import Sequence

from supportdesk.mail.phrases import (
    ABOVE,
    ABOVE_HINTS,
    ABOVE_LINE,
    ASCII_ABOVE_HINTS,
    DATE,
    FORWARD,
    KEYS,
    ORIGINAL,
    TIME,
)
from supportdesk.mail.subjects import without_prefix

MAXIMUM_LINE = 400  # characters of a line that are looked at
_MAXIMUM_HINTS = 200  # lines of a body that are looked at for the desk's own request
_LONGEST_TITLE = 60  # characters of a line that says only what stands below
_KEY_WIDTH = 40  # characters before the colon of a header

_SEPARATOR = re.compile(
    rf"(?:<div>)?[-_=‐‑–—]{{2,}}+(?:\s|&nbsp;)*+(?:{ORIGINAL})(?:\s|&nbsp;)*:?\s*(?:[-_=‐‑–—]{{2,}}|$)", re.IGNORECASE
)
_REQUEST = re.compile(rf"[-=_‐‑–—]{{2,}}+\s*+(?=\w)[^-=_‐‑–—]{{0,60}}(?:{ABOVE_LINE})", re.IGNORECASE)
_ORIGINAL = re.compile(rf"\s*(?!forwarded by)(?:{ORIGINAL})\s*", re.IGNORECASE)
_TITLED = re.compile(r"[-=]{3,}+\s*+[^\W\d_](?:[^-=]|-(?!-)){3,60}[-=]{3,}\s*$")
_RULE = re.compile(r"^[\s>]*(?:[-_=*~‐‑–—]\s?){3,}$")
_NOTES = re.compile(r".{1,200}---\d{1,4}[./-]\d{1,2}[./-]\d{1,4} \d\d?:\d\d(?::\d\d)?(?: [AP]M)?---")
_PLAIN = re.compile(r"[>|*_\s]*")
_LABELLED = re.compile(r"[^\W\d_][^:@<>/\n]{0,30}:[ \t]+\S")
_DIGIT = re.compile(r"\d")
_STROKES = "-=_‐‑–—* \t\r\xa0"
_DRAWN = ("--", "==", "__", "<d", "‐‐", "‑‑", "––", "——")


def lines_above(body: str) -> set[int]:
    """The lines of a body that may ask for an answer above them: quick, for every body."""
    lowered = body.lower()
    found: set[int] = set()
    for hint in ASCII_ABOVE_HINTS if body.isascii() else ABOVE_HINTS:
        at = lowered.find(hint)
        while at >= 0 and len(found) < _MAXIMUM_HINTS:
            found.add(lowered.count("\n", 0, at))
            end = lowered.find("\n", at)
            at = lowered.find(hint, end) if end >= 0 else -1
    return found


def is_request(line: str) -> bool:
    """Whether a line is the desk's own "reply above this line"."""
    return len(line) <= MAXIMUM_LINE and ABOVE.search(line) is not None


def is_separator(lines: Sequence[str], at: int) -> bool:
    """Whether everything from this line on is an older mail."""
    line = lines[at]
    if len(line) > MAXIMUM_LINE:
        return False
    bare = line.lstrip(" \t>*\xa0")
    if bare[:2] in _DRAWN:
        if not bare.strip(_STROKES):
            return False
        if _SEPARATOR.match(bare) or (_TITLED.match(bare) and _is_headed(lines, at)):
            return True
        return bare.rstrip()[-2:] in _DRAWN and _REQUEST.match(bare) is not None
    if ":" not in line[:80] and "：" not in line[:80]:
        return False
    return (bare.rstrip().endswith((":", "：")) and FORWARD.match(line) is not None) or _is_header_block(lines, at)


def _is_headed(lines: Sequence[str], at: int) -> bool:
    """Whether a line, in whatever language, stands above the header of a mail."""
    following = [line for line in lines[at + 1 : at + 7] if line.strip()][:4]
    kinds = {key_of(line) for line in following} - {"", "other"}
    return len(kinds) >= 2 and bool(kinds & {"subject", "sent"} or any("@" in line for line in following))


def key_of(line: str) -> str:
    """Which header field of an older mail a line is, "" for none."""
    colon = _colon(line)
    return KEYS.get(line[:colon].strip(" \t>*_|\xa0\u200e\u200f").lower(), "") if colon > 0 else ""


def _colon(line: str) -> int:
    """Where the colon behind a field's name stands, the wide one of China and Japan too; -1 where there is none."""
    colon = line.find(":", 0, _KEY_WIDTH)
    if not line.isascii() and (wide := line.find("：", 0, colon if colon >= 0 else _KEY_WIDTH)) >= 0:
        return wide  # the first of the two: a time has a colon as well
    return colon


def _is_header_block(lines: Sequence[str], at: int) -> bool:
    """Three of From, Sent, To and Subject, or two with a date, in lines that follow each other.

    A form that asks where from, where to and when has three of them too: an address, a "sent", a subject beside a
    time or that of an answer must be in it, and without an address nothing that only a form asks for.
    """
    if key_of(lines[at]) in ("", "other"):
        return False
    fields = _header_fields(lines, at)
    kinds = {key for key, _ in fields} - {"other", "reply"}
    addressed = any("@" in line for _, line in fields)
    told = [line for key, line in fields if key in ("sent", "date")]
    dated = any(day_in(line) or TIME.search(line) for line in told)
    timed = any(day_in(line) and TIME.search(DATE.sub(" ", line)) for line in told)
    of_mail = "sent" in kinds or ("subject" in kinds and (timed or _is_answer(fields)))
    if not addressed and (not of_mail or _is_form(lines, at, kinds)):
        return False
    return len(kinds) >= 3 or (dated and "from" in kinds) or (timed and addressed and len(kinds) >= 2)


def _is_answer(fields: Sequence[tuple[str, str]]) -> bool:
    """Whether the subject among fields is that of an answer or a forward, as no form has it."""
    subjects = (line[_colon(line) + 1 :].strip(" \t*_|\xa0") for key, line in fields if key == "subject")
    return any(without_prefix(subject) != subject for subject in subjects)


def _is_form(lines: Sequence[str], at: int, kinds: set[str]) -> bool:
    """Whether fields stand among others that no mail has: below one, around one, or, where they are few, above."""
    if at and _LABELLED.match(lines[at - 1]) and not key_of(lines[at - 1]):
        return True
    following = list(itertools.takewhile(str.strip, lines[at : at + 14]))
    last = max(index for index, line in enumerate(following) if key_of(line))
    among = following if len(kinds) < 3 else following[:last] if "sent" not in kinds else []
    return any(_LABELLED.match(line) and not key_of(line) for line in among)


def _header_fields(lines: Sequence[str], at: int) -> list[tuple[str, str]]:
    """The fields from a line on, with few lines of other kinds between them."""
    fields: list[tuple[str, str]] = []
    strays, continued = 0, False
    for line in (line[:MAXIMUM_LINE] for line in lines[at : at + 14]):
        blank = _PLAIN.fullmatch(line) is not None
        if key := key_of(line):
            fields.append((key, line))
        elif blank or not continued:
            strays += 1
            kinds = {key for key, _ in fields}
            if strays > (3 if blank else 2) or (blank and "from" in kinds and kinds & {"sent", "date"}):
                break
        continued = line.rstrip().endswith((";", ","))
    return fields


def is_rule(line: str) -> bool:
    """Whether a line only draws a line, or is what Notes puts above the header of an older mail."""
    if len(line) > MAXIMUM_LINE:
        return False
    return _RULE.match(line) is not None or ("---" in line and _NOTES.match(line) is not None)


def is_title(line: str) -> bool:
    """Whether a line is nothing but "Original Message", as BlackBerry puts it above the header of an older mail."""
    return len(line) <= _LONGEST_TITLE and _ORIGINAL.fullmatch(line) is not None


def day_in(text: str) -> re.Match[str] | None:
    """The day that a text names; where no digit stands there is none, which is quickly seen."""
    return DATE.search(text) if _DIGIT.search(text) else None
