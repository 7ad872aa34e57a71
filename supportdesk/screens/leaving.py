"""Leaving the console: what is half-written is asked about, and what was done is summed up, to be copied or not."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from supportdesk.console.access import Access
from supportdesk.domain.safe import shown_line
from supportdesk.keyboard import with_aliases
from supportdesk.screens.session import Session
from supportdesk.widgets.fitting import wrap
from supportdesk.widgets.ink import Ink, Line
from supportdesk.widgets.lines import Lines

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

WIDTH = 60


class SummaryScreen(ModalScreen[str]):
    """What was done; the answer is `copy`, `leave` or empty."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(with_aliases(["y"])), "answer('copy')", show=False),
        Binding(",".join(["enter", *with_aliases(["q"])]), "answer('leave')", show=False),
        Binding("escape", "answer('')", show=False),
    ]

    def __init__(self, session: Session, copy: Callable[[], str], *, leaving: bool) -> None:
        super().__init__()
        self.session, self.copy, self.leaving = session, copy, leaving
        self.lines = Lines()

    def compose(self) -> ComposeResult:
        """The numbers, which tickets they are, and the keys."""
        with Vertical(classes="box"):
            yield self.lines

    def on_mount(self) -> None:
        """Write what was done."""
        self.say("")

    def say(self, copied: str) -> None:
        """Write what was done, and that it was copied."""
        keys: Line = ((" y", Ink.KEY), (" copy as a note   ", Ink.TEXT))
        if self.leaving:
            keys = (*keys, ("enter", Ink.KEY), (" leave   ", Ink.TEXT), ("esc", Ink.KEY), (" stay", Ink.TEXT))
        else:
            keys = (*keys, ("esc", Ink.KEY), (" back", Ink.TEXT))
        told = [((f" {line}", Ink.GOOD),) for line in wrap(copied, WIDTH)] if copied else []
        self.lines.write(((" This session", Ink.STRONG),), (), *self._done(), (), *told, keys)

    def _done(self) -> list[Line]:
        lines: list[Line] = []
        for heading, number, named in self.session.lines:
            first, *more = wrap(shown_line(named), WIDTH - 17)
            lines.append(((f" {heading:<10}", Ink.DIM), (f"{number:>5,}  ", Ink.STRONG), (first, Ink.FAINT)))
            lines += [((f"{'':<18}{line}", Ink.FAINT),) for line in more]
        return lines or [((" Nothing was done yet.", Ink.DIM),)]

    def action_answer(self, answer: str) -> None:
        """Copy and stay here, leave, or go back."""
        if answer == "copy":
            self.say(self.copy())
        else:
            self.dismiss(answer)


class Leaving:
    """The session of this console, and its end."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self.begun: datetime | None = None

    async def do(self, action: str) -> bool:
        """Show what was done so far."""
        if action != "session":
            return False
        self.screen.app.push_screen(self._summary(leaving=False))
        return True

    def _summary(self, *, leaving: bool) -> SummaryScreen:
        return SummaryScreen(self.screen.session, self._copy, leaving=leaving)

    def _copy(self) -> str:
        now = self.screen.rows.now
        return self.access.copy(self.screen.session.text(self.begun or now, now), "the hand-over note")

    def quit(self) -> None:
        """End the console, by way of half-written drafts and of what was done, if there is any."""
        self.screen.writing.before_leaving(self._sum_up)

    def _sum_up(self) -> None:
        if not self.screen.session.lines:
            self.access.leave()
            return
        self.screen.app.push_screen(
            self._summary(leaving=True), lambda answer: self.access.leave() if answer == "leave" else None
        )
