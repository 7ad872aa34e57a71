"""The new words of replies, without quotation and signature, on the suites of nine libraries.

The suites differ in what a reply is: most leave a signature out. JetBrains' says nothing of signatures and only where
the quotation begins, which its folder has as a reply that is all above that line; where the suite knows no header of
the quotation, that reply is empty. So JetBrains' is counted by where the quotation begins, and beside that, like every
other suite, letter for letter. In the third count of each a signature that the suite leaves in may be cut off, and an
empty reply to a mail that has new words is no expectation.

A word of an expected reply is lost where it is neither shown nor folded below, in the quotation or the signature.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.mail import libraries
from bench.mail.cases import Case, Clock, brief, flat, read_cases, squeezed
from bench.mail.checks import Check
from supportdesk.mail.html import to_text
from supportdesk.mail.quotes import Split, split

SUITE = 0.85
JETBRAINS = "reply/jetbrains"
_LABEL = "#sig#"  # what talon's mails have before each line of a signature, to learn from
QUICK = 1.0  # seconds for a text that others' expressions choke on

_DELIMITER = re.compile(r"^\s{0,3}--\s*$", re.MULTILINE)
_MARKED = re.compile(r"^\s{0,3}(?:>|[A-Z]{1,3}>)", re.MULTILINE)


def replies(corpora: Path, clock: Clock) -> Iterator[Check]:
    """Every suite, and what has to hold for all of them."""
    exact: dict[str, Check] = {}
    fair: dict[str, Check] = {}
    begins = Check("reply: as the suite counts, to the quotation", JETBRAINS, SUITE)
    words = Check("reply: every word is new or quoted", "all", 1.0)
    lost = Check("reply: no word of the reply is lost", "all", 1.0)
    folded = Check("reply: no word of the reply is folded", "all")
    quick = Check(f"reply: within {QUICK:g} s", "all", 1.0)
    for case in read_cases(corpora, "reply/*/cases.jsonl"):
        body, found, took = _read(case, clock)
        words.add(case.name, _all_there(body, found), "words are missing, or are there twice")
        quick.add(case.name, took < QUICK, f"{took:.1f} s")
        expected = case.get("expected_reply")
        if expected is None:
            continue
        same = squeezed if str(case.get("strength")).startswith("fixture (") else flat
        good = same(found.text) == same(expected)
        reason = _reason(found.text, expected)
        target = None if case.corpus == JETBRAINS else SUITE
        row = exact.setdefault(case.corpus, Check("reply: letter for letter", case.corpus, target))
        row.add(case.name, good, reason)
        rival = fair.setdefault(case.corpus, Check("reply: signatures and void cases aside", case.corpus, SUITE))
        answers = _answers(case, body)
        _count(row, answers, lambda theirs, same=same, expected=expected: same(theirs) == same(expected))
        if case.corpus == JETBRAINS:
            begins.add(case.name, good or _ends_where_said(case, found.text, expected, same), reason)
            _count(begins, answers, lambda said, case=case, same=same: _as_said(case, said, same))
        lost.add(case.name, not _lost(f"{found.text}\n{found.quoted}", expected), "words are nowhere")
        if not _is_void(expected, body):
            rival.add(case.name, good or _but_signature(same, found.text, expected), reason)
            _count(rival, answers, lambda theirs, same=same, expected=expected: _either(same, theirs, expected))
            missing = _lost(found.text, expected)
            folded.add(case.name, not missing, f"folded: {' '.join(missing)[:200]}")
    yield from (*exact.values(), begins, *fair.values(), words, lost, folded, quick)


def _read(case: Case, clock: Clock) -> tuple[str, Split, float]:
    """A case's body, what we make of it, and the seconds that it took."""
    began = time.perf_counter()
    if case.file.endswith(".eml"):
        mail = clock.parse(case.name, case.raw)
        body, found = mail.body, Split(mail.text, mail.quoted)
    else:
        text = case.raw.decode("utf-8", "replace").replace("\r\n", "\n").replace(_LABEL, "")
        body = to_text(text) if case.file.endswith(".html") else text
        found = split(body)
    took = time.perf_counter() - began
    clock.note(case.name, took)
    return body, found, took


def _answers(case: Case, body: str) -> dict[str, str | None]:
    """What the libraries make of it: run here, and as recorded with the corpus those that are not."""
    recorded = {f"{name.rpartition('_')[0]} (recorded)": said for name, said in (case.get("refs") or {}).items()}
    ran = {name: said for name, said in libraries.replies(body).items() if said is not None}
    return {**{name: said or "" for name, said in recorded.items()}, **ran}


def _count(check: Check, answers: dict[str, str | None], judge: Callable[[str], bool]) -> None:
    for name, answer in answers.items():
        check.library(name, None if answer is None else judge(answer))


def _all_there(body: str, found: Split) -> bool:
    return Counter(body.split()) == Counter(found.text.split()) + Counter(found.quoted.split())


def _is_void(expected: str, body: str) -> bool:
    """Whether nothing at all is said to be new, though not all of the body is marked as quoted."""
    return not expected.strip() and any(line.strip() and not _MARKED.match(line) for line in body.split("\n"))


def _as_said(case: Case, text: str, same: Callable[[str], str]) -> bool:
    expected = case.told["expected_reply"]
    return same(text) == same(expected) or _ends_where_said(case, text, expected, same)


def _ends_where_said(case: Case, text: str, expected: str, same: Callable[[str], str]) -> bool:
    """Whether the words end above the line that is said to begin the quotation.

    That is what is expected but for a signature; where it is empty because no header was known, the words have to end
    with the last one above the line. The suite counts lines from a blank one, if there is any, or from the first.
    """
    if _but_signature(same, text, expected):
        return True
    if case.get("header") or not case.get("start") or not text.strip():
        return False
    lines = str(case.told["text_plain"]).splitlines()
    above = ["\n".join(lines[: case.told["start"] - before]).split() for before in (0, 1)]
    return any(words[-5:] == text.split()[-5:] for words in above)


def _either(same: Callable[[str], str], text: str, expected: str) -> bool:
    return same(text) == same(expected) or _but_signature(same, text, expected)


def _but_signature(same: Callable[[str], str], text: str, expected: str) -> bool:
    """Whether the text is what is expected less all below a delimiter of RFC 3676."""
    return any(same(text) == same(expected[: found.start()]) for found in _DELIMITER.finditer(expected))


def _lost(text: str, expected: str) -> list[str]:
    """Words that are expected above any signature and not in the text."""
    ends = _DELIMITER.search(expected)
    return list((Counter(expected[: ends.start() if ends else None].split()) - Counter(text.split())).elements())


def _reason(text: str, expected: str) -> str:
    missing, more = Counter(expected.split()) - Counter(text.split()), Counter(text.split()) - Counter(expected.split())
    if missing:
        return f"{sum(missing.values())} words are cut off: {brief(' '.join(missing))}"
    if more:
        return f"{sum(more.values())} words too many: {brief(' '.join(more))}"
    return "the same words in another order"
