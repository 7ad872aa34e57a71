"""The moment in which an answer can be taken back: a line that counts down, and the words that come back with it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from supportdesk.domain.changes import Outcome
from supportdesk.domain.drafts import Draft
from supportdesk.domain.ticket import UNDO_WINDOW
from supportdesk.screens import wording
from supportdesk.screens.wording import parted

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

WINDOW = int(UNDO_WINDOW.total_seconds())
REMEMBERED = 50
"""Changes of this console whose undoing is known by their order."""


class TakingBack:
    """Counts the seconds that an answer is held, and knows the words of what was sent."""

    def __init__(self, screen: "DeskScreen") -> None:
        self.screen = screen
        self._sent: dict[int, Draft] = {}
        self._changes: list[int] = []
        self._thrown: tuple[Callable[[], str] | None, str] = None, ""
        self._left = 0
        self._what = self._line = ""
        self._timer: Timer | None = None

    def begin(self, outcome: Outcome, draft: Draft, *, became: str, mail: bool) -> None:
        """Something was sent; a mail is held for a moment, which is counted where it is said."""
        if outcome.change is None:
            return
        self._sent[outcome.change] = draft
        if mail:
            self._stop()
            self._what, self._left = wording.report(outcome, "") + became, WINDOW
            self._say()
            self._timer = self.screen.set_interval(1, self.tick)

    def tick(self) -> None:
        """A second is over. Who says something else meanwhile has the line."""
        if self.screen.status.told != self._line:
            self._stop()
            return
        self._left -= 1
        if self._left > 0:
            self._say()
        else:
            self._stop()
            self._line = f"{self._what} · it is on its way"
            self.screen.tell(self._line)

    def uncounted(self, told: str) -> str:
        """What a line says without the seconds that are counted in it: as they go on, nothing newer is said."""
        return self._what if told == self._line else told

    def undone(self, outcome: Outcome) -> Draft | None:
        """Know what was done in which order; the words of what has just been taken back, if they were sent here."""
        if outcome.verb != "undo":
            if outcome.change is not None:
                self._changes = [*self._changes[-REMEMBERED:], outcome.change]
            return None
        if not outcome.changed or not self._changes:
            return None
        draft = self._sent.pop(self._changes.pop(), None)
        return draft if draft is not None and set(draft.numbers) & set(outcome.changed) else None

    def dropped(self, draft: Draft | None) -> None:
        """What was written in the composer was thrown away."""

        def restore(draft: Draft) -> str:
            self.screen.writing.restore(draft)
            return self.goes_on(draft)

        self.thrown_away("dropped what was written", partial(restore, draft) if draft else None)

    def thrown_away(self, said: str, restore: Callable[[], str] | None) -> None:
        """Words are gone: the key that undoes brings them back, as long as nothing else has been told.

        `restore` does that, and says how to go on with them; without it there is nothing to bring back.
        """
        back = self.screen.keymap.says("undo", "brings it back") if restore else ""
        self._thrown = restore, parted(said, back)
        self.screen.tell(self._thrown[1])

    def bring_back(self) -> bool:
        """Whether what is to be undone is the throwing away of words; they are there again then."""
        (restore, line), self._thrown = self._thrown, (None, "")
        if restore is None or self.screen.status.told != line:
            return False
        self.screen.tell(f"brought back; {restore()}")
        return True

    def goes_on(self, draft: Draft) -> str:
        """What has become of words that came back."""
        goes_on = self.screen.keymap.says("note" if draft.note else "reply", "goes on with it")
        return parted("it is a draft again", goes_on)

    def _say(self) -> None:
        self._line = parted(self._what, self.screen.keymap.says("undo", "takes it back"), f"{self._left} s")
        self.screen.tell(self._line)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
