"""Replies and notes: the composer, and the drafts that outlive it. Whatever happens, what was typed is kept.

How it is sent is in `sending.py`, canned responses are in `canned.py`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

from supportdesk.console.access import Access
from supportdesk.console.drafts import Drafts
from supportdesk.console.questions import News, Opened
from supportdesk.domain.drafts import Draft, DraftKey
from supportdesk.domain.macro import joined_lines
from supportdesk.domain.models import TicketDetail
from supportdesk.domain.safe import shown_line
from supportdesk.screens.canned import Canned
from supportdesk.screens.desk_layout import Pane
from supportdesk.screens.outside import Outside
from supportdesk.screens.sending import Sending
from supportdesk.screens.wording import parted

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen
    from supportdesk.widgets.composer import Composer

AUTOSAVE = 1.0
"""Seconds from a key to its being kept: two of them may pass before a draft would be behind by more than three."""

LAST_SAVE = 1.5
"""Seconds that leaving waits for the store to take the drafts; what it has not is on this machine."""


class Writing:
    """What is being written, and what was left half-written."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self.drafts = Drafts(access, busy=self._types_at, changed=self._drafts_changed, tell=screen.tell_failure)
        self.sending = Sending(access, screen, self)
        self.canned = Canned(access, screen, self)
        self.outside = Outside(access, screen, self)
        self.composer: Composer | None = None
        self._autosave: Timer | None = None

    async def do(self, action: str) -> bool:
        """Carry out an action of writing; False for any other."""
        if action in ("reply", "note"):
            await self.begin(note=action == "note")
        elif action == "macro":
            self.canned.answer()
        else:
            return False
        return True

    # The composer --------------------------------------------------------------------------------------------------

    async def begin(self, *, note: bool, text: str = "", actions: str = "") -> None:
        """Open the composer for the marked tickets or the one under the cursor, with its draft if there is one.

        It has the keys when this returns, so that what is typed on never reaches the list as commands.
        """
        target = self.screen.inbox.target()
        if target.filter is not None:
            key = self.screen.keymap.shown("macro")
            told = "mark the tickets one by one to write to them"
            self.screen.remark(f"{told}; {key} answers all of them" if key else told)
            return
        if target and self.screen.rows.number not in target.numbers:
            self.screen.rows.move_to_ticket(target.numbers[0])
        row = self.screen.rows.current
        if row is None or not target:
            self.screen.remark(self.screen.why_no_target())
            return
        self.put_aside()
        numbers, files, copies = target.numbers, tuple[str, ...](), None
        if (draft := self.drafts.get(row.number, note=note)) is not None:
            text = f"{draft.text.rstrip()}\n\n{text}" if text else draft.text
            numbers = numbers if len(numbers) > 1 else draft.numbers
            files, actions, copies = draft.files, joined_lines(draft.actions, actions), draft.copies
        from supportdesk.widgets.composer import Composer

        seen = self.sending.last_message(row.number)
        draft = Draft(row.number, text, note, numbers, files, actions, copies)
        composer = Composer(row, draft, seen=seen)
        await self._mount(composer)
        self.sending.know(composer)

    async def _mount(self, composer: "Composer") -> None:
        self.screen.navigation.show(Pane.TICKET)
        self.composer = composer
        await self.screen.panes[Pane.TICKET].mount(composer)
        self.screen.set_focus(composer.page)
        self.screen.together.say()
        self.screen.say_hints()

    def heard(self, detail: TicketDetail) -> None:
        """A thread was read: if it grew while something is written for it, say so in the composer's head."""
        composer = self.composer
        if composer is None or composer.ticket != detail.ticket.number:
            return
        if composer.seen is None:
            composer.seen = self.sending.last_message(composer.ticket)
        if newer := self.sending.newer(composer.ticket, composer.seen):
            composer.tell(f"▲ {shown_line(newer[-1].author.name or newer[-1].author.email)} wrote meanwhile")

    def asked(self, action: str) -> None:
        """A key of the composer."""
        match action:
            case "send" | "send_solve" | "send_pend":
                self.sending.send(action)
            case "insert" | "abbreviate":
                self.canned.insert(instead=";" if action == "abbreviate" else "")
            case "words_only":
                self.canned.words_only()
            case "editor" | "attach" | "copies":
                self.outside.do(action)
            case "discard":
                draft = self.composer.draft if self.composer else None
                self.close(keep=False)
                self.sending.taking_back.dropped(draft)
            case _:
                self.close(keep=True)

    def put_aside(self) -> None:
        """Keep what is being written as a draft and close the composer."""
        if self.composer is not None:
            self.close(keep=True)

    def close(self, *, keep: bool) -> None:
        """Close the composer; what is in it stays a draft or is forgotten."""
        composer = self.composer
        if composer is None:
            return
        draft = composer.draft
        if keep and draft:
            self.drafts.save(draft, merge=True)
            goes_on = self.screen.keymap.says("note" if draft.note else "reply", "goes on with it")
            self.screen.tell(parted(f"draft kept for #{composer.ticket}", goes_on))
        else:
            self.drafts.drop(composer.key)
        self.put_away()

    def put_away(self) -> None:
        """Close the composer, whose words are somewhere else now."""
        composer, self.composer = self.composer, None
        if composer is None:
            return
        self._stop_timer()
        focused = composer.has_focus_within
        composer.remove()
        self.screen.together.stopped_typing()
        if focused:
            self.screen.set_focus(self.screen.thread)
            self.screen.attending.follow()
        self.screen.call_after_refresh(self.screen.say_hints)

    # Drafts --------------------------------------------------------------------------------------------------------

    def begin_drafts(self, opened: Opened) -> None:
        """The desk is open: know the drafts that are there."""
        self.sending.address = opened.address
        self.drafts.begin()

    def edited(self) -> None:
        """Something was typed: it is kept a moment later."""
        if self.composer is None or self.composer.untouched:
            return
        self.screen.together.typed()
        if self._autosave is None:
            self._autosave = self.screen.set_timer(AUTOSAVE, self.keep_now)

    def keep_now(self) -> None:
        """Keep what is in the composer, and go on writing."""
        self._stop_timer()
        if self.composer is not None and (draft := self.composer.draft) is not None:
            self.drafts.save(draft)

    def _stop_timer(self) -> None:
        if self._autosave is not None:
            self._autosave.stop()
            self._autosave = None

    def news(self, news: News) -> None:
        """Drafts may have been kept in another console."""
        self.drafts.news(news.around.revisions)

    def found_again(self) -> None:
        """The store answers again."""
        self.drafts.retry()

    def restore(self, draft: Draft) -> None:
        """What was sent has been taken back: it is a draft again."""
        self.drafts.save(draft, merge=True)

    def _types_at(self, key: DraftKey) -> bool:
        """Whether there are words in the composer that are not those of the draft."""
        return self.composer is not None and self.composer.key == key and not self.composer.untouched

    def _drafts_changed(self) -> None:
        """Mark the tickets that have a draft; words that came late go into a composer in which nobody has typed."""
        self.screen.rows.decorate(drafts=self.drafts.tickets)
        self.screen.together.say()
        composer = self.composer
        if composer is None:
            return
        ticket, note = composer.key
        kept = self.drafts.get(ticket, note=note)
        if self.drafts.clashes(composer.key):
            composer.tell("▲ also written elsewhere; both stay")
        elif kept is not None and kept != composer.draft and composer.untouched:
            composer.go_on_with(kept)

    # Leaving -------------------------------------------------------------------------------------------------------

    def before_leaving(self, leave: Callable[[], None]) -> None:
        """Keep what is half-written; then leave."""
        self.put_aside()
        leave()

    def settle(self, then: Callable[[], None]) -> None:
        """Keep what is half-written, give the store a moment to take it, and do something then."""
        self.put_aside()
        if self.drafts.settled or self.access.lost:
            then()
            return
        ended = self.screen.set_timer(LAST_SAVE, then)

        def look() -> None:
            if self.drafts.settled:
                ended.stop()
                looking.stop()
                then()

        looking = self.screen.set_interval(0.02, look)
