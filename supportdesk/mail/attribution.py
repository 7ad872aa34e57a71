"""The lines that mail programs put above what they quote: "On … wrote:", "Original Message", blocks of From, Sent, To.

Here: recognising those lines. Not here: their words in each language (`phrases`), what is cut because of them.
"""

import itertools
import re
from collections.abc import Sequence

from supportdesk.mail.certainty import BARE_ADDRESS, INLINE, LETTERS, NAMED_ADDRESS, is_certain, says_more, tells
from supportdesk.mail.phrases import (
    ABOVE,
    ABOVE_HINTS,
    ASCII_ABOVE_HINTS,
    ASCII_HINTS,
    DATE,
    FORWARD,
    KEYS,
    OPENS,
    ORIGINAL,
    QUOTING,
    TIME,
    WROTE,
    WROTE_HINTS,
)

MAXIMUM_LINE = 400  # characters of a line that are looked at
_MAXIMUM_HINTS = 200  # lines of a body that are looked at for the desk's own request
_LEAD = 8  # characters by which a word may begin before the piece of it that is in `WROTE_HINTS`
_FEW = 7  # words beside a day and a time
_KEY_WIDTH = 40  # characters before the colon of a header
TAIL = "* \t\xa0\r\u200e\u200f\u202a\u202b\u202c\u202d\u202e"

_NAMED = re.compile(r"^[\s>*_\"'-]*[^\W\d_][^<>:]{1,80}<\s*(?:mailto:)?[^<>@\s]+@[^<>\s]+>")
_GMAIL = re.compile(r"^[\s>*]*\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:?\d\d\s+\S.{1,100}$")
_DASHED = re.compile(r"^[\s>]*-{2,}+\s*([^-].{5,300}?)\s*-{2,}\s*$")
_GROUPWISE = re.compile(r"^>>>\s.{1,200}\d{1,2}:\d\d.{0,10}>>>\s*$")
_SEPARATOR = re.compile(
    rf"(?:<div>)?[-_=‐‑–—]{{2,}}+(?:\s|&nbsp;)*+(?:{ORIGINAL})(?:\s|&nbsp;)*:?\s*(?:[-_=‐‑–—]{{2,}}|$)", re.IGNORECASE
)
_TITLED = re.compile(r"[-=]{3,}+\s*+[^\W\d_](?:[^-=]|-(?!-)){3,60}[-=]{3,}\s*$")
_RULE = re.compile(r"^[\s>]*(?:[-_=*~‐‑–—]\s?){3,}$")
_NOTES = re.compile(r".{1,200}---\d{1,4}[./-]\d{1,2}[./-]\d{1,4} \d\d?:\d\d(?::\d\d)?(?: [AP]M)?---")
_PLAIN = re.compile(r"[>|*_\s]*")
_DATED = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2},? \D{1,80}<[^<>@\s]+@[^<>\s]+>$")  # Gmail of old
_CLOCK = re.compile(r"\d[:.]\d\d|[AaPp][Mm]|Uhr")  # in all that `TIME` finds
_LABELLED = re.compile(r"[^\W\d_][^:@<>/\n]{0,30}:[ \t]+\S")
_DIGIT = re.compile(r"\d")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DRAWN = ("--", "==", "__", "<d", "‐‐", "‑‑", "––", "——")
ENDINGS = (":", "：", "wrote", "написал", "写道", "-", ">>>")
_ENDS = ENDINGS[:5]


def attribution_start(lines: Sequence[str], at: int) -> int:
    """Where the attribution that ends with line `at` begins, or -1 when the line ends none."""
    last = lines[at].rstrip(TAIL)
    if INLINE in last and _is_inline(last):
        return at
    if len(last) > MAXIMUM_LINE:
        return -1
    if (" GMT" in last and _GMAIL.match(last)) or is_groupwise(last) or _is_dashed(last):
        return at
    if not last.endswith(_ENDS) or key_of(last):
        return -1
    near = "\n".join(lines[max(0, at - 5) : at + 1])
    if not ("@" in near or may_tell(near)):
        return -1
    return _start_above(lines, at, last)


def _is_inline(line: str) -> bool:
    """Whether a whole attribution, with a time and an address, stands before the first words of the quotation."""
    said, _, _ = line.partition(INLINE)
    whole = "@" in said and OPENS.match(said) and TIME.search(said)
    return bool(whole) and WROTE.search(said) is not None and _is_attribution(f"{said}:") and is_certain(said)


def _is_dashed(line: str) -> bool:
    """Whether an attribution stands between dashes, with a colon or without."""
    found = _DASHED.match(line) if "--" in line else None
    if found is None or not may_tell(found[1]):
        return False
    said = found[1].rstrip(": ")
    named = WROTE.search(said)
    alone = named and named.end() == len(said) and len(said.split()) <= 5 and not tells(said)
    return bool(alone) or _is_attribution(f"{said}:")


def _start_above(lines: Sequence[str], at: int, last: str) -> int:
    """The nearest line from which on the lines down to `at` are an attribution together."""
    joined = ""
    crossed = False
    for start in range(at, max(-1, at - 6), -1):
        line = lines[start]
        line = (line if line.isascii() else _BIDI.sub("", line)).strip()
        if len(line) > MAXIMUM_LINE or (start < at and line.endswith((":", "："))) or not (line or _wrote(last)):
            return -1
        crossed = crossed or not line
        joined = f"{line} {joined}".strip()
        if line and _is_attribution(joined):  # above an empty line only a date belongs to it, no name of somebody else
            if crossed and not (OPENS.match(line) and _day(line)):
                return -1
            return _headed(lines, _stretched(lines, start, joined))
    return -1


