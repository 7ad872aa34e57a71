"""The new words of a mail, apart from the quotation and the signature below them.

Here: which lines are new. Not here: recognising attributions (`attribution`), headers of older mails (`heading`) and
signatures (`signature`).
Every line of the body ends in one of the two halves; in doubt it is new.
"""

import re
from dataclasses import dataclass

from supportdesk.mail import signature
from supportdesk.mail.attribution import attribution_start, is_groupwise, named_attribution
from supportdesk.mail.certainty import is_certain
from supportdesk.mail.heading import is_request, is_rule, is_separator, is_title, key_of, lines_above
from supportdesk.mail.signs import BLANK, DRAWN, ENDS, KIND, PARTS, QUOTE, TEXT, signs_of
from supportdesk.mail.stacked import stacked_from

MAXIMUM_BODY = 500_000  # characters; a longer text is no correspondence, and all of it is new
MAXIMUM_LINES = 10_000

_INITIALS = re.compile(r"^\s{0,2}[A-Z][A-Za-z]{0,3}>(?:\s|$)")
_PROMPT = re.compile(r"^\s{0,2}(?:PS|SQL|[A-Z])>")
_INITIALLED = re.compile(r"\n\s{0,2}[A-Z][A-Za-z]{0,3}>")
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


ATTRIBUTION, SIGNATURE = 3, 4
"""What a line turns out to be that is BLANK, TEXT or QUOTE at first sight."""


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
    signs = signs_of(body, lines)
    kinds = [sign & KIND for sign in signs]
    if _INITIALLED.search(f"\n{body}"):
        _mark_initials(lines, kinds, signs)
    _mark_attributions(lines, kinds, signs)
    end = _end_of_new(lines, kinds, signs, above=lines_above(body))
    _mark_signatures(lines, kinds, signs, end)
    new = [at for at in range(end) if kinds[at] == TEXT]
    if QUOTE in kinds:
        new = [at for at in new if not _is_broken_off(lines, kinds, at)]
    while new and is_rule(lines[new[-1]]) and _next_spoken(kinds, new[-1] + 1) < len(lines):
        new.pop()  # a line drawn above what is old
    if not new:
        return Split(_trimmed(lines), "")
    first, last = _first_kept(kinds, new), new[-1] + 1
    left_out = [line for line, kind in zip(lines[first:last], kinds[first:last], strict=True) if kind >= ATTRIBUTION]
    spoken = [line for line, kind in zip(lines[first:last], kinds[first:last], strict=True) if kind < ATTRIBUTION]
    return Split(_trimmed(spoken), _trimmed([*lines[:first], *left_out, *lines[last:]]))


def _mark_initials(lines: list[str], kinds: list[int], signs: list[int]) -> None:
    """Some programs quote with the initials of the author: several such lines together are a quotation.

    What a shell or a database prompts with looks like initials; it is a quotation only below a line that says so.
    """
    marked = {at for at, line in enumerate(lines) if kinds[at] == TEXT and _INITIALS.match(line[:10])}
    prompts = {at for at in marked if _PROMPT.match(lines[at][:10])}
    if prompts and not any(_introduces(lines, at) for at in range(min(prompts)) if signs[at] & ENDS):
        marked -= prompts
    for at in marked:
        if at - 1 in marked or at + 1 in marked:
            kinds[at] = QUOTE


def _introduces(lines: list[str], at: int) -> bool:
    return attribution_start(lines, at) >= 0 or named_attribution(lines[at])


def _mark_attributions(lines: list[str], kinds: list[int], signs: list[int]) -> None:
    for at in [at for at, sign in enumerate(signs) if sign & ENDS]:
        if kinds[at] == QUOTE and not _may_end_attribution(lines, kinds, at):
            continue
        start = attribution_start(lines, at)
        if start >= 0 and (TEXT in (kinds[start], kinds[at]) or is_groupwise(lines[at])):
            kinds[start : at + 1] = [ATTRIBUTION] * (at + 1 - start)
        elif start < 0 and kinds[at] == TEXT and named_attribution(lines[at]):
            following = _next_spoken(kinds, at + 1)
            if following < len(lines) and kinds[following] == QUOTE and following - at <= 2:
                kinds[at] = ATTRIBUTION


def _may_end_attribution(lines: list[str], kinds: list[int], at: int) -> bool:
    """A broken address puts "> wrote:" at the start of a line."""
    return lines[at].startswith(">>>") or (at > 0 and kinds[at - 1] == TEXT)


def _next_spoken(kinds: list[int], at: int) -> int:
    while at < len(kinds) and kinds[at] == BLANK:
        at += 1
    return at


