"""Mail over connections that are cut at every byte: of what an IMAP server says, and of a whole session with SMTP.

    python -m bench.faults

After each cut the next run must have taken in the message, or sent the letter, once, and what was received balances. A
letter may be taken twice, as the same mail, only where the server's answer to it was cut. It ends at the first cut
after which that does not hold. The suite does the same around the ends of lines. Both databases, one after another.
"""

import argparse
import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.places import AGENT, Place, Sqlite, postgres
from supportdesk.desk import Desk
from supportdesk.store.engine import connect
from tests.mail.cuts import count_from_a_thousand, fetches, mailbox_on, sends
from tests.mail.cutting import WHOLE, cutting
from tests.mail.imap import PASSWORD, running
from tests.mail.posting import mailbox
from tests.mail.smtp_server import serving
from tests.templates import Clock


def main() -> int:
    """Cut fetching and sending, and say how often."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.faults", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--step", type=int, default=1, metavar="N", help="cut at every Nth byte")
    parser.add_argument("--postgres", metavar="URL", help="a server to use instead of an embedded one")
    chosen = parser.parse_args()
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # the servers of the tests speak on into wires that are cut
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-faults-")))
        for place in (Sqlite(folder), stack.enter_context(postgres(chosen.postgres))):
            _cut(place, folder, chosen.step)
    return 0


def _cut(place: Place, folder: Path, step: int) -> None:
    cuts = _fetched(place, folder, step)
    say(f"{place.name}: IMAP cut after each of {cuts:,} bytes of the server's: every mail arrived once, and is marked")
    cuts, twice = _sent(place, step)
    say(
        f"{place.name}: SMTP cut after each of {cuts:,} bytes: every letter was sent, {twice} of them twice, as "
        "the same mail, all where the server had taken it and its answer was cut"
    )


def _fetched(place: Place, folder: Path, step: int) -> int:
    secret = folder / "password"
    secret.write_text(PASSWORD)
    with (
        _desk(place, "fetched") as desk,
        running() as server,
        cutting(server.port, answers_alone=True) as wire,
        server.client() as client,
    ):
        box = mailbox_on(desk, wire, str(secret))
        list(fetches(desk, box, wire, client, [WHOLE]))
        return sum(1 for _ in fetches(desk, box, wire, client, range(0, wire.passed + 1, step)))


def _sent(place: Place, step: int) -> tuple[int, int]:
    with _desk(place, "sent") as desk, serving() as inbox, cutting(inbox.port) as wire:
        count_from_a_thousand(desk)
        mailbox(desk, wire.port)
        sends(desk, wire, inbox, [WHOLE])
        places = range(0, wire.passed + 1, step)
        return len(places), len(sends(desk, wire, inbox, places))


@contextmanager
def _desk(place: Place, name: str) -> Iterator[Desk]:
    store = connect(place.new(name))
    try:
        yield Desk(store, AGENT, Clock())
    finally:
        store.close()


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
