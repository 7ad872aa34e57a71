"""Canned responses on their way from the pick list into an answer."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.orders import Target
from supportdesk.domain.macro import joined_lines
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError
from supportdesk.screens import wording

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen
    from supportdesk.screens.templates import Filled
    from supportdesk.screens.writing import Writing


class Canned:
    """Offers canned responses, and does with the chosen one what was asked for."""

    def __init__(self, access: Access, screen: "DeskScreen", writing: "Writing") -> None:
        self.access, self.screen, self.writing = access, screen, writing

    def answer(self) -> None:
        """Answer the marked tickets, or begin an answer to the one under the cursor, with a canned response."""
        target, row = self.screen.inbox.target(), self.screen.rows.current
        shown = row.number if row else None
        ticket = target.numbers[0] if target.numbers and shown not in target.numbers else shown
        self._offer(ticket, partial(self._answer_with, target, ticket), several=len(target) > 1)

    def insert(self, *, instead: str = "") -> None:
        """Put a canned response in at the cursor of the composer, or what was typed `instead` where none is taken."""
        composer = self.writing.composer
        self._offer(composer.ticket if composer else None, self._insert, instead=instead)

    def _offer(
        self,
        ticket: int | None,
        then: "Callable[[Filled], Awaitable[None]]",
        *,
        several: bool = False,
        instead: str = "",
    ) -> None:
        """Let one be chosen, filled in for a ticket. Until `then` is done the screen holds: keys typed ahead are no
        commands.
        """
        if ticket is None:
            self.screen.remark(self.screen.why_no_target())
            return
        from supportdesk.screens.templates import TemplateScreen

        screen = TemplateScreen(self.access, ticket, several=several)

        async def chosen(filled: "Filled | None") -> None:
            try:
                if filled is not None:
                    await then(filled)
                elif instead and self.writing.composer is not None:
                    self.writing.composer.put(instead + screen.field.value)
            finally:
                self.screen.holding = False

        self.screen.holding = True
        self.screen.app.push_screen(screen, chosen)

    async def _answer_with(self, target: Target, ticket: int | None, filled: "Filled") -> None:
        """One ticket gets the rendered text to go on writing; several marked ones each their own, at once.

        What says nothing to the customer is done at once: it was read before it was taken, and undo takes it back.
        """
        if len(target) > 1:
            self._ask_for_all(target, filled)
        elif filled.speaks:
            await self._begin_with(ticket, filled)
        else:
            self._run(target, filled.name)

    def _ask_for_all(self, target: Target, filled: "Filled") -> None:
        from supportdesk.screens.confirm import ConfirmScreen

        what, name = "answer" if filled.speaks else "act on", shown_line(filled.name)
        more = (
            "each customer gets their own" if filled.speaks else "",
            f"then {shown_line(filled.actions)}" if filled.actions else "",
            self.screen.keymap.says("undo", "undoes it"),
        )
        asked = f"{what} {wording.amount(target)} with “{name}”?"
        question = ConfirmScreen(asked, "; ".join(filter(None, more)))
        self.screen.app.push_screen(question, lambda sure: self._run(target, filled.name) if sure else None)

    async def _begin_with(self, ticket: int | None, filled: "Filled") -> None:
        """Write on the ticket that it was filled in for: the list may have been read anew meanwhile."""
        if ticket is not None and self.screen.rows.number != ticket:
            self.screen.rows.move_to_ticket(ticket)
        if self.screen.rows.number == ticket:
            await self.writing.begin(note=False, text=filled.text, actions=filled.actions)
        else:
            self.screen.tell_failure(DeskError(f"#{ticket} has left the list meanwhile; nothing was written"))

    def _run(self, target: Target, name: str) -> None:
        self.screen.triage.perform("macro", target, name=name)

    async def _insert(self, filled: "Filled") -> None:
        composer = self.writing.composer
        if composer is not None:
            composer.put(filled.text)
            if not composer.note:
                composer.then(joined_lines(composer.actions, filled.actions))
            self.screen.set_focus(composer.page)

    def words_only(self) -> None:
        """Send what is written without what the canned response would do."""
        composer = self.writing.composer
        if composer is not None and composer.actions:
            composer.then("")
            self.screen.tell("only the words will be sent")
