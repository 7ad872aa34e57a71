"""Mail that machines wrote: bounces told from other mail, and no mail of a machine that would be answered.

Classes are those of the projects' files and folders, since both libraries err on automatic replies now and then.
"""

from collections.abc import Iterator
from pathlib import Path

from bench.mail import libraries
from bench.mail.cases import Case, Clock, brief, read_cases
from bench.mail.checks import Check
from supportdesk.mail.automatic import Reason
from supportdesk.mail.subjects import is_wordless

LIBRARY = "flufl.bounce"
PERL = "BounceParser (recorded)"
SHARE = 0.98

_DELIVERY = (Reason.BOUNCE, Reason.DELAY)  # the projects count what is only late among the bounces
_MACHINES = ("bounce", "auto-reply", "delay-warning", "challenge-response", "feedback-report")


def machines(corpora: Path, clock: Clock) -> Iterator[Check]:
    """Recall of bounces and of all automatic mail, and false alarms on the mail of people."""
    found: dict[str, Check] = {}
    silent = Check("machines: none would be answered", "bounce/*", 1.0)
    no_bounce = Check("machines: other mail is no bounce", "bounce/*")
    newlines = Check("machines: the same with CRLF and CR", "bounce/*", 1.0)
    for case in read_cases(corpora, "bounce/*/cases.jsonl"):
        mail, kind = clock.parse(case.name, case.raw), case.told["class"]
        said = f"{mail.automatic or 'of a person'}: {mail.sender.email}, {brief(mail.subject)}"
        if kind == "bounce":
            check = found.setdefault(case.corpus, Check("machines: bounces found", case.corpus, SHARE))
            check.add(case.name, mail.automatic in _DELIVERY, said)
            check.library(LIBRARY, libraries.bounced(case.raw))
            check.library(PERL, bool(case.get("ref_bounceparser", "is_bounce")))
        elif kind in ("auto-reply", "challenge-response") or (kind == "not-bounce" and not _says_bounce(case)):
            no_bounce.add(case.name, mail.automatic != Reason.BOUNCE, said)
            flagged = libraries.bounced(case.raw)
            no_bounce.library(LIBRARY, None if flagged is None else not flagged)
            no_bounce.library(PERL, not case.get("ref_bounceparser", "is_bounce"))
        if kind in _MACHINES:
            check = found.setdefault(kind, Check(f"machines: {kind} is automatic", "bounce/*", SHARE))
            check.add(case.name, bool(mail.automatic), said)
            silent.add(case.name, bool(mail.automatic) or is_wordless(mail.subject, mail.body), said)
        if case.get("newline") == "LF":
            newlines.add(case.name, _same_with_other_newlines(case.raw, mail.automatic, clock), said)
    yield from (*found.values(), no_bounce, silent, newlines, _people(corpora, clock))


def _says_bounce(case: Case) -> bool:
    """Whether the project's own word is against the name of the file."""
    return bool(case.get("upstream", "is_bounce"))


def _same_with_other_newlines(raw: bytes, automatic: str, clock: Clock) -> bool:
    plain = raw.replace(b"\r\n", b"\n")
    copies = (plain.replace(b"\n", newline) for newline in (b"\r\n", b"\r"))
    return all(clock.parse("newlines", copy).automatic == automatic for copy in copies)


def _people(corpora: Path, clock: Clock) -> Check:
    """Replies that people wrote."""
    check = Check("machines: people are not taken for one", "reply/*.eml", 1.0)
    for case in read_cases(corpora, "reply/*/cases.jsonl"):
        if case.file.endswith(".eml"):
            mail = clock.parse(case.name, case.raw)
            check.add(case.name, not mail.automatic, f"{mail.automatic}: {brief(mail.subject)}")
            flagged = libraries.bounced(case.raw)
            check.library(LIBRARY, None if flagged is None else not flagged)
    return check
