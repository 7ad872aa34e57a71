"""The new words of a mail, apart from the quotation and the signature below them.

Here: which lines are new. Not here: recognising attributions (`attribution`) and signatures (`signature`).
Every line of the body ends in one of the two halves; in doubt it is new.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from supportdesk.mail import signature
from supportdesk.mail.attribution import (
    attribution_start,
    is_certain,
    is_groupwise,
    is_request,
    is_rule,
    is_separator,
    lines_above,
    may_end,
    named_attribution,
)

MAXIMUM_BODY = 500_000  # characters; a longer text is no correspondence, and all of it is new
MAXIMUM_LINES = 10_000

_QUOTE = re.compile(r"^\s{0,3}>")
_INITIALS = re.compile(r"^\s{0,2}[A-Z][A-Za-z]{0,3}>(?:\s|$)")
_BELOW = re.compile(
    r"\b(?:answers?|comments?|repl(?:y|ies)|responses?|remarks?)\b.{0,40}"
    r"\b(?:below|in-?line|in (?:red|blue|green|the text)|embedded)\b|\bsee in-?line\b"
    r"|\bответ\w*.{0,30}(?:ниже|в тексте|красным|синим|внутри)|\bниже по тексту\b|\bкомментари\w*.{0,20}ниже"
    r"|\bantwort\w*.{0,30}\b(?:unten|im text|inline|rot)\b|\bréponses?.{0,30}(?:ci-dessous|dans le texte)",
    re.IGNORECASE,
)


_BELOW_HINTS = (
    "answer",
    "comment",
    "repl",
    "respon",
    "remark",
    "line",
    "ответ",
    "ниже",
    "коммент",
    "antwort",
    "répons",
)


class _Kind(IntEnum):
    BLANK = 0
    TEXT = 1
    QUOTE = 2
    ATTRIBUTION = 3
    SIGNATURE = 4


@dataclass(frozen=True, slots=True)
class Split:
    """A body in two: what its sender wrote now, and what was only carried along."""

    text: str
    quoted: str


def split(body: str) -> Split:
    """Part the new words of `body` from the quotation and signature below; in doubt words are new.

    Answers between quoted lines stay with the lines that they answer. A body that would leave no new words is all new,
    so that a forwarded mail is read.
    """
    lines = body.split("\n")
    if len(body) > MAXIMUM_BODY or len(lines) > MAXIMUM_LINES:
        return Split(body.strip("\n"), "")
    kinds = [_kind(line) for line in lines]
    _mark_initials(lines, kinds)
    _mark_attributions(lines, kinds)
    end = _end_of_new(lines, kinds, above=lines_above(body))
    _mark_signatures(lines, kinds, end)
    text = _Kind.TEXT
    new = [at for at in range(end) if kinds[at] is text]
    if _Kind.QUOTE in kinds:
        new = [at for at in new if not _is_broken_off(lines, kinds, at)]
    while new and is_rule(lines[new[-1]]) and _next_spoken(kinds, new[-1] + 1) < len(lines):
        new.pop()  # a line drawn above what is old
    if not new:
        return Split(_trimmed(lines), "")
    kept = _kept(kinds, new)
    spoken = [line for at, line in enumerate(lines) if at in kept]
    rest = [line for at, line in enumerate(lines) if at not in kept]
    return Split(_trimmed(spoken), _trimmed(rest))


def _kind(line: str) -> _Kind:
    if line[:1] == ">" or (">" in line[:4] and _QUOTE.match(line)):
        return _QUOTED
    return _EMPTY if not line or line.isspace() else _WORDS


_QUOTED, _EMPTY, _WORDS = _Kind.QUOTE, _Kind.BLANK, _Kind.TEXT  # looked up for every line of every mail


def _mark_initials(lines: list[str], kinds: list[_Kind]) -> None:
    """Some programs quote with the initials of the author: several such lines together are a quotation."""
    text = _Kind.TEXT
    marked = {
        at for at, line in enumerate(lines) if ">" in line[:7] and kinds[at] is text and _INITIALS.match(line[:10])
    }
    for at in marked:
        if at - 1 in marked or at + 1 in marked:
            kinds[at] = _Kind.QUOTE


def _mark_attributions(lines: list[str], kinds: list[_Kind]) -> None:
    text, quote = _Kind.TEXT, _Kind.QUOTE
    for at, line in enumerate(lines):
        if (kinds[at] is quote and not _may_end_attribution(lines, kinds, at)) or not may_end(line):
            continue
        start = attribution_start(lines, at)
        if start >= 0 and (text in (kinds[start], kinds[at]) or is_groupwise(line)):
            kinds[start : at + 1] = [_Kind.ATTRIBUTION] * (at + 1 - start)
        elif start < 0 and kinds[at] is text and named_attribution(line):
            following = _next_spoken(kinds, at + 1)
            if following < len(lines) and kinds[following] is quote and following - at <= 2:
                kinds[at] = _Kind.ATTRIBUTION


def _may_end_attribution(lines: list[str], kinds: list[_Kind], at: int) -> bool:
    """A broken address puts "> wrote:" at the start of a line."""
    return lines[at].startswith(">>>") or (at > 0 and kinds[at - 1] is _Kind.TEXT)


def _next_spoken(kinds: list[_Kind], at: int) -> int:
    while at < len(kinds) and kinds[at] is _Kind.BLANK:
        at += 1
    return at


def _end_of_new(lines: list[str], kinds: list[_Kind], *, above: set[int]) -> int:
    """The line where an older mail begins that is not marked line by line; below it nothing is new."""
    spoken, text, attribution = False, _Kind.TEXT, _Kind.ATTRIBUTION
    for at, kind in enumerate(kinds):
        if kind is text:
            if is_separator(lines, at) or (at in above and is_request(lines[at])):
                return _above_rules(lines, kinds, at) if spoken and not _answers_below(lines[:at]) else len(lines)
            spoken = True
        elif kind is attribution and spoken:
            following = _after_attribution(kinds, at)
            if following is None:
                continue
            if is_certain(" ".join(lines[at:following])):
                return _above_rules(lines, kinds, at) if not _answers_below(lines[:at]) else len(lines)
            kinds[at:following] = [text] * (following - at)
    return len(lines)


def _after_attribution(kinds: list[_Kind], at: int) -> int | None:
    """Where an attribution ends under which words come without quotation marks; None for others."""
    end = at
    while end < len(kinds) and kinds[end] is _Kind.ATTRIBUTION:
        end += 1
    following = _next_spoken(kinds, end)
    return end if following < len(kinds) and kinds[following] is _Kind.TEXT else None


def _answers_below(lines: list[str]) -> bool:
    """Whether the sender says that the answers stand in the quotation."""
    near = [line[:300] for line in lines[-60:]]
    lowered = "\n".join(near).lower()
    return any(hint in lowered for hint in _BELOW_HINTS) and any(_BELOW.search(line) for line in near)


def _above_rules(lines: list[str], kinds: list[_Kind], at: int) -> int:
    while at and (kinds[at - 1] is not _Kind.TEXT or is_rule(lines[at - 1])):
        if kinds[at - 1] is _Kind.QUOTE and lines[at - 1].strip("> \t"):
            break
        at -= 1
    return at


def _mark_signatures(lines: list[str], kinds: list[_Kind], end: int) -> None:
    below = end  # the line where what stands under a signature begins
    blank, text = _Kind.BLANK, _Kind.TEXT
    silent = True  # nothing but blank lines between this one and `below`
    for at in range(end - 1, -1, -1):
        kind, line = kinds[at], lines[at]
        if kind is not text:
            below, silent = (below, silent) if kind is blank else (at, True)
        elif signature.may_begin(line) and (signature.is_delimiter(line) or signature.is_footer(lines, at)):
            if below - at < 100 and signature.fits(lines[at + 1 : below]):
                kinds[at:below] = [_Kind.SIGNATURE] * (below - at)
                below, silent = at, True
            else:
                silent = False
        elif silent and signature.is_phone(line):
            kinds[at] = _Kind.SIGNATURE
            below = at
        else:
            silent = False
    _mark_card(lines, kinds, below)


def _mark_card(lines: list[str], kinds: list[_Kind], end: int) -> None:
    """A name with addresses and numbers, under a text that is longer than they are."""
    last = end
    while last and kinds[last - 1] is _Kind.BLANK:
        last -= 1
    first = last
    while first and kinds[first - 1] is _Kind.TEXT:
        first -= 1
    spoken = [line for line in lines[:first] if line.strip()]
    asked = not spoken or spoken[-1].rstrip().endswith((":", "："))  # an address that the text speaks of
    if not asked and sum(map(len, spoken)) > 200 and signature.is_card(lines[first:last]):
        kinds[first:last] = [_Kind.SIGNATURE] * (last - first)


def _is_broken_off(lines: list[str], kinds: list[_Kind], at: int) -> bool:
    """The end of a quoted line that some program broke in two."""
    quote = _Kind.QUOTE
    if not 0 < at < len(lines) - 1 or kinds[at - 1] is not quote or kinds[at + 1] is not quote:
        return False
    above = lines[at - 1].rstrip()
    return len(above) >= 60 and not above.endswith((".", "?", "!", ":", ";")) and lines[at][:1].islower()


def _kept(kinds: list[_Kind], new: list[int]) -> set[int]:
    """The lines of the text: from the first new word, or the quotation that it answers, to the last."""
    first, last = new[0], new[-1]
    start = first
    between = _Kind.QUOTE in kinds[first:last]
    introduced = _Kind.ATTRIBUTION in kinds[:first]
    if between or not introduced:
        start = 0
    left_out = (_Kind.ATTRIBUTION, _Kind.SIGNATURE)
    return {at for at in range(start, last + 1) if kinds[at] not in left_out}


def _trimmed(lines: list[str]) -> str:
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return "\n".join(lines[first:last]).rstrip()
