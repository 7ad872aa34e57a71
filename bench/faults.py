"""Mail over connections that are cut at every byte: of what an IMAP server says, and of a whole session with SMTP.

    python -m bench.faults

After each cut the next run must have taken in the message, or sent the letter, once, and what was received balances. A
letter may be taken twice, as the same mail, only where the server's answer to it was cut. It ends at the first cut
after which that does not hold. The suite does the same around the ends of lines.
"""

import argparse
import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from supportdesk.desk import Desk
from supportdesk.store.engine import connect
from tests.mail.cuts import count_from_a_thousand, fetches, mailbox_on, sends
from tests.mail.cutting import WHOLE, cutting
from tests.mail.imap import PASSWORD, running
from tests.mail.posting import mailbox
from tests.mail.smtp_server import serving
from tests.templates import Clock, make


def main() -> int:
    """Cut fetching and sending, and say how often."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.faults", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--step", type=int, default=1, metavar="N", help="cut at every Nth byte")
    step = parser.parse_args().step
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # the servers of the tests speak on into wires that are cut
    with tempfile.TemporaryDirectory(prefix="desk-faults-") as folder:
        cuts = _fetched(Path(folder), step)
        say(f"IMAP: cut after each of {cuts:,} bytes of the server's: every message arrived once, and is marked")
        cuts, twice = _sent(Path(folder), step)
        say(
            f"SMTP: cut after each of {cuts:,} bytes: every letter was sent, {twice} of them twice as the same mail, "
            "all where the server had taken it and its answer was cut"
        )
    return 0


def _fetched(folder: Path, step: int) -> int:
    secret = folder / "password"
    secret.write_text(PASSWORD)
    with (
        _desk(folder / "fetched.db") as desk,
        running() as server,
        cutting(server.port, answers_alone=True) as wire,
        server.client() as client,
    ):
        box = mailbox_on(desk, wire, str(secret))
        list(fetches(desk, box, wire, client, [WHOLE]))
        return sum(1 for _ in fetches(desk, box, wire, client, range(0, wire.passed + 1, step)))


def _sent(folder: Path, step: int) -> tuple[int, int]:
    with _desk(folder / "sent.db") as desk, serving() as inbox, cutting(inbox.port) as wire:
        count_from_a_thousand(desk)
        mailbox(desk, wire.port)
        sends(desk, wire, inbox, [WHOLE])
        places = range(0, wire.passed + 1, step)
        return len(places), len(sends(desk, wire, inbox, places))


@contextmanager
def _desk(path: Path) -> Iterator[Desk]:
    make(str(path))
    store = connect(str(path))
    try:
        yield Desk(store, "anna", Clock())
    finally:
        store.close()


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
