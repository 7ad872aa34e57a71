"""Real mailing lists, where a folder of corpora is named."""

import io
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import func, select

from supportdesk.desk import Desk
from supportdesk.exchange import importer
from supportdesk.store import tables

CORPORA = os.environ.get("SUPPORTDESK_CORPORA", "")

MANY = 1_000
"""The first mails of a real list: a part of it has a reference as the whole has, and takes seconds."""


def mails_of(stream: Iterable[bytes]) -> Iterator[bytes]:
    """The mails of an mbox of the quoted kind, where no other line begins like a separator."""
    lines: list[bytes] = []
    for line in stream:
        if line.startswith(b"From ") and lines:
            yield b"".join(lines)
            lines = []
        lines.append(line)
    yield b"".join(lines)


def id_of(mail: bytes) -> str:
    """The Message-ID of a mail."""
    found = re.search(rb"(?im)^message-id:\s*<([^>]*)>", mail)
    assert found
    return found[1].decode()


LISTS = sorted(Path(CORPORA).glob("threading/*.mbox.xz")) if CORPORA else []

if LISTS:

    @pytest.mark.parametrize("archive", LISTS, ids=lambda archive: archive.name.partition(".")[0])
    def test_real_lists_are_threaded_as_their_references_say(sqlite_desk: Desk, archive: Path) -> None:
        import lzma

        with lzma.open(str(archive).replace(".mbox.", ".threads.jsonl."), "rt") as stream:
            known = {line[0]: (line[1], line[3]) for line in map(json.loads, stream)}
        with lzma.open(archive) as stream:
            mails = list(islice(mails_of(stream), MANY))
        roots = {mail_id: known[mail_id] for mail_id in map(id_of, mails)}
        report = importer("mbox")(sqlite_desk, io.BytesIO(b"".join(mails)))
        assert (report.received, report.messages) == (len(mails), len(roots))
        with sqlite_desk.read() as reading:
            found = reading.rows(select(tables.message.c.message_id, tables.message.c.ticket_id))
            count = reading.value(select(func.count()).select_from(tables.ticket))
        by_ticket = defaultdict(set)
        for mail_id, number in found:
            by_ticket[number].add(roots[mail_id][0])
        assert all(len(threads) == 1 for threads in by_ticket.values())
        assert len({full for full, _ in roots.values()}) <= count <= len({arrival for _, arrival in roots.values()})
