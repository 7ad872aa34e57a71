"""What the projects that the mails come from expect of them themselves: zammad, stalwart, onlyoffice, chatwoot.

Their own choices are allowed for as CHECKS of the corpora say: zammad lists the HTML body as a file and trims text,
mails within mails are files to some and none to others, and where MimeKit and GMime differ there is no truth.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from bench.mail.cases import Case, Clock, brief, flat, read_cases
from bench.mail.checks import Check
from supportdesk.domain.safe import shown
from supportdesk.mail.parse import Mail

Found = Iterator[tuple[str, bool, str]]


def expectations(corpora: Path, clock: Clock) -> Iterator[Check]:
    """One check a project, a case for each thing that it expects of each mail."""
    for corpus, compare in (("zammad", _zammad), ("stalwart", _stalwart), ("onlyoffice", _onlyoffice)):
        check = Check("mail: the project's own expectations", f"mail/{corpus}")
        for case in read_cases(corpora, f"mail/{corpus}/cases.jsonl"):
            if case.get("upstream") and not case.file.startswith("malformed"):
                mail = clock.parse(case.name, case.raw)
                for what, good, reason in compare(case, mail):
                    check.add(f"{case.name} {what}", good, reason)
        yield check
    yield _chatwoot(corpora, clock)
    yield _cyrillic(corpora, clock)


def _same(what: str, ours: object, expected: object) -> tuple[str, bool, str]:
    return what, flat(ours) == flat(expected), f"{brief(expected)} was expected, {brief(ours)} was read"


def _zammad(case: Case, mail: Mail) -> Found:
    told = case.told["upstream"]
    if told.get("from_email"):
        yield _same("sender", mail.sender.email, str(told["from_email"]).lower())
    if told.get("from_display_name") is not None:
        yield _same("name", mail.sender.name, told["from_display_name"])
    if told.get("subject") is not None:
        yield _same("subject", mail.subject, told["subject"])
    if told.get("attachments") is not None:  # pictures of the HTML are files to us alone
        listed = [one for one in told["attachments"] if "content-alternative" not in (one.get("preferences") or {})]
        missing = Counter(one["size"] for one in listed) - Counter(len(part.content) for part in mail.parts)
        yield "files", not missing, f"no file of {sorted(missing)} bytes"


def _stalwart(case: Case, mail: Mail) -> Found:
    told = case.told["upstream"]
    yield _same("files", len(mail.parts), told["n_attachments"])
    for name, ours in (("from", (mail.sender,)), ("to", mail.to), ("cc", mail.cc)):
        listed = (told.get(name) or {}).get("List")
        if listed is not None:
            written = [str(one.get("address") or "").lower() for one in listed]
            yield _same(name, [one.email for one in ours], written)
    if told.get("subject") is not None:
        yield _same("subject", mail.subject, told["subject"])
    if told.get("date"):
        yield _same("date", mail.date, _date(told["date"]))
    if told.get("text_bodies"):
        first = flat(told["text_bodies"][0])
        yield "text", flat(mail.body).startswith(first), f"{brief(first)} was expected, {brief(mail.body)} was read"


def _date(told: dict[str, Any]) -> datetime | None:
    zone = timedelta(hours=told["tz_hour"], minutes=told["tz_minute"])
    try:
        names = ("year", "month", "day", "hour", "minute", "second")
        written = datetime(*(told[name] for name in names), tzinfo=timezone(-zone if told["tz_before_gmt"] else zone))
    except ValueError:
        return None
    return written.astimezone(UTC)


def _onlyoffice(case: Case, mail: Mail) -> Found:
    told = case.told["upstream"]
    if told.get("from"):
        yield _same("from", mail.sender.email, str(told["from"]["email"]).lower())
    if told.get("to") is not None:
        yield _same("to", [one.email for one in mail.to], [str(one["email"]).lower() for one in told["to"]])
    if told.get("subject") is not None and case.get("consensus", "subject_upstream_agrees") is not False:
        yield _same("subject", mail.subject, told["subject"])
    if told.get("text"):
        yield _same("text", mail.body, told["text"])
    if told.get("n_attachments") is not None:
        yield _same("files", sum(not part.inline for part in mail.parts), told["n_attachments"])


def _chatwoot(corpora: Path, clock: Clock) -> Check:
    """Every project's word on which mails machines wrote, and chatwoot's on replies."""
    check = Check("mail: told in words by the projects", "chatwoot, flanker, rt", 0.99)
    for case in read_cases(corpora, "mail/*/cases.jsonl"):
        told = case.get("upstream") or {}
        mail = clock.parse(case.name, case.raw)
        if told.get("auto"):
            check.add(f"{case.name} machine", bool(mail.automatic), f"{told['auto']} would be answered")
        if told.get("in_reply_to"):
            wanted = str(told["in_reply_to"]).strip("<> ")
            check.add(f"{case.name} in-reply-to", wanted in mail.in_reply_to, f"{mail.in_reply_to} was read")
        if told.get("reply_startswith"):
            begins = flat(mail.text).startswith(flat(told["reply_startswith"]))
            check.add(f"{case.name} reply", begins, f"{brief(mail.text)} was read")
    return check


def _cyrillic(corpora: Path, clock: Clock) -> Check:
    """Mails with Cyrillic, as a terminal would show them: no replacement characters, no runs of question marks."""
    check = Check("mail: Cyrillic shown whole", "cyrillic_index", 1.0)
    for case in read_cases(corpora, "mail/*/cases.jsonl"):
        if case.get("cyrillic_letters"):
            mail = clock.parse(case.name, case.raw)
            said = shown(f"{mail.subject}\n{mail.body}")
            bad = [sign for sign in ("\ufffd", "????") if sign in said and sign.encode() not in case.raw]
            check.add(case.name, not bad, f"{bad} in what is shown")
    return check
