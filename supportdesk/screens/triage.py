"""Verbs over tickets: the marked ones, else the one under the cursor. Each key here is a verb of the command line."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from supportdesk.actions import BY_ID
from supportdesk.console.access import Access
from supportdesk.console.orders import Target, Unsure
from supportdesk.console.questions import HowMany
from supportdesk.domain.changes import Outcome
from supportdesk.domain.models import Count, ViewRow
from supportdesk.domain.safe import shown_line
from supportdesk.domain.ticket import Priority, Status
from supportdesk.domain.verb_words import Word
from supportdesk.errors import DeskError
from supportdesk.screens import wording
from supportdesk.widgets.choices import Choice
from supportdesk.widgets.marks import Marks

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

Chosen = Callable[[str], None]

MEANINGS = {
    Status.NEW: "nobody has taken it",
    Status.OPEN: "being worked on",
    Status.PENDING: "the customer's turn",
    Status.HOLD: "a third party's turn",
    Status.SOLVED: "answered",
    Status.CLOSED: "final",
}


TIMES = (
    ("1h", "in an hour"),
    ("4h", "in four hours"),
    ("tomorrow", "from midnight, UTC"),
    ("monday", "next week"),
    ("1w", "in a week"),
)
"""How long tickets are usually put out of the way."""


class Triage:
    """What the verb keys do."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self.last: tuple[str, dict[str, Word]] | None = None
        self._untold = ""

    def do(self, action: str) -> None:
        """Carry out an action of the table."""
        if action in ("help", "undo", "next", "mark", "mark_all"):
            getattr(self, f"_{action}")()
            return
        target = self.screen.inbox.target()
        if not target:
            self.screen.remark(self.screen.why_no_target())
            return
        if action == "repeat":
            self._repeat(target)
            return
        self.sure(BY_ID[action].verb or action, target, partial(getattr(self, f"_{action}"), target))

    def _repeat(self, target: Target) -> None:
        """Do the last verb again, on the marked tickets or the one under the cursor."""
        if self.last is None:
            self.screen.remark("there is nothing to repeat: no verb was run, and words are sent once")
            return
        verb, words = self.last
        self.sure(verb, target, lambda: self.perform(verb, target, **words))

    def sure(self, what: str, target: Target, then: Callable[[], None]) -> None:
        """Before all tickets that match are touched, say how many they are; of the rest undo takes care."""
        if target.filter is None:
            then()
            return
        from supportdesk.screens.confirm import ConfirmScreen

        question = wording.question(what, target)
        undoes = self.screen.keymap.says("undo", "undoes it")
        more = "; ".join(filter(None, ("every ticket that matches, also those that are not on the screen", undoes)))
        self.screen.app.push_screen(ConfirmScreen(question, more), lambda sure: then() if sure else None)

    def perform(self, verb: str, target: Target, **words: Word) -> None:
        """Run a verb, say what it did, and go on as the agent likes to."""
        if verb != "undo":
            self.last = verb, words
        self.access.perform(verb, target, words, then=lambda outcome: self.finished(outcome, words))

    def finished(self, outcome: Outcome, words: Mapping[str, Word] | None = None) -> None:
        """A verb is done: unmark what it acted on, go on as the agent likes to, and say what it did.

        That is said when the list shows it: who has read it may press the next key, and sees what that is for.
        Without `words` it was written in the composer, and nothing is there to be repeated.
        """
        if words is None:
            self.last = None
        self.screen.inbox.own(outcome.change)
        self.screen.session.note(outcome, words or {})
        if outcome.verb != "undo":
            self.unmark()
        told = self.screen.writing.sending.undone(outcome) or wording.report(outcome, self._undo_key, words)
        say = self.screen.remark if outcome.change is None else self.screen.tell
        self.screen.afterwards.go_on(outcome)
        if words is None:
            say(told)
        else:
            self._tell_later(told, say)
        self.screen.viewing.count()

    def _tell_later(self, told: str, say: Callable[[str], None]) -> None:
        """Say it when the list has been read, unless something newer has been said by then."""
        uncounted = self.screen.writing.sending.taking_back.uncounted
        standing, self._untold = uncounted(self.screen.status.told), told

        def tell() -> None:
            if (uncounted(self.screen.status.told), self._untold) == (standing, told):
                say(told)

        self.screen.inbox.once_settled(tell)

    @property
    def _undo_key(self) -> str:
        return self.screen.keymap.shown("undo")

    def unmark(self) -> None:
        """Mark nothing."""
        self.screen.ranging.end()
        if self.screen.rows.marks:
            self.screen.rows.mark(Marks())

    def _assign(self, target: Target) -> None:
        self.perform("assign", target, to="me")

    def _solve(self, target: Target) -> None:
        self.perform("solve", target)

    def _close(self, target: Target) -> None:
        self.perform("close", target)

    def _undo(self) -> None:
        if self.screen.writing.sending.taking_back.bring_back():
            return

        def asked(error: DeskError) -> None:
            if isinstance(error, Unsure):
                self._ask_undo(error)
            else:
                self.screen.tell_failure(error)

        self.access.perform("undo", Target(), {}, then=lambda outcome: self.finished(outcome, {}), failed=asked)

    def _ask_undo(self, unsure: Unsure) -> None:
        """Take much back only after it was said how much it is."""
        from supportdesk.screens.confirm import ConfirmScreen

        question = f"undo {shown_line(unsure.verb)} on {unsure.tickets:,} tickets?"
        more = "it is your last change, whether it was made here or by the command line"

        def answered(sure: bool | None) -> None:
            if sure:
                self.perform("undo", Target(), sure=unsure.change)

        self.screen.app.push_screen(ConfirmScreen(question, more), answered)

    def _status(self, target: Target) -> None:
        choices = [Choice(status, status, MEANINGS[status]) for status in Status if status != Status.NEW]
        self._pick("status", target, choices, lambda to: self.perform("status", target, to=to))

    def _priority(self, target: Target) -> None:
        choices = [Choice(priority.word, priority.word) for priority in reversed(Priority)]
        self._pick("priority", target, choices, lambda to: self.perform("priority", target, to=to))

    def _snooze(self, target: Target) -> None:
        choices = [Choice(time, time, what) for time, what in TIMES]
        choices.append(Choice("back", "back", "wake it now"))

        def chosen(key: str) -> None:
            until = key.removeprefix("typed ")
            if until == "back":
                self.perform("unsnooze", target)
            else:
                self.perform("snooze", target, until=until)

        self._pick("snooze", target, choices, chosen, free="a time: 45m, 3d, friday, 2026-12-01T09:00")

    def _assign_to(self, target: Target) -> None:
        names = self.screen.names
        choices = [Choice("nobody", "nobody", "takes it from whoever has it")]
        choices += [
            Choice(f"agent {login}", shown_line(login), shown_line(name) if name != login else "")
            for login, name in names.agents
        ]
        choices += [Choice(f"team {team}", shown_line(team), "team") for team in names.teams]

        def chosen(key: str) -> None:
            kind, _, name = key.partition(" ")
            if kind == "team":
                self.perform("assign", target, team=name)
            else:
                self.perform("assign", target, to=name or None)

        self._pick("assign", target, choices, chosen)

    def _tag(self, target: Target) -> None:
        row = self.screen.rows.current if len(target) == 1 and target.filter is None else None
        worn = frozenset(row.tags) if row else frozenset()
        known = dict.fromkeys([*sorted(worn), *self.screen.names.tags])
        choices = [
            Choice(tag, shown_line(tag), "worn: takes it off" if tag in worn else "", lead="✓" if tag in worn else " ")
            for tag in known
        ]

        def chosen(tag: str) -> None:
            words = tag.removeprefix("typed ").split()
            off = tuple(word.lstrip("-") for word in words if word.startswith("-") or word in worn)
            on = tuple(word.lstrip("+") for word in words if not word.startswith("-") and word not in worn)
            self.perform("tag", target, add=on, remove=off)

        self._pick("tag", target, choices, chosen, free="write +new -old")

    def _pick(self, verb: str, target: Target, choices: list[Choice], then: Chosen, *, free: str = "") -> None:
        from supportdesk.screens.pick import PickScreen

        screen = PickScreen(f"{verb} {wording.amount(target)}", choices, free=free)
        self.screen.app.push_screen(screen, lambda key: then(key) if key else None)

    def _next(self) -> None:
        def done(outcome: Outcome) -> None:
            self.screen.inbox.own(outcome.change)
            if outcome.number is None:
                self.screen.remark("nothing waits here that nobody has")
                return
            self.screen.session.note(outcome, {})
            self.screen.tell(wording.report(outcome, self._undo_key))
            self.screen.viewing.count()
            self._show_mine(outcome.number)

        self.access.perform("next", Target(), {}, then=done)

    def _show_mine(self, number: int) -> None:
        """Go to the ticket that was taken, among the agent's own, or alone where it is not among those in sight."""
        screen = self.screen
        mine = next((view for view in screen.viewing.views if view.name == "mine"), None)
        screen.viewing.open(mine or ViewRow("mine", "is:open assignee:me", "", 0, None))
        screen.inbox.restart(keep=True, at=number, then=lambda: screen.going.to(number, lambda: None))

    def _mark(self) -> None:
        """Turn one mark; the line that said all to be marked is true no more."""
        if self.screen.rows.marks.everything:
            self.screen.tell("")
        self.screen.rows.mark_current()

    def _mark_all(self) -> None:
        """Mark all that match: the number is counted now and said before a verb can be pressed.

        One that is in sight is marked like any other: it can be answered, and nothing is asked before a verb.
        """

        def counted(count: Count) -> None:
            rows, number = self.screen.rows, count.number
            if number == rows.cache.height == 1 and rows.number is not None:
                rows.mark(Marks(frozenset({rows.number})))
            else:
                rows.mark(Marks(everything=True, total=number) if number else Marks())
            (self.screen.tell if number else self.screen.remark)(wording.marked(number))

        if self.screen.rows.marks.everything:
            self.unmark()
            self.screen.tell("")
        else:
            inbox = self.screen.inbox
            inbox.once_counted(HowMany(inbox.filter), counted, topic="matching")

    def _help(self) -> None:
        from supportdesk.screens.help import HEARD, HelpScreen

        pane, typing, keymap = self.screen.navigation.pane, self.screen.typed_into(), self.screen.keymap
        own = HelpScreen((typing,), keymap) if typing else HelpScreen(HEARD[pane], keymap, pane=pane)
        self.screen.app.push_screen(own)
