"""The lines that mail programs put above what they quote: "On … wrote:".

Here: recognising those lines. Not here: their words in each language (`phrases`), the header of an older mail
(`heading`), what is cut because of them.
"""

import re
from collections.abc import Sequence

from supportdesk.mail.certainty import (
    BARE_ADDRESS,
    INLINE,
    LETTERS,
    NAMED_ADDRESS,
    is_certain,
    says_more,
    strange,
    tells,
)
from supportdesk.mail.heading import MAXIMUM_LINE, day_in, key_of
from supportdesk.mail.phrases import ASCII_HINTS, DATE, OPENS, QUOTING, TIME, WROTE, WROTE_HINTS

_LEAD = 8  # characters by which a word may begin before the piece of it that is in `WROTE_HINTS`
_FEW = 7  # words beside a day and a time
_TOLD = 3  # words of no program by which a sentence with a day and a time is told
_NARROW = 60  # characters of a line that some programs break
_SPOKEN = (".", "?", "!", ":", ";", ",", "…", "。")
_LONGEST_NAME = 120  # characters of a name and an address
TAIL = "* \t\xa0\r\u200e\u200f\u202a\u202b\u202c\u202d\u202e"

_NAMED = re.compile(r"^[\s>*_\"'-]*[^\W\d_][^<>:]{1,80}<\s*(?:mailto:)?[^<>@\s]+@[^<>\s]+>")
_WHOLE = re.compile(r"^[\s>*_\"'-]*[^\W\d_][^<>:]{1,80}<\s*(?:mailto:)?[^<>@\s]+@[^<>\s]+>$")
_UNNAMED = re.compile(r"<[^<>@\s]+@[^<>\s]+>,?(?: \w{1,5}){0,3}")
_ADDRESSED = re.compile(r"[^<>@\s]+@[^<>\s]+>")
_GMAIL = re.compile(r"^[\s>*]*\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:?\d\d\s+\S.{1,100}$")
_DASHED = re.compile(r"^[\s>]*-{2,}+\s*([^-].{5,300}?)\s*-{2,}\s*$")
_GROUPWISE = re.compile(r"^>>>\s.{1,200}\d{1,2}:\d\d.{0,10}>>>\s*$")
_DATED = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2},? \D{1,80}<[^<>@\s]+@[^<>\s]+>$")  # Gmail of old
_CLOCK = re.compile(r"\d[:.]\d\d|[AaPp][Mm]|Uhr")  # in all that `TIME` finds
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ENDINGS = (":", "：", "՝", "៖", "wrote", "написал", "写道", "-", ">>>")
_ENDS = ENDINGS[:7]


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
        return _dashed_above(lines, at, last) if last.endswith("---") else -1
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


def _dashed_above(lines: Sequence[str], at: int, last: str) -> int:
    """Where the attribution between dashes begins whose end was broken off it, -1 where it is none."""
    if last.lstrip("> ").startswith("--"):
        return -1
    joined = last.strip()
    for start in range(at - 1, max(-1, at - 3), -1):
        joined = f"{lines[start][:MAXIMUM_LINE].strip()} {joined}"
        if joined.startswith("--"):
            return start if _is_dashed(joined) else -1
    return -1


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
            if crossed and not (OPENS.match(line) and day_in(line)):
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
        return "@" in joined or day_in(joined) is not None
    # A date is looked for last: that takes longer than all the rest.
    verb = _wrote(joined)
    if verb and (ends or joined.rstrip(TAIL).endswith(verb[0])) and day_in(joined):
        return TIME.search(joined) is not None or OPENS.match(joined) is not None or "<" in joined
    addressed = ends and (NAMED_ADDRESS.search(joined) or BARE_ADDRESS.search(joined))
    if addressed and (TIME.search(joined) or OPENS.match(joined)) and day_in(joined):
        return True
    return bool(verb and ends and _NAMED.match(joined))


def _wrote(text: str) -> re.Match[str] | None:
    """The word by which somebody is quoted; it is looked for from the first piece of one, since that takes long."""
    lowered = text.lower()
    places = [at for hint in _hints(text) if (at := lowered.find(hint)) >= 0]
    return WROTE.search(text, max(0, min(places) - _LEAD)) if places else None


def _stretched(lines: Sequence[str], start: int, joined: str) -> int:
    """Take in the lines above where the date stands there alone, or where an address was broken off it."""
    for above in range(start - 1, max(-1, start - 4), -1):
        line = lines[above].strip()
        if not line or len(line) > 200:
            break
        broken = line.endswith((",", "<", " at", " um")) or not day_in(joined)
        if broken and OPENS.match(line) and day_in(line) and not OPENS.match(joined):
            return above
    lowest = max(0, start - 2)
    while start > lowest and _is_broken_name(lines[start - 1].strip(), lines[start].strip()):
        start -= 1
    return start


def _is_broken_name(above: str, line: str) -> bool:
    """Whether a name, or a name and an address, were broken off what stands below: as nobody begins a sentence."""
    if len(above) > _LONGEST_NAME or not above:
        return False
    if _UNNAMED.fullmatch(above):
        return True
    if above.endswith("<"):
        return _ADDRESSED.match(line) is not None
    if line.startswith("<"):  # both had no room on one line
        return not above.endswith(_SPOKEN) and len(above) + len(line.split(maxsplit=1)[0]) >= _NARROW
    return above.endswith(">") and not line[0].isupper() and not line[0].isdigit() and bool(_WHOLE.match(above))


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
        return 0 < len(words) <= _FEW and strange(words) < _TOLD
    return 0 < len(words) <= 4 and all(word[0].isupper() for word in words)