def _end_of_new(lines: list[str], kinds: list[int], signs: list[int], *, above: set[int]) -> int:
    """The line where an older mail begins that is not marked line by line; below it nothing is new."""
    first = kinds.index(TEXT) if TEXT in kinds else len(lines)
    seen = 0  # the line down to which attributions have been looked at: however long, each of them once
    for at in [at for at, kind in enumerate(kinds) if kind == ATTRIBUTION or signs[at] & PARTS or at in above]:
        begin = _older_from(lines, at, above) if kinds[at] == TEXT else -1
        if begin >= 0:
            return _above_rules(lines, kinds, begin) if first < begin and not _answers_below(lines[:at]) else len(lines)
        if kinds[at] == ATTRIBUTION and at >= seen:
            seen = _after_attribution(kinds, at)
            following = _next_spoken(kinds, seen)
            if following == len(kinds) or kinds[following] != TEXT:  # no words come without quotation marks
                continue
            said = " ".join(line for line in lines[at:seen] if not key_of(line))
            if is_certain(said):
                if first > at:  # nothing new is above it
                    continue
                return _above_rules(lines, kinds, at) if not _answers_below(lines[:at]) else len(lines)
            kinds[at:seen] = [TEXT] * (seen - at)
    return len(lines)


def _older_from(lines: list[str], at: int, above: set[int]) -> int:
    """Where the older mail begins whose separator, header or request line `at` is, or belongs to; -1 for others."""
    if is_separator(lines, at) or (at in above and is_request(lines[at])):
        return at
    return stacked_from(lines, at)


def _after_attribution(kinds: list[int], at: int) -> int:
    while at < len(kinds) and kinds[at] == ATTRIBUTION:
        at += 1
    return at


def _answers_below(lines: list[str]) -> bool:
    """Whether the sender says that the answers stand in the quotation."""
    near = [line[:300] for line in lines[-60:]]
    lowered = "\n".join(near).lower()
    return any(hint in lowered for hint in _BELOW_HINTS) and any(_BELOW.search(line) for line in near)


def _above_rules(lines: list[str], kinds: list[int], at: int) -> int:
    while at and (kinds[at - 1] != TEXT or is_rule(lines[at - 1])):
        if kinds[at - 1] == QUOTE and lines[at - 1].strip("> \t"):
            break
        at -= 1
    return at - 1 if at and is_title(lines[at - 1]) else at


def _mark_signatures(lines: list[str], kinds: list[int], signs: list[int], end: int) -> None:
    below = end  # the line where what stands under a signature begins
    silent = True  # nothing but blank lines between this one and `below`
    before = list(kinds)
    for at in range(end - 1, -1, -1):
        if kinds[at] != TEXT:
            below, silent = (below, silent) if kinds[at] == BLANK else (at, True)
        elif signs[at] & DRAWN and (signature.is_delimiter(lines[at]) or signature.is_footer(lines, at)):
            silent = below - at < 100 and signature.fits(lines[at], lines[at + 1 : below])
            if silent:
                kinds[at:below] = [SIGNATURE] * (below - at)
                below = at
            elif signature.is_delimiter(lines[at]):
                kinds[at:end] = before[at:end]  # who divides a text by such lines means no signature by those below
        elif silent and signature.is_phone(lines[at]):
            kinds[at] = SIGNATURE
            below = at
        elif not (silent and signature.is_link(lines[at]) and at and signature.is_phone(lines[at - 1])):
            silent = False
        else:
            kinds[at] = SIGNATURE
    _mark_card(lines, kinds, below)


def _mark_card(lines: list[str], kinds: list[int], end: int) -> None:
    """A name with addresses and numbers, under a text that is longer than they are."""
    last = end
    while last and kinds[last - 1] == BLANK:
        last -= 1
    first = last
    while first and kinds[first - 1] == TEXT:
        first -= 1
    if not signature.is_card(lines[first:last]):
        return
    spoken = [line for line in lines[:first] if line.strip()]
    asked = not spoken or spoken[-1].rstrip().endswith((":", "："))  # an address that the text speaks of
    if not asked and sum(map(len, spoken)) > 200:
        kinds[first:last] = [SIGNATURE] * (last - first)


def _is_broken_off(lines: list[str], kinds: list[int], at: int) -> bool:
    """The end of a quoted line that some program broke in two."""
    if not 0 < at < len(lines) - 1 or kinds[at - 1] != QUOTE or kinds[at + 1] != QUOTE:
        return False
    above = lines[at - 1].rstrip()
    return len(above) >= 60 and not above.endswith((".", "?", "!", ":", ";")) and lines[at][:1].islower()


def _first_kept(kinds: list[int], new: list[int]) -> int:
    """The first line of the text: the first new word, or the top where that answers a quotation above it."""
    between = QUOTE in kinds[new[0] : new[-1]]
    introduced = ATTRIBUTION in kinds[: new[0]]
    return 0 if between or not introduced else new[0]


def _trimmed(lines: list[str]) -> str:
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return "\n".join(lines[first:last]).rstrip()
