"""Replies and notes: the composer, the drafts that outlive it, and canned responses.

A draft is kept in memory for its ticket until it is sent or dropped, whatever happens on the screen or at the desk.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.orders import Target
from supportdesk.domain.changes import Outcome
from supportdesk.domain.models import TicketDetail
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError
from supportdesk.screens import wording
from supportdesk.screens.desk_layout import Pane

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen
    from supportdesk.screens.templates import Filled
    from supportdesk.widgets.composer import Composer, Draft


class Writing:
    """What is being written, and what was left half-written."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self.drafts: dict[tuple[int, bool], Draft] = {}
        self.composer: Composer | None = None
        self._read = 0

    async def do(self, action: str) -> bool:
        """Carry out an action of writing; False for any other."""
        if action in ("reply", "note"):
            await self._begin(note=action == "note")
        elif action == "templates":
            self._offer_templates(self._answer_with)
        else:
            return False
        return True

    async def _begin(self, *, note: bool, text: str = "") -> None:
        """Open the composer for the marked tickets or the one under the cursor, with its draft if there is one.

        It has the keys when this returns, so that what is typed on never reaches the list as commands.
        """
        target = self.screen.inbox.target()
        if target.filter is not None:
            self.screen.tell("mark the tickets one by one to write to them, or answer all with a canned response (m)")
            return
        if target and self.screen.rows.number not in target.numbers:
            self.screen.rows.move_to_ticket(target.numbers[0])
        row = self.screen.rows.current
        if row is None or not target:
            self.screen.tell(self.screen.why_no_target())
            return
        self.put_aside()
        numbers = target.numbers
        if (draft := self.drafts.get((row.number, note))) is not None:
            text = f"{draft.text.rstrip()}\n\n{text}" if text else draft.text
            numbers = numbers if len(numbers) > 1 else draft.numbers
        from supportdesk.widgets.composer import Composer

        await self._mount(Composer(row, numbers, note=note, text=text))

    async def _mount(self, composer: "Composer") -> None:
        self.screen.navigation.show(Pane.TICKET)
        thread = self.screen.thread
        self._read = len(thread.thread) if thread.ticket == composer.ticket else 0
        self.composer = composer
        await self.screen.panes[Pane.TICKET].mount(composer)
        self.screen.set_focus(composer.page)
        self.screen.say_hints()

    def heard(self, detail: TicketDetail) -> None:
        """A thread was read: if it grew while something is written for it, say so in the composer's head."""
        composer = self.composer
        if composer is None or composer.ticket != detail.ticket.number:
            return
        if self._read and len(detail.thread) > self._read:
            who = detail.thread[-1].author
            composer.tell(f"▲ {shown_line(who.name or who.email)} wrote meanwhile")
        self._read = self._read or len(detail.thread)

    def asked(self, action: str) -> None:
        """A key of the composer."""
        match action:
            case "send":
                self._send()
            case "insert":
                self._offer_templates(self._insert)
            case "discard":
                self._close(keep=False)
                self.screen.tell("dropped what was written")
            case _:
                self._close(keep=True)

    def put_aside(self) -> None:
        """Keep what is being written as a draft and close the composer."""
        if self.composer is not None:
            self._close(keep=True)

    def _close(self, *, keep: bool) -> None:
        composer, self.composer = self.composer, None
        if composer is None:
            return
        draft = composer.draft
        if keep and draft:
            self._keep(draft)
            self.screen.tell(f"draft kept for #{composer.ticket} · {'n' if draft.note else 'r'} goes on with it")
        else:
            self._drop(composer.ticket, note=composer.note)
        focused = composer.has_focus_within
        composer.remove()
        if focused:
            self.screen.set_focus(self.screen.thread)
            self.screen.attending.follow()
        self.screen.call_after_refresh(self.screen.say_hints)

    def _keep(self, draft: "Draft") -> None:
        self.drafts[draft.ticket, draft.note] = draft
        self._show_drafts()

    def _drop(self, ticket: int, *, note: bool) -> None:
        self.drafts.pop((ticket, note), None)
        self._show_drafts()

    def _show_drafts(self) -> None:
        self.screen.rows.decorate(drafts=frozenset(ticket for ticket, _ in self.drafts))

    def _send(self) -> None:
        """Hand it to the desk; until the desk has it, it stays a draft."""
        composer = self.composer
        draft = composer.draft if composer else None
        if composer is None or draft is None:
            self.screen.tell_failure(DeskError("nothing is written yet"))
            return
        verb = "note" if draft.note else "reply"
        self._close(keep=True)
        self.screen.tell(f"{'noting' if draft.note else 'sending'} …")

        def done(outcome: Outcome) -> None:
            if self.drafts.get((draft.ticket, draft.note)) == draft:
                self._drop(draft.ticket, note=draft.note)
            self.screen.triage.finished(outcome)

        def refused(error: DeskError) -> None:
            self.screen.tell_failure(DeskError(f"{error.message}; it is kept as a draft"))

        self.access.perform(verb, Target(numbers=draft.numbers), {"body": draft.text}, then=done, failed=refused)

    def _offer_templates(self, then: Callable[["Filled"], Awaitable[None]]) -> None:
        """Let one be chosen. Until `then` is done the screen holds: keys typed ahead are no commands."""
        target = self.screen.inbox.target()
        row = self.screen.rows.current
        ticket = self.composer.ticket if self.composer else row.number if row else None
        if ticket is None:
            self.screen.tell(self.screen.why_no_target())
            return
        from supportdesk.screens.templates import TemplateScreen

        async def chosen(filled: "Filled | None") -> None:
            try:
                if filled is not None:
                    await then(filled)
            finally:
                self.screen.holding = False

        self.screen.holding = True
        several = self.composer is None and len(target) > 1
        self.screen.app.push_screen(TemplateScreen(self.access, ticket, several=several), chosen)

    async def _answer_with(self, filled: "Filled") -> None:
        """One ticket gets the rendered text to go on writing; several marked ones each their own, at once."""
        target = self.screen.inbox.target()
        if len(target) <= 1:
            await self._begin(note=False, text=filled.text)
            return
        from supportdesk.screens.confirm import ConfirmScreen

        question = ConfirmScreen(
            f"answer {wording.amount(target)} with “{shown_line(filled.name)}”?",
            "each customer gets their own; u undoes it",
        )
        self.screen.app.push_screen(question, lambda sure: self._answer_all(target, filled.name) if sure else None)

    def _answer_all(self, target: Target, name: str) -> None:
        self.screen.triage.perform("reply", target, template=name)

    async def _insert(self, filled: "Filled") -> None:
        if self.composer is not None:
            self.composer.put(filled.text)
            self.screen.set_focus(self.composer.page)

    def before_leaving(self, leave: Callable[[], None]) -> None:
        """Leave, unless drafts would be lost that the agent may have forgotten."""
        if not self.drafts and self.composer is None:
            leave()
            return
        from supportdesk.screens.confirm import ConfirmScreen

        count = len(self.drafts) or 1
        question = ConfirmScreen(
            f"leave and lose {count} draft{'s' if count > 1 else ''}?",
            f"for {wording.tickets(tuple({ticket for ticket, _ in self.drafts})) if self.drafts else 'this ticket'}",
        )
        self.screen.app.push_screen(question, lambda sure: leave() if sure else None)
