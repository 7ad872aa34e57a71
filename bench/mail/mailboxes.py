"""Small odd mailboxes: how many messages are in them, where two programs count the same."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.mail.cases import Clock, read_cases
from bench.mail.checks import Check
from bench.places import Sqlite, desk
from supportdesk.exchange import importer
from supportdesk.mail.mailbox import read_mbox


def mailboxes(corpora: Path, _clock: Clock) -> Iterator[Check]:
    """Messages as counted by Python's `mailbox` and Perl's parser, or within the two; threads where both agree."""
    counted = Check("mailboxes: messages", "mbox_small", 1.0)
    threads = Check("mailboxes: threads", "mbox_small")
    with tempfile.TemporaryDirectory(prefix="supportdesk-bench-mail-") as folder:
        for number, case in enumerate(read_cases(corpora, "mbox_small/cases.jsonl")):
            path = corpora / case.name
            told = [case.get(f"{name}_messages") for name in ("python_mailbox", "mbox_messageparser")]
            with path.open("rb") as stream:
                ours = sum(1 for _ in read_mbox(stream))
            known = [count for count in told if isinstance(count, int)]
            if known:
                good = min(known) <= ours <= max(known)
                counted.add(case.name, good, f"{ours} were read, {told[0]} and {told[1]} are counted")
            full = case.get("threads_components_full")
            if full is None or full != case.get("threads_notmuch"):
                continue
            address = Sqlite(Path(folder)).new(str(number))
            with desk(address) as filing:
                tickets = importer("mbox")(filing, path).tickets
            threads.add(case.name, tickets == full, f"{tickets} tickets, {full} threads")
    yield from (counted, threads)
