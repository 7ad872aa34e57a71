"""Real mail of other people, read only where SUPPORTDESK_CORPORA names its folder; it is no part of the project."""

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supportdesk.mail.mailbox import read_mbox
from supportdesk.mail.parse import Mail, parse
from supportdesk.mail.quotes import split

CORPORA = os.environ.get("SUPPORTDESK_CORPORA", "")
ANSWERED_BY_MACHINES = {"bounce", "auto-reply", "delay-warning", "challenge-response", "feedback-report"}


def flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text or "")).strip()


def cases(pattern: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    for listing in sorted(Path(CORPORA).glob(pattern)):
        for line in listing.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            path = listing.parent / case["file"]
            if path.is_file():
                yield case, path.read_bytes()


def agrees(field: str, expected: Any, mail: Mail) -> bool:
    if field == "from_email":
        return mail.sender.email == expected.lower()
    if field == "subject":
        return flat(mail.subject) == flat(expected)
    if field == "text":  # the first text alone is expected; a footer in a part of its own is text to us
        return flat(mail.body).startswith(flat(expected))
    ours = [[p.name, len(p.content)] for p in mail.parts if p.type != "message/rfc822"]
    return sorted(ours, key=str) == sorted(map(list, expected), key=str)


if CORPORA:

    def test_fields_agree_with_two_independent_parsers() -> None:
        results = {field: [0, 0] for field in ("from_email", "subject", "text", "attachments")}
        for case, raw in cases("mail/*/cases.jsonl"):
            mail = parse(raw)
            for field, result in results.items():
                if field in case["consensus"]:
                    result[agrees(field, case["consensus"][field], mail)] += 1
        assert all(good >= 0.98 * (good + bad) for bad, good in results.values()), results

    def test_texts_written_again_in_other_charsets_read_the_same() -> None:
        for case, raw in cases("mail_recoded/cases.jsonl"):
            mail, expected = parse(raw), case["expected"]
            assert flat(mail.subject) == flat(expected["subject"]), case["file"]
            assert flat(mail.sender.name) == flat(expected["from_name"]), case["file"]
            assert flat(mail.body) == flat(expected["text"]), case["file"]

    def test_replies_are_split_better_than_by_the_best_library() -> None:
        good = total = best = 0
        counts: dict[str, int] = {}
        for case, raw in cases("reply/*/cases.jsonl"):
            if case["expected_reply"] is None or case["file"].endswith(".html"):
                continue
            body = case["text_plain"] or raw.decode("utf-8", "replace").replace("\r\n", "\n")
            found = split(body)
            assert sorted((found.text + "\n" + found.quoted).split()) == sorted(body.split()), case["file"]
            total += 1
            good += flat(found.text) == flat(case["expected_reply"])
            for library, answer in (case.get("refs") or {}).items():
                counts[library] = counts.get(library, 0) + (flat(answer) == flat(case["expected_reply"]))
        best = max(counts.values(), default=0)
        assert good > best
        assert good >= 0.75 * total

    def test_machines_are_known_and_people_are_not_taken_for_them() -> None:
        missed = [
            case["file"]
            for case, raw in cases("bounce/*/cases.jsonl")
            if case["class"] in ANSWERED_BY_MACHINES and not parse(raw).automatic
        ]
        assert len(missed) <= 3, missed
        people = [path for path in Path(CORPORA).glob("reply/*/*.eml") if parse(path.read_bytes()).automatic]
        assert people == []

    def test_mailboxes_are_counted_as_two_programs_count_them() -> None:
        for case, _ in cases("mbox_small/cases.jsonl"):
            counted = {case["python_mailbox_messages"], case["mbox_messageparser_messages"]}
            with (Path(CORPORA) / "mbox_small" / case["file"]).open("rb") as stream:
                assert sum(1 for _ in read_mbox(stream)) in counted, case["file"]
