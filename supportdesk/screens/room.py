"""What all rooms beside the desk share: a title with the keys, a line about what was done, and two-key words."""

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from textual.events import Key

from supportdesk.actions import Scope
from supportdesk.console.access import Access, Failed
from supportdesk.console.orders import Target
from supportdesk.domain.changes import Outcome
from supportdesk.domain.safe import shown_line
from supportdesk.domain.verb_words import Word
from supportdesk.errors import DeskError
from supportdesk.screens.desk_layout import TWO
from supportdesk.screens.footer import hints
from supportdesk.screens.helped import Helped
from supportdesk.screens.keying import Keying
from supportdesk.screens.wording import nothing_to
from supportdesk.widgets.fitting import whole
from supportdesk.widgets.ink import Ground, Ink, Line, Span, length
from supportdesk.widgets.lines import Bar

Answer = TypeVar("Answer")
Told = Callable[[Outcome], None]


class Room(Helped[Answer]):
    """A screen in front of the desk, for one kind of record; `changed` hears of every change that is made here."""

    scopes: ClassVar[tuple[Scope, ...]] = ()

    def __init__(self, access: Access, title: str, *, changed: Told) -> None:
        super().__init__()
        self.access, self.heading, self.changed = access, title, changed
        self.title_bar, self.status = Bar(ground=Ground.FOCUSED), Bar(ground=Ground.BAR)
        self.keying = Keying(access.habits.keymap, self.heard, self)

    def heard(self) -> Sequence[Scope]:
        """Whose keys are heard here."""
        return self.scopes

    def on_key(self, event: Key) -> None:
        """Two keys pressed one after the other mean what they mean elsewhere."""
        self.keying.hear(event, self.set_timer)

    def say_hints(self) -> None:
        """The title, and as many of the keys as there is room for; those for help and for the way back are always."""
        title: Line = ((f" {self.heading} ", Ink.STRONG),)
        keymap, room = self.access.habits.keymap, self.title_bar.size.width or 60
        pairs: list[Line] = [
            ((keymap.shown(action.id), Ink.KEY), (f" {action.label}  ", Ink.DIM))
            for action in hints(*self.heard())
            if keymap.shown(action.id) and self.offers(action.id)
        ]
        back = pairs.pop() if pairs else ()
        if key := keymap.shown_in("help", self.heard()[0]):
            back = ((key, Ink.KEY), (" help  ", Ink.DIM), *back)
        fitting: list[Span] = []
        for pair in pairs:
            if length((*title, *fitting, *pair, *back)) >= room:
                break
            fitting += pair
        self.title_bar.say(title, (*fitting, *back))

    def offers(self, action: str) -> bool:  # noqa: ARG002 - a room says which of its actions has something to act on
        """Whether an action can be done where the cursor stands now."""
        return True

    def on_mount(self) -> None:
        """What does not fit side by side stands below each other from the first frame on."""
        self._lay_out()

    def on_resize(self) -> None:
        """More or fewer keys find room, and parts beside each other."""
        self._lay_out()
        self.call_after_refresh(self.say_hints)

    def _lay_out(self) -> None:
        self.query(".box").set_class(self.app.size.width < TWO, "narrow")

    def say_following(self, first: Line, following: Sequence[Line]) -> None:
        """What may be pressed after the first of two keys."""
        self.title_bar.say(whole(first, following, self.title_bar.size.width))

    def tell(self, text: str) -> None:
        """One line about what was done; safe to show."""
        self.status.say(((" ✓ ", Ink.GOOD), (text, Ink.TEXT)) if text else ())

    def remark(self, text: str) -> None:
        """One line about what there was not to do, or what is to be known; safe to show."""
        self.status.say(((" · ", Ink.DIM), (text, Ink.TEXT)))

    def tell_failure(self, error: DeskError) -> None:
        """One line about what was not done, and why."""
        self.status.say(((" ✗ ", Ink.BAD), (shown_line(error.message), Ink.BAD)))

    def perform(
        self, verb: str, said: str, then: Callable[[Outcome], None], *, failed: Failed | None = None, **words: Word
    ) -> None:
        """Run a verb; say what it did, tell the desk, and go on."""

        def done(outcome: Outcome) -> None:
            self.changed(outcome)
            if outcome.change is not None:
                self.tell(said)
            else:
                self.remark(nothing_to(verb))
            then(outcome)

        self.access.perform(verb, Target(), words, then=done, failed=failed or self.tell_failure)

    def undo(self, then: Callable[[Outcome], None]) -> None:
        """Take the agent's last change back, whatever it was."""
        self.perform("undo", "undid your last change", then)