def may_tell(text: str) -> bool:
    """Whether the words may be there by which somebody is quoted: quick."""
    lowered = text.lower()
    return any(hint in lowered for hint in _hints(text))


def _hints(text: str) -> tuple[str, ...]:
    return ASCII_HINTS if text.isascii() else WROTE_HINTS


def _is_attribution(joined: str) -> bool:
    if len(joined) > MAXIMUM_LINE:
        return False
    ends = joined.rstrip(TAIL).endswith((":", "："))
    if ends and QUOTING.match(joined):
        return "@" in joined or _day(joined) is not None
    # A date is looked for last: that takes longer than all the rest.
    verb = _wrote(joined)
    if verb and (ends or joined.rstrip(TAIL).endswith(verb[0])) and _day(joined):
        return TIME.search(joined) is not None or OPENS.match(joined) is not None or "<" in joined
    addressed = ends and (NAMED_ADDRESS.search(joined) or BARE_ADDRESS.search(joined))
    if addressed and (TIME.search(joined) or OPENS.match(joined)) and _day(joined):
        return True
    return bool(verb and ends and _NAMED.match(joined))


def _wrote(text: str) -> re.Match[str] | None:
    """The word by which somebody is quoted; it is looked for from the first piece of one, since that takes long."""
    lowered = text.lower()
    places = [at for hint in _hints(text) if (at := lowered.find(hint)) >= 0]
    return WROTE.search(text, max(0, min(places) - _LEAD)) if places else None


def _day(text: str) -> re.Match[str] | None:
    """The day that a text names; where no digit stands there is none, which is quickly seen."""
    return DATE.search(text) if _DIGIT.search(text) else None


def _stretched(lines: Sequence[str], start: int, joined: str) -> int:
    """Take in the lines above where the date stands there alone, or where an address was broken off it."""
    for above in range(start - 1, max(-1, start - 4), -1):
        line = lines[above].strip()
        if not line or len(line) > 200:
            break
        broken = line.endswith((",", "<", " at", " um")) or not _day(joined)
        if broken and OPENS.match(line) and _day(line) and not OPENS.match(joined):
            return above
    return start


def _headed(lines: Sequence[str], start: int) -> int:
    """Take in the lines `To: …;` and `Subject: …;` that some programs put right above."""
    while start and key_of(lines[start - 1]) and lines[start - 1].rstrip().endswith(";"):
        start -= 1
    return start


def is_groupwise(line: str) -> bool:
    """Whether a line is an attribution of GroupWise, which looks like a quotation: `>>> Name <address> date >>>`."""
    return ">>>" in line and len(line) <= MAXIMUM_LINE and _GROUPWISE.match(line) is not None


def named_attribution(line: str) -> bool:
    """Whether a line names somebody who wrote, or when: enough only when a quotation follows."""
    short = line.strip()
    if len(short) >= 120:
        return False
    if not short.endswith((":", "：")):
        return bool(_DATED.match(short))
    if may_tell(short) and ((verb := _wrote(short)) or QUOTING.match(short)):
        return verb is None or not says_more(short[verb.end() :])
    return _CLOCK.search(short) is not None and _is_dated(short)


def _is_dated(short: str) -> bool:
    """Whether a line holds a day and a time, and little more than a name."""
    rest = DATE.sub(" ", short)
    if rest == short or not TIME.search(rest):
        return False
    words = LETTERS.findall(rest)
    if OPENS.match(short):  # a day of the week first, and little more than a name behind the time
        return 0 < len(words) <= _FEW
    return 0 < len(words) <= 4 and all(word[0].isupper() for word in words)


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
        return _SEPARATOR.match(bare) is not None or (_TITLED.match(bare) is not None and _is_headed(lines, at))
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
    colon = line.find(":", 0, _KEY_WIDTH)
    if colon < 0:
        colon = line.find("：", 0, _KEY_WIDTH)
    return KEYS.get(line[:colon].strip(" \t>*_|\xa0\u200e\u200f").lower(), "") if colon > 0 else ""


def _is_header_block(lines: Sequence[str], at: int) -> bool:
    """Three of From, Sent, To and Subject, or two with a date, in lines that follow each other.

    A form that asks where from, where to and when has three of them too: an address, a "sent" or a subject beside a
    time must be in it, and without an address nothing that only a form asks for.
    """
    if key_of(lines[at]) in ("", "other"):
        return False
    fields = _header_fields(lines, at)
    kinds = {key for key, _ in fields} - {"other", "reply"}
    addressed = any("@" in line for _, line in fields)
    told = [line for key, line in fields if key in ("sent", "date")]
    dated = any(_day(line) or TIME.search(line) for line in told)
    timed = any(_day(line) and TIME.search(DATE.sub(" ", line)) for line in told)
    if not addressed and (not _is_told(kinds, timed=timed) or _is_form(lines, at, kinds)):
        return False
    return len(kinds) >= 3 or (dated and "from" in kinds) or (timed and addressed and len(kinds) >= 2)


def _is_told(kinds: set[str], *, timed: bool) -> bool:
    """Whether fields without an address are of a mail: they say when it was sent, or have a subject and no bare day."""
    return "sent" in kinds or ("subject" in kinds and (timed or "date" not in kinds))


def _is_form(lines: Sequence[str], at: int, kinds: set[str]) -> bool:
    """Whether fields stand among others that no mail has: right below one, or, where they are few, right above."""
    if at and _LABELLED.match(lines[at - 1]) and not key_of(lines[at - 1]):
        return True
    following = itertools.takewhile(str.strip, lines[at : at + 14])
    return len(kinds) < 3 and any(_LABELLED.match(line) and not key_of(line) for line in following)


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
