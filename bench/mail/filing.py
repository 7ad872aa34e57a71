"""Mail filed in a real store: every mail once, threads as tickets in any order, nothing that would be sent.

The references for threads are connected components of all ids that mails name (what notmuch does) and a desk that
files mail by mail under the first thread that it knows; a desk that never merges ends between the two.
"""

import email
import json
import lzma
import random
import re
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from bench.mail.cases import Clock
from bench.mail.checks import Check
from bench.places import Sqlite, desk
from supportdesk.exchange import ImportReport, importer
from supportdesk.mail.automatic import Reason
from supportdesk.mail.mailbox import read_mbox, write_mbox
from supportdesk.mail.parse import message_id
from supportdesk.store import tables

SEED = 11
SHARE = 1.0

_ID = re.compile(r"<([^<>\s]+)>")

_LISTED = ("", Reason.LIST, Reason.BULK)


def filing(corpora: Path, _clock: Clock) -> Iterator[Check]:
    """The single mails as a Maildir, then every mailing list in order and shuffled."""
    with tempfile.TemporaryDirectory(prefix="supportdesk-bench-mail-") as folder:
        home = Path(folder)
        yield from _single(corpora, home)
        for packed in sorted((corpora / "threading").glob("*.mbox.xz")):
            yield from _list(packed, home)


def _single(corpora: Path, home: Path) -> Iterator[Check]:
    stored = Check("filed: every mail once", "mail/*", SHARE)
    again = Check("filed: a second import adds none", "mail/*", SHARE)
    box = home / "single" / "new"
    box.mkdir(parents=True)
    ids: dict[str, str] = {}
    for number, path in enumerate(sorted(corpora.glob("mail/*/*.eml"))):
        shutil.copyfile(path, box / f"{number:05}.{path.name}")
        ids.setdefault(message_id(path.read_bytes()), f"{path.parent.name}/{path.name}")
    address = Sqlite(home).new("single")
    first, second = (_take(address, "maildir", box.parent) for _ in range(2))
    kept = set(_filed(address))
    for one, name in ids.items():
        stored.add(name, one in kept, "is not in the store")
    stored.add("counts", first.received == first.messages + first.duplicate == len(list(box.iterdir())), str(first))
    again.add("all", second.messages == second.rejected == 0, str(second))
    stored.note = f"{first.received:,} files, {first.messages:,} messages, {first.duplicate} doubled ids"
    yield from (stored, again, _unsent(address, "mail/*"))


def _list(packed: Path, home: Path) -> Iterator[Check]:
    name = packed.name.partition(".")[0]
    plain = home / f"{name}.mbox"
    with lzma.open(packed) as source, plain.open("wb") as target:
        shutil.copyfileobj(source, target)
    shuffled = _shuffled(plain)
    with lzma.open(packed.with_name(f"{name}.threads.jsonl.xz"), "rt") as lines:
        rows = [json.loads(line) for line in lines]
    for order, box in (("in order", plain), ("shuffled", shuffled)):
        place = f"threading/{name}"
        address = Sqlite(home).new(order.replace(" ", "-"))
        began = time.perf_counter()
        report = _take(address, "mbox", box)
        took = time.perf_counter() - began
        yield from _threads(f"threads {order}", place, rows, _filed(address), report, took, _mail_by_mail(box))
        if order == "in order":
            again = Check("filed: a second import adds none", place, SHARE)
            again.add("all", _take(address, "mbox", box).messages == 0)
            yield from (again, _unsent(address, place), _people(address, place))


def _threads(
    what: str, place: str, rows: list[list[str]], filed: dict[str, int], report: ImportReport, took: float, most: int
) -> Iterator[Check]:
    stored = Check(f"{what}: stored once", place, SHARE)
    for one, *_ in rows:
        stored.add(one, one in filed, "is not in the store")
    stored.add("counts", report.messages == len(filed) == len(rows) and not report.rejected, str(report))
    stored.note = f"{report.received / took:,.0f} messages a second filed"
    mixed = Check(f"{what}: no ticket mixes two", place, SHARE)
    threads: dict[int, set[str]] = defaultdict(set)
    for one, full, *_ in rows:
        if one in filed:
            threads[filed[one]].add(full)
    for ticket, found in threads.items():
        mixed.add(f"ticket {ticket}", len(found) == 1, f"mixes {len(found)} threads")
    least = len({row[1] for row in rows})
    between = Check(f"{what}: tickets between the references", place, SHARE)
    between.add("tickets", least <= len(threads) <= most, f"{len(threads)} tickets, not {least} to {most}")
    between.note = f"{len(threads):,} tickets; {least:,} all together, {most:,} mail by mail in this order"
    yield from (stored, mixed, between)


def _mail_by_mail(box: Path) -> int:
    """Tickets of a desk that files each mail, as it comes, under the first id that it names and the desk has."""
    filed: dict[str, int] = {}
    with box.open("rb") as stream:
        for mail in (raw.content or b"" for raw in read_mbox(stream)):
            fields = email.message_from_bytes(mail.replace(b"\r\n", b"\n").partition(b"\n\n")[0])
            named = [_ID.findall(str(fields.get(name, ""))) for name in ("Message-ID", "In-Reply-To", "References")]
            own = named[0][0] if named[0] else str(len(filed))
            if own not in filed:
                filed[own] = next((filed[one] for one in named[1] + named[2] if one in filed), len(filed))
    return len(set(filed.values()))


def _shuffled(plain: Path) -> Path:
    """The same mails in an order by chance, the same each time."""
    with plain.open("rb") as stream:
        mails = [raw.content for raw in read_mbox(stream) if raw.content is not None]
    random.Random(SEED).shuffle(mails)
    target = plain.with_suffix(".shuffled")
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with target.open("wb") as stream:
        write_mbox(stream, (("list@bench.example", moment, mail) for mail in mails))
    return target


def _take(address: str, form: str, source: Path) -> ImportReport:
    with desk(address) as ours:
        return importer(form)(ours, source)


def _filed(address: str) -> dict[str, int]:
    with desk(address) as ours, ours.read() as reading:
        found = reading.rows(select(tables.message.c.message_id, tables.message.c.ticket_id))
    return {row.message_id: row.ticket_id for row in found}


def _unsent(address: str, place: str) -> Check:
    """After an import nothing waits to be sent."""
    check = Check("filed: nothing waits to be sent", place, SHARE)
    with desk(address) as ours, ours.read() as reading:
        waiting = reading.value(
            select(func.count()).select_from(tables.message).where(tables.message.c.delivery.not_in(("", "sent")))
        )
    check.add("queue", not waiting, f"{waiting} messages")
    return check


def _people(address: str, place: str) -> Check:
    """The people of a mailing list are no machines."""
    check = Check("machines: people are not taken for one", place)
    with desk(address) as ours, ours.read() as reading:
        found: Iterable[tuple[str, str, str]] = [
            (row.message_id, row.automatic, row.subject)
            for row in reading.rows(
                select(tables.message.c.message_id, tables.message.c.automatic, tables.message.c.subject)
            )
        ]
    for one, automatic, subject in found:
        check.add(one, automatic in _LISTED, f"{automatic}: {subject}")
    return check
