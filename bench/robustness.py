"""The store under fire: kill -9 at random instants, and many processes at once.

    python -m bench.robustness --kills 100 --seconds 60 --processes 16

After every kill the store must be sound (`db check --deep`), the command run again must finish the work, and nothing
may be lost or doubled. Under contention no error but exit 6 may reach a user, refusals of the desk's own rules apart.
The suite runs a few rounds of the same.
"""

import argparse
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.commands import faults
from bench.contention import contend
from bench.kills import SEED, every_work, kill
from bench.places import Place, Sqlite, desk, postgres
from supportdesk.demo import fill


def main() -> int:
    """Both databases, all commands, and a minute of everything at once."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.robustness", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--kills", type=int, default=100, help="of each command, on each database")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--tickets", type=int, default=600)
    parser.add_argument("--mails", type=int, default=600)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--postgres", metavar="URL", help="a server to use instead of an embedded one")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="desk-robustness-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        for place in (Sqlite(folder), stack.enter_context(postgres(chosen.postgres))):
            _report(place, folder, chosen)
    return 0


def _report(place: Place, folder: Path, chosen: argparse.Namespace) -> None:
    filled = place.new("filled")
    with desk(filled) as filling:
        fill(filling, tickets=chosen.tickets, seed=chosen.seed)
    for ready in every_work(place, folder, filled, mails=chosen.mails).values():
        work = ready()
        toll = kill(place, work, times=chosen.kills, seed=chosen.seed)
        say(
            f"{place.name}: {work.name} killed {toll.killed} times, {toll.before_end} of them at work "
            f"({toll.seconds:.2f} s unharmed): always sound, always finished by the next run"
        )
    tally = contend(filled, processes=chosen.processes, seconds=chosen.seconds, seed=chosen.seed)
    say(
        f"{place.name}: {chosen.processes} processes, {chosen.seconds:.0f} s: {tally.total()} commands, "
        f"{tally.total(6)} told to try again (exit 6), {tally.total(4, 5)} refused by a rule, "
        f"{len(tally.told)} errors"
    )
    for told in tally.told[:10]:
        say(told)
    found = faults(filled)
    say(f"{place.name}: {len(found)} faults after that {found[:5] if found else ''}")


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
