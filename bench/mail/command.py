"""The command line of `python -m bench mail`: which parts, on which corpora, and what is printed."""

import argparse
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.mail import expectations, fields, filing, machines, mailboxes, markup, replies, speed
from bench.mail.cases import SLOW, Clock
from bench.mail.checks import Check, listed, table
from bench.mail.mutations import mutations
from bench.stores import say

Part = Callable[[Path, Clock], Iterator[Check]]

PARTS: dict[str, tuple[Part, ...]] = {
    "mail": (fields.fields, fields.only_html, expectations.expectations, fields.recoded),
    "reply": (replies.replies,),
    "bounce": (machines.machines,),
    "filed": (filing.filing,),
    "mbox": (mailboxes.mailboxes,),
    "html": (markup.pairs,),
    "speed": (speed.speed,),
}


def main(words: Sequence[str]) -> int:
    """Print the table, and the missed cases where they are asked for; 1 where a target is not met."""
    asked = _asked(words)
    if not asked.corpora.is_dir():
        say(f"{asked.corpora} is not a folder")
        return 2
    if asked.mutations is not None:
        checks = [mutations(asked.corpora, asked.mutations, first=asked.first, minutes=asked.minutes)]
    else:
        wanted = asked.only.split(",") if asked.only else list(PARTS)
        unknown = [name for name in wanted if name not in PARTS]
        if unknown:
            say(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
            return 2
        checks = list(_checked(asked.corpora, wanted))
    print(table(checks))
    if asked.cases or asked.mutations is not None:
        print(listed(checks))
    return int(any(check.verdict == "NOT MET" for check in checks))


def _checked(corpora: Path, wanted: Sequence[str]) -> Iterator[Check]:
    clock = Clock()
    logging.disable(logging.CRITICAL)  # the libraries complain about mail
    for name in wanted:
        for part in PARTS[name]:
            say(f"{name}: {part.__name__}")
            yield from (check for check in part(corpora, clock) if check.cases)
    logging.disable(logging.NOTSET)
    took, slowest = clock.longest
    timed = Check(f"every mail within {SLOW:g} s", ", ".join(wanted), 1.0, cases=clock.mails, good=clock.mails)
    for late, seconds in clock.slow:
        timed.good -= 1
        timed.miss(late, f"{seconds:.1f} s")
    timed.note = f"the slowest took {took:.2f} s: {slowest}"
    yield timed


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench mail", description="Read other people's mail, and check it.")
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR", help="the folder of the corpora")
    parser.add_argument("--only", metavar="NAME,…", help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--cases", action="store_true", help="list every missed case with its reason")
    parser.add_argument("--mutations", type=int, metavar="N", help="N damaged copies of the mails, and nothing else")
    parser.add_argument("--from", dest="first", type=int, default=0, metavar="N", help="the number of the first copy")
    parser.add_argument("--minutes", type=float, metavar="M", help="end the mutations after so long")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
