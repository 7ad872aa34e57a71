"""A stop before an answer goes out: why, the words, and what others wrote meanwhile beside them."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from supportdesk.actions import Scope, bindings
from supportdesk.console.around import Newer
from supportdesk.domain.drafts import Draft
from supportdesk.domain.safe import shown, shown_line
from supportdesk.keymap import Keymap
from supportdesk.screens.helped import Helped
from supportdesk.widgets.ages import moment
from supportdesk.widgets.fitting import cut, wrap
from supportdesk.widgets.ink import Ground, Ink, Line
from supportdesk.widgets.lines import Bar, Lines
from supportdesk.widgets.panel import Panel

if TYPE_CHECKING:
    from supportdesk.domain.sending import Stop

MOST_NAMED = 3
"""Tickets that are named on which somebody wrote meanwhile; what was written is shown for all."""

LONGEST = 60
"""Cells of the words that a reason quotes."""


class Answer(Enum):
    """What the agent decides."""

    SEND = "send_anyway"
    EDIT = "edit_again"
    DROP = "drop_it"


class StopScreen(Helped[Answer]):
    """Send, edit or drop. Nothing happens by a key that may have been meant for the text.

    The key that sends it all the same is another than the one that sent, which may be pressed twice in a hurry.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.STOP, priority=True)]
    AUTO_FOCUS: ClassVar[str | None] = "#theirs"

    def __init__(
        self,
        draft: Draft,
        stops: "tuple[Stop, ...]",
        newer: tuple[Newer, ...],
        *,
        now: datetime,
        keymap: Keymap,
    ) -> None:
        super().__init__()
        self.keymap = keymap
        self.draft, self.stops, self.newer, self.now = draft, stops, newer, now
        self.mine, self.theirs = Panel(id="mine"), Panel(id="theirs")

    def heard(self) -> Sequence[Scope]:
        """The decision, and how to scroll what is shown."""
        return Scope.STOP, Scope.MOVE

    def compose(self) -> ComposeResult:
        """The reasons, the words beside those of others, and the keys."""
        several = len(self.draft.numbers)
        to = f"{several:,} marked tickets" if several > 1 else f"#{self.draft.ticket}"
        title = Bar(ground=Ground.ALERT)
        title.say(((f" Before it goes to {to}", Ink.STRONG),))
        with Vertical(id="stop", classes="box together" if self.newer else "box"):
            yield title
            yield Lines(*self._reasons(), ground=Ground.BAR)
            with Horizontal():
                yield self.mine
                if self.newer:
                    yield self.theirs
            yield Lines((), self._keys(), ground=Ground.BAR)

    def on_mount(self) -> None:
        """Wrap the words to the room that there is."""
        self.call_after_refresh(self._write)

    def on_resize(self) -> None:
        """As there is other room."""
        self.call_after_refresh(self._write)

    def _reasons(self) -> list[Line]:
        reasons: list[Line] = []
        latest = {one.ticket: one.message for one in self.newer}
        for ticket in list(latest)[:MOST_NAMED]:
            who = shown_line(latest[ticket].author.name or latest[ticket].author.email)
            where = f" on #{ticket}" if len(self.draft.numbers) > 1 else ""
            reasons.append(((" ▲ ", Ink.WARN), (f"{cut(who, 40)} wrote{where} while you were writing", Ink.TEXT)))
        if len(latest) > MOST_NAMED:
            reasons.append(((f"   and others on {len(latest) - MOST_NAMED:,} more tickets", Ink.TEXT),))
        for stop in self.stops:
            reasons.append(((" ▲ ", Ink.WARN), (stop.reason.value, Ink.TEXT)))
            quoted = "   ".join(cut(shown_line(words), LONGEST // 2) for words in stop.words)
            reasons.append(((f"   {cut(quoted, LONGEST)}", Ink.ACCENT),))
        return reasons

    def _keys(self) -> Line:
        pairs = ((Answer.SEND, "send it all the same"), (Answer.EDIT, "edit"), (Answer.DROP, "drop"))
        line: list[tuple[str, Ink]] = []
        for answer, label in pairs:
            if not self.keymap.shown(answer.value):
                continue
            line += [(f" {self.keymap.shown(answer.value)}", Ink.KEY), (f" {label}  ", Ink.TEXT)]
        return tuple(line)

    def _write(self) -> None:
        width = max(self.mine.size.width - 3, 20)
        mine: list[Line] = [((" your answer", Ink.REPLY),)]
        self.mine.write([*mine, *(((f" {line}", Ink.TEXT),) for line in wrap(shown(self.draft.text), width))])
        theirs: list[Line] = []
        for newer in self.newer:
            one = newer.message
            where = f"#{newer.ticket} · " if len(self.draft.numbers) > 1 else ""
            who = shown_line(one.author.name or one.author.email)
            ink = Ink.NOTE if one.kind == "note" else Ink.CUSTOMER if one.kind == "customer" else Ink.REPLY
            theirs.append(((f" {where}{cut(who, width - 20 - len(where))} · {moment(self.now, one.at)}", ink),))
            theirs += [((f" {line}", Ink.TEXT),) for line in wrap(shown(one.text), width)]
            theirs.append(())
        self.theirs.write(theirs)

    def action_do(self, action: str) -> None:
        """Go back with the decision."""
        self.dismiss(Answer(action))
