"""Whole commands of other programs on the same tickets, where they are installed: sqlite-utils and notmuch.

They keep no threads, events, customers or permissions, and find words by other rules: the figures say what one waits
for, not which is better.
"""

import email.message
import json
import mailbox
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.figures import Figure
from bench.places import AGENT, Bare, bare
from bench.race import Race, Times
from bench.startup import command, environment, run_process
from bench.stores import Stores, say

WORDS = "parcel order"
TEXTS = """SELECT t.id, t.subject, t.status, t.created_at, c.name,
    (SELECT group_concat(body, char(10)) FROM message WHERE ticket_id = t.id)
    FROM ticket t LEFT JOIN customer c ON c.id = t.customer_id WHERE t.id > ? ORDER BY t.id LIMIT 5000"""


def peers(stores: Stores, tickets: int, rounds: int) -> Iterator[Figure]:
    """What is installed; a line says what is not."""
    rounds = max(2, rounds // 5)
    address = stores.filled(stores.sqlite, tickets)
    desk_command = command("--store", address, "--as", AGENT)
    folder = stores.sqlite.folder / "peers"
    folder.mkdir(exist_ok=True)
    with bare(stores.sqlite, address) as theirs:
        yield from _sqlite_utils(theirs, folder, desk_command, tickets, rounds)
        yield from _notmuch(theirs, folder, desk_command, tickets, rounds)
    shutil.rmtree(folder)


def _missing(name: str, tickets: int) -> Figure:
    return Figure(f"{name}: not installed", "peer", tickets, None, None, "s")


def _sqlite_utils(
    theirs: Bare, folder: Path, desk_command: Sequence[str], tickets: int, rounds: int
) -> Iterator[Figure]:
    program = shutil.which("sqlite-utils") or shutil.which("sqlite-utils", path=str(Path(sys.executable).parent))
    if program is None:
        yield _missing("sqlite-utils", tickets)
        return
    lines, database = folder / "tickets.ndjson", str(folder / "tickets.db")
    with lines.open("w") as stream:
        for row in _texts(theirs):
            keys = ("id", "subject", "status", "created_at", "customer", "body")
            stream.write(json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False) + "\n")
    imported = _seconds([program, "insert", database, "tickets", str(lines), "--nl", "--pk", "id"])
    indexed = _seconds([program, "enable-fts", database, "tickets", "subject", "body"])
    _seconds([program, "create-index", database, "tickets", "created_at"])
    note = "sqlite-utils insert --nl and enable-fts of one flat table; see 'import jsonl' for the desk"
    yield Figure(
        "sqlite-utils, insert + index", "peer", tickets, None, tickets / (imported + indexed), "tickets/s", note=note
    )
    searched = [program, "search", database, "tickets", WORDS, "--limit", "50", "-c", "id", "-c", "subject"]
    yield _beside("search, and sqlite-utils search", desk_command, ["search", WORDS], searched, tickets, rounds)
    listed = [
        program,
        "rows",
        database,
        "tickets",
        "--limit",
        "50",
        "--order",
        "created_at desc",
        "-c",
        "id",
        "-c",
        "subject",
    ]
    yield _beside("list, and sqlite-utils rows", desk_command, ["list", "is:open"], listed, tickets, rounds)


def _notmuch(theirs: Bare, folder: Path, desk_command: Sequence[str], tickets: int, rounds: int) -> Iterator[Figure]:
    program = shutil.which("notmuch")
    if program is None:
        yield _missing("notmuch", tickets)
        return
    settings = {"NOTMUCH_CONFIG": str(folder / "notmuch.config")}
    mails = folder / "mails"
    Path(settings["NOTMUCH_CONFIG"]).write_text(
        f"[database]\npath={mails}\n[user]\nname=Bench\nprimary_email=bench@bench.example\n[new]\ntags=new\n"
    )
    _write_mails(theirs, mails)
    say("notmuch is indexing")
    yield Figure(
        "notmuch new (index)",
        "peer",
        tickets,
        None,
        tickets / _seconds([program, "new", "--quiet"], settings),
        "tickets/s",
    )
    searched = [program, "search", "--limit=50", "--sort=newest-first", *WORDS.split()]
    yield _beside("search, and notmuch search", desk_command, ["search", WORDS], searched, tickets, rounds, settings)
    counted = [program, "count", *WORDS.split()]
    yield _beside("count, and notmuch count", desk_command, ["count", WORDS], counted, tickets, rounds, settings)


def _beside(
    what: str,
    desk_command: Sequence[str],
    words: Sequence[str],
    reference: Sequence[str],
    tickets: int,
    rounds: int,
    settings: Mapping[str, str] | None = None,
) -> Figure:
    found = Race(Times(), Times())
    surroundings = environment(settings or {})
    for number in range(rounds + 1):
        for run, times in (([*desk_command, *words], found.desk), (reference, found.reference)):
            wall, cpu = run_process(run, surroundings)
            if number:
                times.add(wall, cpu)
    return found.slower(what, "peer", tickets)


def _seconds(words: Sequence[str], settings: Mapping[str, str] | None = None) -> float:
    return run_process(words, environment(settings or {}))[0]


def _texts(theirs: Bare) -> Iterator[tuple[object, ...]]:
    """Tickets with their text, five thousand at a time."""
    last = 0
    while rows := theirs.run(TEXTS, (last,)):
        yield from rows
        last = rows[-1][0]


def _write_mails(theirs: Bare, folder: Path) -> None:
    """A mail a ticket, written as a Maildir holds them."""
    box = mailbox.Maildir(folder)
    began = time.time()
    for number, subject, _status, created, name, body in _texts(theirs):
        mail = email.message.EmailMessage()
        mail["Subject"], mail["From"] = str(subject), f"{name} <c{number}@mail.example>".replace("\n", " ")
        mail["Date"], mail["Message-ID"] = str(created), f"<{number}@bench.example>"
        mail.set_content(str(body or ""))
        with (folder / "new" / f"{began:.0f}.{number}.bench").open("wb") as file:
            file.write(mail.as_bytes())
    box.close()
    os.sync()
