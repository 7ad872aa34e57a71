"""Start-up of whole commands beside the least that could do the same: a bare interpreter, or the imports they need.

Commands take turns with their references; wall time is what counts, the CPU time of the process stands beside it.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.figures import Figure
from bench.places import AGENT, desk
from bench.race import Race, Times
from bench.stores import Stores
from supportdesk.domain.filters import parse
from supportdesk.store import queries

PYTHON = sys.executable
ENTRY = "import sys; from supportdesk.__main__ import main; sys.exit(main())"
"""What the installed `supportdesk` script runs."""

REPOSITORY = Path(__file__).parent.parent

SQL = """
import typer, sqlmodel, sqlite3
connection = sqlite3.connect({path!r}, isolation_level=None)
for pragma in ("foreign_keys = ON", "synchronous = NORMAL", "cache_size = -65536", "temp_store = MEMORY"):
    connection.execute("PRAGMA " + pragma)
{body}
"""
SHOW_BODY = """
print(*connection.execute("SELECT * FROM ticket WHERE id = {number}"))
print(*connection.execute("SELECT * FROM message WHERE ticket_id = {number} ORDER BY id"))
"""
LIST_BODY = """
found = "SELECT t.*, c.name FROM ticket t LEFT JOIN customer c ON c.id = t.customer_id WHERE t.is_open = 1"
print(*connection.execute(found + " ORDER BY due_key, upd_neg, t.id LIMIT 50"))
"""
CLOSE_BODY = """
connection.execute("BEGIN IMMEDIATE")
now = "2026-11-21T09:00:00Z"
row = connection.execute("INSERT INTO change (at, agent_id, actor, verb) VALUES (?, 1, 'bench', 'close')", (now,))
connection.execute("INSERT INTO event (change_id, ticket_id, kind, at, actor, changes) "
                   "SELECT ?, id, 'closed', ?, 'bench', json_object('status', json_array(status, 'closed')) "
                   "FROM ticket WHERE id = {number}", (row.lastrowid, now))
connection.execute("UPDATE ticket SET status = 'closed', is_open = 0, closed_at = ? WHERE id = {number}", (now,))
connection.execute("COMMIT")
"""

VERBS = (
    ("show", "show {number}", SHOW_BODY),
    ("list", "list is:open", LIST_BODY),
    ("close", "close {number}", CLOSE_BODY),
)
"""What is run as whole commands, and what its reference does after the imports."""


def startup(stores: Stores, tickets: int, rounds: int) -> Iterator[Figure]:
    """`--version`, `--help`, completion and three verbs."""
    address = stores.sqlite.copy(stores.filled(stores.sqlite, tickets), "startup")
    rounds = max(1, rounds // 3)
    nothing, typer = [PYTHON, "-c", "pass"], [PYTHON, "-c", "import typer"]
    completing = {"_SUPPORTDESK_COMPLETE": "complete_bash", "COMP_WORDS": "supportdesk cl", "COMP_CWORD": "1"}
    yield _race(command("--version"), nothing, rounds).slower("--version", "process", 0, target=1.5)
    yield _race(command("--help"), typer, rounds).slower("--help", "process", 0, target=1.3)
    yield _race(command(), typer, rounds, more=completing).slower("completion", "process", 0, target=1.3)
    number = open_ticket(address)
    for what, words, body in VERBS:
        desks, reference = pair(address, number, words, body)
        found = _race(command(*desks), [PYTHON, "-c", reference], rounds)
        yield found.slower(
            what, "SQLite", tickets, target=1.25, note="whole commands; reference: import typer, sqlmodel + SQL"
        )
    stores.sqlite.remove(address)


def pair(address: str, number: int, words: str, body: str) -> tuple[list[str], str]:
    """What the desk's command line is given, and the program that does the same without it."""
    given = words.format(number=number).split()
    return ["--store", address, "--as", AGENT, *given], SQL.format(path=address, body=body.format(number=number))


def command(*words: str) -> list[str]:
    """The desk's command line: the installed script, or what it runs."""
    script = shutil.which("supportdesk", path=str(Path(PYTHON).parent))
    return [script, *words] if script else [PYTHON, "-c", ENTRY, *words]


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """Nothing set that is about us or a terminal's size; modules are kept compiled, as an installation has them."""
    dropped = ("SUPPORTDESK", "_SUPPORTDESK", "PYTHONDONTWRITEBYTECODE", "COLUMNS", "LINES")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    return {**kept, "TERM": "xterm-256color", "PYTHONPATH": str(REPOSITORY), **more}


def _race(command: Sequence[str], reference: Sequence[str], rounds: int, more: Mapping[str, str] | None = None) -> Race:
    surroundings = environment(more or {})
    found = Race(Times(), Times())
    for number in range(0 if rounds > 1 else 1, rounds + 1):
        for words, times in ((command, found.desk), (reference, found.reference)):
            wall, cpu = run_process(words, surroundings)
            if number:
                times.add(wall, cpu)
    return found


def run_process(words: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Wall and CPU seconds of a process."""
    began = time.perf_counter()
    process = subprocess.Popen(
        words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    with process.stderr as stream:
        complaint = stream.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{words[-3:]}: {complaint.decode(errors='replace')[-500:]}"
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime


def open_ticket(address: str) -> int:
    """The newest of them."""
    with desk(address) as ours, ours.read() as reading:
        return queries.page(reading, parse("is:open"), sort="-number", limit=1).rows[0].number
