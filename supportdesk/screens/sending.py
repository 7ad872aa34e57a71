"""Sending what was written: what is looked at before it goes, what is done with it, and how it is taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.around import LastSaid, Newer, TakenBack, WrittenSince
from supportdesk.console.orders import Target
from supportdesk.domain.changes import Outcome
from supportdesk.domain.drafts import Draft
from supportdesk.domain.models import ThreadMessage, TicketRow
from supportdesk.domain.ticket import MessageKind, Status
from supportdesk.domain.verb_words import Word
from supportdesk.errors import DeskError, Overtaken, Unavailable
from supportdesk.screens.taking_back import TakingBack

if TYPE_CHECKING:
    from supportdesk.domain.sending import Stop
    from supportdesk.screens.desk import DeskScreen
    from supportdesk.screens.writing import Writing
    from supportdesk.widgets.composer import Composer

BECOMES: dict[str, Status | None] = {"send": None, "send_solve": Status.SOLVED, "send_pend": Status.PENDING}
"""What becomes of the ticket, by the action that sends."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Something on its way out: the draft, its ticket, what becomes of that, and the last message that was read.

    `lasts` are the last messages of each ticket when it was begun, where there are several.
    """

    draft: Draft
    row: TicketRow
    status: Status | None
    seen: int | None
    lasts: Mapping[int, int] = field(default_factory=dict)

    @property
    def became(self) -> str:
        """What became of the ticket beyond being written on, as the report of it goes on."""
        if self.status is None:
            return ""
        return " and solved it" if self.status == Status.SOLVED else " and left it to the customer"

    @property
    def is_mail(self) -> bool:
        """Whether it is held for a moment before it goes: notes and answers to who has no address are not."""
        return not self.draft.note and self.row.customer is not None and bool(self.row.customer.email)


class Sending:
    """Hands what was written to the desk; until the desk has it, it stays a draft."""

    def __init__(self, access: Access, screen: "DeskScreen", writing: "Writing") -> None:
        self.access, self.screen, self.writing = access, screen, writing
        self.taking_back = TakingBack(screen)
        self.address = ""

    # Before it goes ------------------------------------------------------------------------------------------------

    def send(self, action: str) -> None:
        """Send what is in the composer, unless there is a reason to look at it once more."""
        composer = self.writing.composer
        draft = composer.draft if composer else None
        if composer is None or draft is None:
            self.screen.tell_failure(DeskError("nothing is written yet"))
            return
        if not draft.note:
            draft = replace(draft, copies=composer.copied)  # what is shown is what is sent
        letter = Letter(draft, composer.row, BECOMES[action], composer.seen, composer.lasts)
        newer, stops = self.newer(letter.draft.ticket, letter.seen), self._stops(letter)
        if not draft.note and (stops or newer):
            self.writing.keep_now()
            self._stop(letter, stops, tuple(Newer(draft.ticket, one) for one in newer))
        else:
            self._go(letter)

    def know(self, composer: "Composer") -> None:
        """Of several tickets, know what the last word on each is: what comes after it stops the answer."""
        if len(composer.numbers) < 2:
            return

        def known(lasts: Mapping[int, int]) -> None:
            composer.lasts = lasts

        self.access.ask(LastSaid(composer.numbers), known, topic="last said")

    def _stops(self, letter: Letter) -> "tuple[Stop, ...]":
        from supportdesk.domain.sending import Known, stops

        customer = letter.row.customer
        thread = self._thread(letter.draft.ticket)
        known = Known(
            name=customer.name if customer else "",
            addresses=frozenset({customer.email.lower()} if customer else ()) | _addresses(thread),
            said="\n".join(one.body for one in thread if one.kind == MessageKind.CUSTOMER),
            desk=self.address,
        )
        if len(letter.draft.numbers) > 1:
            known = replace(known, name="")
        return stops(letter.draft.text, known, attached=bool(letter.draft.files))

    def _thread(self, ticket: int) -> tuple[ThreadMessage, ...]:
        shown = self.screen.thread
        return shown.thread if shown.ticket == ticket else ()

    def last_message(self, ticket: int) -> int | None:
        """The last message of a ticket that the agent has before their eyes; None if it is not shown."""
        if self.screen.thread.ticket != ticket:
            return None
        return max((one.id for one in self.screen.thread.thread), default=0)

    def newer(self, ticket: int, seen: int | None) -> tuple[ThreadMessage, ...]:
        """What was written on a ticket since, as far as it is shown."""
        if seen is None:
            return ()
        return tuple(one for one in self._thread(ticket) if one.id > seen and one.kind != MessageKind.SYSTEM)

    def _stop(self, letter: Letter, stops: "tuple[Stop, ...]", newer: tuple[Newer, ...]) -> None:
        """Say what is the matter, beside the words themselves; the agent decides."""
        from supportdesk.screens.stop import Answer, StopScreen

        async def answered(answer: "Answer | None") -> None:
            read = {one.ticket: one.message.id for one in newer}
            seen = letter.seen if letter.seen is None else max(letter.seen, read.get(letter.draft.ticket, 0))
            looked = replace(letter, seen=seen, lasts={**letter.lasts, **read} if letter.lasts else letter.lasts)
            if answer is Answer.SEND:
                self._go(looked)
            elif answer is Answer.DROP:
                self._drop(looked)
            else:
                await self._edit(looked)

        screen = StopScreen(letter.draft, stops, newer, now=self.screen.rows.now, keymap=self.screen.keymap)
        self.screen.app.push_screen(screen, answered)

    def _drop(self, letter: Letter) -> None:
        composer = self.writing.composer
        if composer is not None and composer.key == letter.draft.key:
            self.writing.close(keep=False)
        else:
            self.writing.drafts.drop(letter.draft.key)
        self.taking_back.dropped(letter.draft)

    async def _edit(self, letter: Letter) -> None:
        """Go on writing; what others wrote has been seen now."""
        if self.writing.composer is None:
            self.screen.rows.move_to_ticket(letter.draft.ticket)
            if self.screen.rows.number == letter.draft.ticket:
                await self.writing.begin(note=letter.draft.note)
        composer = self.writing.composer
        if composer is not None and composer.key == letter.draft.key:
            composer.seen, composer.lasts = letter.seen, letter.lasts
            composer.tell("")
            self.screen.set_focus(composer.page)

    # On its way ----------------------------------------------------------------------------------------------------

    def _go(self, letter: Letter) -> None:
        draft = letter.draft
        composer = self.writing.composer
        self.writing.drafts.hold(draft)
        if composer is not None and composer.key == draft.key:
            self.writing.put_away()
        self.screen.remark(f"{'noting' if draft.note else 'sending'} …")
        words: dict[str, Word] = {"body": draft.text, "files": draft.files, "draft": draft.ticket}
        if draft.actions and not draft.note:
            words["actions"] = draft.actions
        if letter.status is not None:
            words["status"] = str(letter.status)
        if not draft.note and draft.copies is not None:
            words["copies"] = draft.copies
        if not draft.note and letter.seen is not None:
            words["seen"] = letter.seen
        if not draft.note and letter.lasts:
            words["lasts"] = tuple(f"{number}:{last}" for number, last in letter.lasts.items())

        def done(outcome: Outcome) -> None:
            self.writing.drafts.drop(draft.key)
            self.screen.triage.finished(outcome)
            self.taking_back.begin(outcome, draft, became=letter.became, mail=letter.is_mail)

        def refused(error: DeskError) -> None:
            self.writing.drafts.save(draft, merge=True)
            if isinstance(error, Overtaken):
                self._overtaken(letter, error)
            else:
                why = "not sent" if isinstance(error, Unavailable) else error.message
                self.screen.tell_failure(DeskError(f"{why}; it is kept as a draft"))

        verb = "note" if draft.note else "reply"
        self.access.perform(verb, Target(numbers=draft.numbers), words, then=done, failed=refused)

    def _overtaken(self, letter: Letter, error: DeskError) -> None:
        """Read what they wrote, and show it."""
        self.screen.tell_failure(error)

        def read(newer: tuple[Newer, ...]) -> None:
            self._stop(letter, (), newer)

        def failed(_error: DeskError) -> None:
            self.screen.tell_failure(DeskError(f"{error.message}; it is kept as a draft"))

        lasts = dict(letter.lasts)
        if letter.seen is not None:
            lasts[letter.draft.ticket] = letter.seen
        self.access.ask(WrittenSince(lasts), read, failed=failed)

    def undone(self, outcome: Outcome) -> str:
        """A verb was undone or done: words that were taken back are a draft again, and what is to be said of that.

        Those that an earlier console has sent are asked for.
        """
        draft = self.taking_back.undone(outcome)
        if draft is not None:
            return self._restored(draft)
        if outcome.verb == "undo" and outcome.change is not None:
            self.access.ask(TakenBack(outcome.change), self._found)
        return ""

    def _found(self, draft: Draft | None) -> None:
        if draft is not None:
            self.screen.tell(self._restored(draft))

    def _restored(self, draft: Draft) -> str:
        self.writing.restore(draft)
        return f"taken back; {self.taking_back.goes_on(draft)}"


def _addresses(thread: tuple[ThreadMessage, ...]) -> frozenset[str]:
    """Everybody who wrote in a thread or was written to."""
    people = (person for one in thread for person in (one.author, *one.to, *one.cc))
    return frozenset(person.email.lower() for person in people if person.email)
