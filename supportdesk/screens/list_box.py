"""A box over the desk with a title, lines to move among, and the keys for them at its foot."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key

from supportdesk.actions import Scope
from supportdesk.keymap import Keymap
from supportdesk.screens.footer import footer
from supportdesk.screens.helped import Helped
from supportdesk.screens.keying import Keying
from supportdesk.widgets.choices import Choices
from supportdesk.widgets.fitting import whole
from supportdesk.widgets.ink import Ground, Ink, Line
from supportdesk.widgets.lines import Bar


class ListBox(Helped[None]):
    """A screen with it fills the list, and says what the keys of its scope mean."""

    AUTO_FOCUS: ClassVar[str | None] = "Choices"

    def __init__(self, name: str, title: str, scope: Scope, keymap: Keymap) -> None:
        super().__init__()
        self.box, self.heading, self.scope, self.keymap = name, title, scope, keymap
        self.list = Choices(always_lit=True)
        self.bar, self.hints = Bar(ground=Ground.FOCUSED), Bar(ground=Ground.PLAIN)
        self.keying = Keying(keymap, self.heard, self)

    def heard(self) -> Sequence[Scope]:
        """Whose keys are heard here."""
        return self.scope, Scope.MOVE

    def compose(self) -> ComposeResult:
        """Title, lines, keys."""
        with Vertical(id=self.box, classes="box"):
            yield self.bar
            yield self.list
            yield self.hints

    def on_mount(self) -> None:
        """Say what this is."""
        self.bar.say(((f" {self.heading}", Ink.STRONG),))
        self.say_hints()

    def on_resize(self) -> None:
        """As many keys as there is room for."""
        self.say_hints()

    def on_key(self, event: Key) -> None:
        """Two keys pressed one after the other mean what they mean elsewhere."""
        self.keying.hear(event, self.set_timer)

    def say_following(self, first: Line, following: Sequence[Line]) -> None:
        """What may be pressed after the first of two keys."""
        self.hints.say(whole(first, following, self.hints.size.width))

    def say_hints(self) -> None:
        """Name the keys."""
        self.hints.say(footer((self.scope,), self.hints.size.width, self.keymap))

    def remark(self, _text: str) -> None:
        """A key that means nothing here."""
        self.app.bell()
