"""An agent at work: ways through the console, writing, and verbs, each in keys and each looked at until it is seen.

What is done with which ticket is in `chores.py`.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bench.seat import Ledger, Lost, Seat

ESCAPE, SEND, SEND_SOLVE, SEND_PEND, SEND_ANYWAY = "\x1b", "\n", "\x12", "\x0c", "\x19"
WORDS = ("thank", "you", "for", "writing", "we", "have", "looked", "into", "it", "and", "your", "parcel", "left")
CANNED = "Hello, this is about #{{ ticket.number }}."
"""The canned response `hour`."""

READ = 0.5
"""Seconds without a frame after which what a stop says has been read: it is painted before its words are wrapped."""

Write = Callable[[int], None]
"""Has the customer of a ticket write at this moment."""


@dataclass(slots=True)
class Shift:
    """One agent for an hour, at a seat; `text` counts what was written."""

    seat: Seat
    write: Write
    chance: random.Random
    text: int = 0

    @property
    def ledger(self) -> Ledger:
        """What was meant and met."""
        return self.seat.ledger

    # Ways -----------------------------------------------------------------------------------------------------------

    def back(self) -> None:
        """Be in the list with the cursor on a ticket, whatever is open: escape peels off one layer after another."""
        seat = self.seat
        for _ in range(12):
            seat.calm()
            if seat.under_cursor is not None and not seat.marked and seat.at_home:
                return
            if "leaves the console" in seat.told:
                seat.press("1", lambda: seat.at_home, "the first view")
            else:
                self.escape()
        raise Lost(f"no way back to the list; told: {seat.told!r}")

    def escape(self) -> None:
        """Peel off one layer."""
        frames = self.seat.screen.frames
        self.seat.press(ESCAPE, lambda: self.seat.screen.frames > frames, "a frame")
        self.seat.calm(0.05)

    def fresh(self) -> int:
        """Go down to a ticket that was not worked on before."""
        seat = self.seat
        for _ in range(400):
            number = seat.aim()
            if number not in self.ledger.triaged:
                return number
            if self.at_end():
                seat.press("gg", lambda: seat.place[0] == 1, "the top")
            else:
                seat.press("j", partial(self._other, number), "the next line")
        raise Lost("every ticket has been worked on")

    def _other(self, number: int) -> bool:
        return self.seat.under_cursor not in (number, None)

    def at_end(self) -> bool:
        """Whether the cursor is on the last line."""
        line, all_lines = self.seat.place
        return line == all_lines > 0

    def open(self) -> int:
        """Open the ticket under the cursor in its pane, and read it."""
        seat, number = self.seat, self.seat.aim()
        seat.press("\r", lambda: seat.under_cursor is None and seat.heading is not None, f"#{number} opened")
        seat.right(seat.heading, number, "enter")
        return number

    # Words ----------------------------------------------------------------------------------------------------------

    def words(self) -> str:
        """A text that there is once, with a last word that can be looked for."""
        self.text += 1
        some = " ".join(self.chance.sample(WORDS, 4))
        return f"T{self.text:04} {some} end{self.text:04}z"

    def begin(self, key: str, number: int, text: str, *, ahead: bool = False) -> str:
        """Open the composer and type; letters may be typed ahead of it. What stands in it in the end."""
        seat, kind = self.seat, (number, key == "n")
        before = self.ledger.drafts.get(kind, "")
        if before:
            text = f" {text}"
        if not ahead:
            seat.press(key, lambda: seat.composing is not None, f"a composer for #{number}")
            seat.right(seat.composing, number, key)
        last = text.split()[-1]
        seat.press(f"{key}{text}" if ahead else text, lambda: seat.sees(last), f"{last} typed")
        seat.right(seat.composing, number, key)
        self.ledger.drafts[kind] = before + text
        return before + text

    def more(self, number: int, *, note: bool = False) -> str:
        """Type on."""
        seat, text = self.seat, self.words()
        seat.press(f" {text}", lambda: seat.sees(text.split()[-1]), "more typed")
        self.ledger.drafts[number, note] += f" {text}"
        return self.ledger.drafts[number, note]

    def send(self, number: int, *, verb: str = "reply", key: str = SEND) -> bool:
        """Send what is in the composer, as an agent does whom the console may stop; whether it went."""
        seat, note = self.seat, verb == "note"
        past = f"{'noted on' if note else 'answered'} #{number}"
        self.out(key, number, past)
        for _ in range(12):
            if seat.stopped is None:
                return self._went(number, verb)
            self.ledger.stops += 1
            seat.right(seat.stopped, number, "send")
            seat.calm(READ)
            if self.chance.random() < 0.5:
                seat.press(ESCAPE, lambda: seat.stopped is None and seat.composing is not None, "going on writing")
                self.more(number, note=note)
                self.out(key, number, past)
            else:
                self.out(SEND_ANYWAY, number, past)
        raise Lost(f"#{number} is overtaken for ever")

    def out(self, key: str, number: int, past: str) -> None:
        """Press what sends, until it is gone, refused or stopped, a second time perhaps.

        What the status line says behind a stop that still stands, of an earlier answer say, is no reply to the key.
        """
        seat, before, box, stood = self.seat, self.seat.news, self.seat.box, self.seat.stopped is not None

        def decided() -> bool:
            nonlocal stood
            told = seat.news
            refused = told != before and told.startswith("✗")
            stood = stood and not (seat.stopped is None or refused or seat.box != box)
            gone = told != before and (past in told or told.startswith("✗"))
            return not stood and (seat.stopped is not None or (gone and seat.composing is None))

        seat.press(key, decided, f"#{number} sent", verb=True)

    def _went(self, number: int, verb: str) -> bool:
        seat, note = self.seat, verb == "note"
        if seat.told.startswith("✗"):
            self.ledger.refused.append(seat.told)
            return False
        if f"#{number} " not in f"{seat.told} ":
            seat.right(None, number, f"sent: {seat.told}")
        self.seat.did(verb, number, text=self.ledger.drafts.pop((number, note)).strip("\n"))
        return True

    # Verbs ----------------------------------------------------------------------------------------------------------

    def act(self, key: str, verb: str, past: str, number: int) -> bool:
        """A verb of one key; whether it was done."""
        told = self.seat.report(key, past, wanted=number)
        return self.done(told, verb, past, number)

    def done(self, told: str, verb: str, past: str, *numbers: int) -> bool:
        """Note what was done, where the report says so."""
        if told.startswith(f"✓ {past}"):
            self.seat.did(verb, *numbers)
            return True
        return False

    def choose(self, key: str, verb: str, past: str, number: int, text: str) -> bool:
        """A verb whose value is chosen from a list by typing; whether it was done."""
        seat = self.seat
        seat.press(key, lambda: seat.sees(f"│ {verb} #"), f"the choice of {verb}")
        if not seat.sees(f"│ {verb} #{number} "):
            seat.right(None, number, f"{key}: {[line for line in seat.screen.lines if f'│ {verb} #' in line]}")
        seat.press(text, lambda: seat.sees(f"│{text}") or seat.sees(f"│ {text}"), f"{text} typed")
        told = seat.report("\r", past, wanted=number)
        return self.done(told, verb, past, number)

    def filter(self, text: str) -> None:
        """Narrow the list."""
        seat = self.seat
        self.escape_to_list()
        seat.press("/", lambda: seat.sees("esc"), "the filter bar")
        seat.press(text, lambda: seat.sees(text), "the filter typed")
        seat.press("\r", lambda: text in seat.screen.lines[0] and not self._reading(), "the filter applied")
        seat.calm()

    def _reading(self) -> bool:
        return self.seat.under_cursor is None and not self.seat.sees("No tickets match")

    def escape_to_list(self) -> None:
        """Be in the list."""
        if self.seat.under_cursor is None:
            self.escape()

    def undo(self, number: int) -> bool:
        """Take the last change back; refused where a colleague has built upon it."""
        told = self.seat.report("u", "undid", wanted=number)
        return self.done(told, "undo", "undid", number)

    def mark(self, wanted: int) -> tuple[int, ...]:
        """Mark so many tickets, or those that there are down to the end; their numbers."""
        seat, numbers = self.seat, list[int]()
        for _ in range(wanted):
            last, number = self.at_end(), seat.aim()
            self.ledger.triaged.add(number)
            seat.press("x", lambda: seat.marked == len(numbers) + 1, "one more marked")
            numbers.append(number)
            if last:
                break
        return tuple(numbers)

    def send_several(self, numbers: tuple[int, ...], text: str) -> None:
        """Send it to all of them."""
        seat, first = self.seat, min(numbers)
        past = f"answered {len(numbers)} tickets"
        self.out(SEND, first, past)
        for _ in range(12):
            if seat.stopped is None:
                break
            self.ledger.stops += 1
            seat.calm(READ)
            self.out(SEND_ANYWAY, first, past)
        if past in seat.told:
            del self.ledger.drafts[first, False]
            seat.did("reply", *numbers, text=text)
        else:
            self.ledger.refused.append(seat.told)

    def leave(self, number: int) -> None:
        """Keep what is written as a draft."""
        seat = self.seat
        seat.press(ESCAPE, lambda: f"draft kept for #{number} " in f"{seat.told} ", f"the draft of #{number} kept")

    def fresh_other(self, number: int) -> int:
        """Another ticket that was not worked on."""
        self.ledger.triaged.add(number)
        other = self.fresh()
        self.ledger.triaged.add(other)
        return other

    def hints(self, text: str) -> bool:
        """Whether the line at the bottom names a key so."""
        return text in self.seat.screen.lines[-1]
