"""One agent at a console in a terminal, by keys alone: what is pressed, what is seen, and what was meant by it.

It is a person who looks before each key: what was seen under the cursor at that moment is what a key was meant for.
How that becomes work is in `shift.py`; whether the store agrees is asked in `proof.py`.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from bench.places import AGENT
from bench.screen import Screen
from bench.startup import command, environment
from bench.terminal import HEIGHT, Terminal

WIDTH = 150
PATIENCE = 20.0
"""Seconds after which what a key asked for will not come: the key is lost."""

CURSOR = re.compile(r"▏▌.?\s*(\d+) ")
HEADING = re.compile(r"▏ #(\d+) ")
COMPOSER = re.compile(r"✎ (NOTE|reply)[^·]*·(?: agents only ·)? (?:#(\d+)|([\d,]+) marked tickets)")
STOPPED = re.compile(r" Before it goes to (?:#(\d+)|([\d,]+) marked tickets)")
TOLD = re.compile(r"^ {1,2}([✓✗▲·] .*?)(?: {2,}.*)?$")
HOME = re.compile(r"▏ default(?: · [\d,]+)? *(?:▲[^▏]*)?▏")
PLACE = re.compile(r" ([\d,]+)/([\d,]+)$")
MARKED = re.compile(r"✓ ([\d,]+) marked")


class Lost(AssertionError):
    """A key did not do what it is for, or did it to another ticket than the one that was seen."""


class Ended(Exception):
    """The console is no more."""


@dataclass(slots=True)
class Deed:
    """Something that the agent meant to do: the verb, the tickets that were seen, and the words as they must stand.

    One that `may` be nothing is no fault where the store has none of it.
    """

    verb: str
    tickets: frozenset[int]
    text: str = ""
    may: bool = False


@dataclass(slots=True)
class Ledger:
    """What was meant and what was met."""

    deeds: list[Deed] = field(default_factory=list)
    drafts: dict[tuple[int, bool], str] = field(default_factory=dict)
    triaged: set[int] = field(default_factory=set)
    keys: int = 0
    moved: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    stops: int = 0
    refused: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Seat:
    """A console, and who sits at it."""

    def __init__(self, terminal: Terminal, watch: Callable[[int], None], log: TextIO | None) -> None:
        self.terminal, self.screen, self.ledger = terminal, Screen(WIDTH, HEIGHT), Ledger()
        self._watch, self._log = watch, log

    # What is seen ----------------------------------------------------------------------------------------------------

    @property
    def under_cursor(self) -> int | None:
        """The ticket of the line with the cursor, while the list has the keys."""
        return next((int(found[1]) for line in self.screen.lines if (found := CURSOR.search(line))), None)

    @property
    def heading(self) -> int | None:
        """The ticket that its pane shows."""
        found = HEADING.search(self.screen.lines[0])
        return int(found[1]) if found else None

    @property
    def seen(self) -> int:
        """The ticket that a key is meant for."""
        number = self.under_cursor if self.under_cursor is not None else self.heading
        if number is None:
            raise Lost("no ticket is seen")
        return number

    @property
    def composing(self) -> int | None:
        """The ticket, or how many, that something is written for."""
        found = next((found for line in self.screen.lines if (found := COMPOSER.search(line))), None)
        return int((found[2] or found[3]).replace(",", "")) if found else None

    @property
    def stopped(self) -> int | None:
        """The ticket, or how many, of an answer that is looked at once more."""
        found = next((found for line in self.screen.lines if (found := STOPPED.search(line))), None)
        return int((found[1] or found[2]).replace(",", "")) if found else None

    @property
    def box(self) -> list[str]:
        """What stands in the box that lies over the screen."""
        return [line[line.index("│") : line.rindex("│")] for line in self.screen.lines if "│" in line]

    @property
    def told(self) -> str:
        """The status line, with its sign."""
        found = TOLD.match(self.screen.lines[HEIGHT - 2])
        return found[1] if found else ""

    @property
    def news(self) -> str:
        """What was told, without the seconds that it counts down."""
        return self.told.partition(" · ")[0]

    @property
    def marked(self) -> int:
        """How many tickets are marked."""
        found = MARKED.search(self.screen.lines[HEIGHT - 2])
        return int(found[1].replace(",", "")) if found else 0

    @property
    def at_home(self) -> bool:
        """Whether the first view is shown, and nothing narrows it."""
        return HOME.search(self.screen.lines[0]) is not None

    @property
    def place(self) -> tuple[int, int]:
        """The line of the cursor and how many there are, 0 and 0 while that is being counted."""
        found = PLACE.search(self.screen.lines[HEIGHT - 2])
        return (int(found[1].replace(",", "")), int(found[2].replace(",", ""))) if found else (0, 0)

    def sees(self, text: str) -> bool:
        """Whether a text stands somewhere in one line."""
        return any(text in line for line in self.screen.lines)

    # What is pressed -------------------------------------------------------------------------------------------------

    def look(self, patience: float = 0.0) -> bool:
        """See what has been painted; whether there was anything."""
        try:
            written = self.terminal.read(patience)
        except OSError:
            raise Ended(f"the console has ended: {self.terminal.written[-1500:]!r}") from None
        self.screen.write(written)
        return bool(written)

    def until(self, holds: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        """Look until something is seen."""
        ended = time.monotonic() + patience
        while not holds():
            if time.monotonic() > ended:
                raise Lost(f"never seen: {what}; told: {self.told!r}; at #{self.heading}")
            self.look(0.05)

    def calm(self, quiet: float = 0.06) -> None:
        """Look until nothing is painted for a moment, as one does who reads."""
        ended = time.monotonic() + PATIENCE
        while self.look(quiet) and time.monotonic() < ended:
            pass

    def press(self, keys: str, holds: Callable[[], bool], what: str, *, verb: bool = False) -> None:
        """Press keys and look until what they are for is seen; how long that takes is noted."""
        while self.look():
            pass
        self.ledger.keys += len(keys.replace("\x1b[", "").replace("\x1b", "."))
        began, seen = time.perf_counter(), self.under_cursor or self.heading
        os.write(self.terminal.file, keys.encode())
        self.until(holds, f"{what} after {keys[:20]!r}")
        took = (time.perf_counter() - began) * 1000
        (self.ledger.answered if verb else self.ledger.moved).append(took)
        self.note(f"{keys!r} at #{seen}: {what}, after {took:.0f} ms; {self.told}")

    def report(self, keys: str, past: str, *, wanted: int | None = None, nothing: str = "nothing to change") -> str:
        """Press the key of a verb, look until its report is seen, and give that; refusals are noted."""
        before, number = self.news, f"#{wanted}" if wanted is not None else ""

        def reported() -> bool:
            told = self.news
            return told != before and ((past in told and number in told) or told.startswith("✗") or nothing in told)

        self.press(keys, reported, f"{past} {number}", verb=True)
        told = self.told
        if "unexpected" in told:
            self.ledger.errors.append(told)
        if told.startswith("✗"):
            self.ledger.refused.append(told)
        return told

    def aim(self) -> int:
        """Take what is seen as what the next keys are for; colleagues hear which ticket that is."""
        while self.look():
            pass
        number = self.seen
        self._watch(number)
        return number

    def note(self, *lines: str) -> None:
        """Write into the log."""
        if self._log is not None:
            self._log.write("".join(f"{line}\n" for line in lines))
            self._log.flush()

    def did(self, verb: str, *tickets: int, text: str = "", may: bool = False) -> None:
        """Note what was meant."""
        self.ledger.deeds.append(Deed(verb, frozenset(tickets), text, may))

    def right(self, found: int | None, wanted: int, what: str) -> None:
        """Note where a key was heard on another ticket than the one that was seen."""
        if found != wanted:
            self.ledger.wrong.append(f"{what}: seen #{wanted}, heard on #{found}")
            raise Lost(f"{what} was meant for #{wanted}, and is for #{found}")


@contextmanager
def seat(address: str, watch: Callable[[int], None], log: TextIO | None) -> Iterator[Seat]:
    """A console over a store, opened and with its first rows; killed at the end if it is still there."""
    with TemporaryDirectory() as home:
        own = {f"XDG_{kind}_HOME": f"{home}/{kind}" for kind in ("CACHE", "STATE", "CONFIG", "DATA")}
        for folder in own.values():
            Path(folder).mkdir()
        surroundings = environment({**own, "HOME": home, "COLORTERM": "truecolor", "LANG": "C.UTF-8"})
        terminal = Terminal(command("--store", address, "--as", AGENT), surroundings, width=WIDTH)
        try:
            sitting = Seat(terminal, watch, log)
            sitting.until(lambda: sitting.under_cursor is not None, "the first row", 60)
            sitting.calm(0.3)
            yield sitting
        finally:
            terminal.close()
