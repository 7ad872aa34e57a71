"""The command line of the measurements: what is run, on which sizes, and where the figures go."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from bench import batches, claims, importing, keys, lists, opening, peers, single, startup
from bench.figures import Figure, table, write_json
from bench.places import Sqlite, postgres
from bench.stores import Stores, say

Measurement = Callable[[Stores, int, int], Iterator[Figure]]

AT_EVERY_SIZE: dict[str, Measurement] = {
    "page": lists.pages,
    "orders": lists.orders,
    "search": lists.search,
    "sidebar": lists.sidebar,
    "single": single.single,
    "opening": opening.opening,
    "keys": keys.keys,
}
AT_THE_SMALLEST: dict[str, Measurement] = {
    "import": importing.imports,
    "batch": batches.batch,
    "claims": claims.claims,
    "startup": startup.startup,
    "peers": peers.peers,
}
"""These write or read the whole store, or do not depend on its size."""

MEASUREMENTS = {**AT_EVERY_SIZE, **AT_THE_SMALLEST}


def main(words: Sequence[str] | None = None) -> int:
    """Measure what is asked for and print one table; 0 whatever the verdicts: a busy machine has a say in them."""
    words = sys.argv[1:] if words is None else words
    if words[:1] == ["mail"]:
        from bench.mail import command

        return command.main(words[1:])
    asked = _asked(words)
    sizes = sorted(asked.tickets or ([10_000] if asked.quick else [100_000]))
    rounds = asked.rounds or (12 if asked.quick else 60)
    wanted = asked.only.split(",") if asked.only else list(MEASUREMENTS)
    unknown = [name for name in wanted if name not in MEASUREMENTS]
    if unknown:
        say(f"no measurement {unknown[0]!r}; there are {', '.join(MEASUREMENTS)}")
        return 2
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="supportdesk-bench-")))
        kept = asked.keep or folder
        kept.mkdir(parents=True, exist_ok=True)
        server = None if asked.sqlite_only else stack.enter_context(postgres(asked.postgres))
        figures = list(_measured(Stores(Sqlite(folder), server, kept), wanted, sizes, rounds))
    print(table(figures))
    if asked.json:
        write_json(figures, asked.json)
    return 0


def _measured(stores: Stores, wanted: Sequence[str], sizes: Sequence[int], rounds: int) -> Iterator[Figure]:
    for name in wanted:
        for tickets in sizes if name in AT_EVERY_SIZE else sizes[:1]:
            say(f"{name}, {tickets:,} tickets")
            yield from MEASUREMENTS[name](stores, tickets, rounds)


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the desk beside the bare driver.")
    parser.add_argument("--tickets", type=int, action="append", metavar="N", help="a size; may be given again")
    parser.add_argument("--only", metavar="NAME,…", help=f"some of {', '.join(MEASUREMENTS)}")
    parser.add_argument("--postgres", metavar="URL", help="a server to use instead of an embedded one")
    parser.add_argument("--sqlite-only", action="store_true", help="leave PostgreSQL out")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds of the quickest races; slow ones take fewer")
    parser.add_argument("--quick", action="store_true", help="10,000 tickets and few rounds")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep the filled SQLite stores here, for the next run"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="the figures for machines")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
