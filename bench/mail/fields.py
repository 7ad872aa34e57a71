"""Fields of whole mails beside what two independent parsers agree on, and the texts written again in other charsets.

The references are GMime and CPython's `email`; a case holds a field only where both say the same. They leave mails
within mails out, give the first text alone, cut it at 20,000 characters, and believe every charset label.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from bench.mail import libraries
from bench.mail.cases import Case, Clock, brief, flat, read_cases
from bench.mail.checks import Check
from supportdesk.mail.charset import decode
from supportdesk.mail.parse import Mail

LIBRARY = "mail-parser"
CUT = 20_000  # characters after which the references' text ends


def fields(corpora: Path, clock: Clock) -> Iterator[Check]:
    """Each field over all corpora, and all fields of each corpus."""
    by_field = {name: Check(f"mail: {name}", "all", 0.99) for name in (*_FIELDS, "text")}
    exact = Check("mail: text, letter for letter", "all")
    hashes = Check("mail: bytes of attachments", "all", 0.99)
    by_corpus: dict[str, Check] = {}
    for case in read_cases(corpora, "mail/*/cases.jsonl"):
        mail, theirs = clock.parse(case.name, case.raw), libraries.fields(case.raw)
        listed = by_corpus.setdefault(case.corpus, Check("mail: all fields", case.corpus))
        kept = {sha256(part.content).hexdigest() for part in mail.parts}
        for told in (case.get("consensus", "attachments") and case.get("ref_gmime", "attachments")) or ():
            if told["sha256"]:  # GMime gives none for a mail within a mail
                hashes.add(f"{case.name} {told['filename']}", told["sha256"] in kept, "no file of ours has its hash")
        for name, check in by_field.items():
            expected = case.get("consensus", name)
            if expected is None:
                continue
            good, reason = _compare(case, mail, name, expected)
            other = None if theirs is None or name == "message_id" else _theirs(theirs, name, expected)
            for one in (check, listed):
                one.add(case.name, good, f"{name}: {reason}")
                if name != "message_id":
                    one.library(LIBRARY, other)
            if name == "text":
                same = flat(mail.body) == flat(expected)
                exact.add(case.name, same, _why_longer(case, mail) if good else reason)
                exact.library(LIBRARY, other)
    yield from (*by_field.values(), hashes, exact, *by_corpus.values())


def _compare(case: Case, mail: Mail, name: str, expected: Any) -> tuple[bool, str]:
    if name == "text":
        return _text_agrees(case, mail, str(expected)), _difference(flat(expected), flat(mail.body))
    ours = _FIELDS[name](mail)
    wanted = _listed(expected) if name == "attachments" else flat(expected)
    wanted = wanted.lower() if name == "from_email" else wanted
    return ours == wanted, f"{brief(wanted)} was expected, {brief(ours)} was read"


_FIELDS: dict[str, Callable[[Mail], Any]] = {
    "from_email": lambda mail: mail.sender.email,
    "subject": lambda mail: flat(mail.subject),
    "message_id": lambda mail: mail.message_id,
    "attachments": lambda mail: _listed([p.name, len(p.content)] for p in mail.parts if p.type != "message/rfc822"),
}


def _listed(attachments: Any) -> str:
    return str(sorted(map(list, attachments), key=str))


def _theirs(theirs: libraries.Fields, name: str, expected: Any) -> bool:
    if name == "attachments":
        return _listed(theirs.attachments) == _listed(expected)
    found = flat(getattr(theirs, name))
    return found == (flat(expected).lower() if name == "from_email" else flat(expected))


def _text_agrees(case: Case, mail: Mail, expected: str) -> bool:
    """Equal, or equal as far as the references go: see `_why_longer`."""
    ours, wanted = flat(mail.body), flat(expected)
    if ours == wanted or (wanted and wanted in ours and _why_longer(case, mail)):
        return True
    if not wanted:
        return mail.html and bool(case.get("consensus", "has_html"))
    return _is_as_labelled(expected, ours)


def _is_as_labelled(expected: str, ours: str) -> bool:
    """Whether the reference has UTF-8 read as its wrong label says, and we have it as it is."""
    for charset in ("latin-1", "cp1252"):
        try:
            if flat(expected.encode(charset).decode("utf-8")) == ours:
                return True
        except UnicodeError:
            continue
    return False


def _why_longer(case: Case, mail: Mail) -> str:
    if _is_as_labelled(case.get("consensus", "text") or "", flat(mail.body)):
        return "the bytes are UTF-8, the label and the reference say otherwise"
    if len(case.get("consensus", "text") or "") >= CUT:
        return f"the reference ends after {CUT:,} characters"
    listed = case.get("ref_gmime", "parts") or []
    further = [p["type"] for p in listed if p["type"].startswith("text/") and p["body"] != "text"]
    if further:
        return f"the mail has further texts, which are kept: {', '.join(further)}"
    return "the plain text is empty, the HTML is not" if mail.html else ""


def _difference(expected: str, ours: str) -> str:
    at = next(
        (at for at, (a, b) in enumerate(zip(expected, ours, strict=False)) if a != b), min(len(expected), len(ours))
    )
    first = max(0, at - 20)
    return f"{expected[first : at + 60]!r} was expected, {ours[first : at + 60]!r} was read"


def recoded(corpora: Path, clock: Clock) -> Iterator[Check]:
    """Texts written again in other charsets and transfer encodings: lossless, so every miss is a fault."""
    check = Check("charsets: subject, name, text", "mail_recoded", 1.0)
    for case in read_cases(corpora, "mail_recoded/cases.jsonl"):
        mail, expected = clock.parse(case.name, case.raw), case.told["expected"]
        ours = {"subject": mail.subject, "from_name": mail.sender.name, "text": mail.body}
        bad = [name for name, value in ours.items() if flat(value) != flat(expected[name])]
        check.add(case.name, not bad, ", ".join(f"{name}: {brief(ours[name])}" for name in bad))
        theirs = libraries.fields(case.raw)
        check.library(LIBRARY, None if theirs is None else flat(theirs.text) == flat(expected["text"]))
    yield check


def only_html(corpora: Path, clock: Clock) -> Iterator[Check]:
    """Where a mail has HTML alone: every word of it in order, no tag, nothing of scripts and styles."""
    check = Check("mail: HTML alone, its words", "all", 0.99)
    for case in read_cases(corpora, "mail/*/cases.jsonl"):
        mail = clock.parse(case.name, case.raw)
        parts = case.get("ref_gmime", "parts") or []
        markup = [part for part in parts if part["type"] == "text/html" and part["body"] == "html"]
        if not mail.html or len(markup) != 1 or any(part["body"] == "text" for part in parts):
            continue
        words = _Words()
        words.feed(_markup_of(case.raw))
        missing = _missing(words.found, "".join(mail.body.split()))
        check.add(case.name, not missing, f"{missing!r} is missing")
    yield check


class _Words(HTMLParser):
    """The words of HTML by the standard library's parser, those of scripts, styles and titles left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self._silent += tag in ("script", "style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "title") and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found += data.split()


def _markup_of(raw: bytes) -> str:
    import email
    import email.policy

    found = [part for part in email.message_from_bytes(raw).walk() if part.get_content_type() == "text/html"]
    payload = found[0].get_payload(decode=True) if found else b""
    return decode(payload, found[0].get_content_charset() or "") if isinstance(payload, bytes) and found else ""


def _missing(words: list[str], text: str) -> str:
    """The first word that does not come in its order."""
    at = 0
    for word in words:
        seen = text.find(word.replace("\u200c", ""), at)
        if seen < 0:
            return word
        at = seen + len(word)
    return ""
