"""The keys of the screen that was asked from, out of the table of actions, and what the letters of the list mean."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input

from supportdesk.actions import Action, Scope, of
from supportdesk.domain.words import fold
from supportdesk.keyboard import with_aliases
from supportdesk.keymap import Keymap
from supportdesk.screens.desk_layout import Pane
from supportdesk.screens.keying import Keying
from supportdesk.screens.legend import LEGEND
from supportdesk.widgets.fields import Field
from supportdesk.widgets.fitting import whole
from supportdesk.widgets.ink import Ground, Ink, Line
from supportdesk.widgets.lines import Bar
from supportdesk.widgets.panel import Panel

HEARD = {
    Pane.VIEWS: (Scope.VIEWS, Scope.MOVE, Scope.CONSOLE, Scope.COMMAND),
    Pane.INBOX: (Scope.TICKETS, Scope.LIST, Scope.MOVE, Scope.CONSOLE, Scope.FILTER, Scope.COMMAND, Scope.COMPOSER),
    Pane.TICKET: (Scope.TICKETS, Scope.THREAD, Scope.FOUND, Scope.MOVE, Scope.CONSOLE, Scope.COMMAND, Scope.COMPOSER),
}
"""What the help of a pane lists: its own keys first, and those of the fields that open in it."""

NAMES = {
    Scope.COMPOSER: "in the composer",
    Scope.STOP: "in the stop before sending",
    Scope.FILTER: "in the filter bar",
    Scope.COMMAND: "in the command line",
    Scope.CHOICE: "in the list to choose from",
    Scope.CUSTOMER: "on a customer's page",
    Scope.FORM: "in the form",
    Scope.SEARCH: "in the search",
    Scope.CANNED: "in the canned responses",
    Scope.COLUMNS: "in the columns",
    Scope.SETTINGS: "in the settings",
    Scope.SOURCE: "in a mail as it came",
    Scope.HOW: "in how messages came",
    Scope.QUARANTINE: "in the quarantine",
}
PANES = {Pane.VIEWS: "in the views", Pane.INBOX: "in the inbox", Pane.TICKET: "in the ticket"}


class HelpScreen(ModalScreen[None]):
    """A page of keys; `/` finds among them."""

    AUTO_FOCUS = "Panel"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(["f1", *with_aliases(["q", "?"])]), "leave", show=False),
        Binding("escape", "back", show=False, priority=True),
        Binding("enter", "read", show=False, priority=True),
        Binding(",".join(with_aliases(["/"])), "find", show=False),
    ]

    def __init__(self, scopes: Sequence[Scope], keymap: Keymap, *, pane: Pane | None = None) -> None:
        """Tell of the keys of some scopes, of which the first gives the page its name unless it is that of a pane."""
        super().__init__()
        self.scopes, self.keymap = scopes, keymap
        self.where = PANES[pane] if pane is not None else NAMES[scopes[0]]
        self.panel, self.field = Panel(), Field(placeholder="a key, or what it does")
        self.bar = Bar(ground=Ground.FOCUSED)
        self.keying = Keying(keymap, lambda: (Scope.MOVE,), self)

    def compose(self) -> ComposeResult:
        """A title over the page, and what is sought between them."""
        with Vertical(id="help", classes="box"):
            yield self.bar
            yield self.field
            yield self.panel

    def on_mount(self) -> None:
        """Fill the page."""
        self.field.display = False
        self.say_hints()
        self._fill("")

    def say_hints(self) -> None:
        """The title, and the keys of this page."""
        keys = (("/", Ink.KEY), (" find  ", Ink.DIM), ("esc", Ink.KEY), (" back ", Ink.DIM))
        self.bar.say(((f" Keys {self.where}", Ink.STRONG),), keys)

    def say_following(self, first: Line, following: Sequence[Line]) -> None:
        """What may be pressed after the first of two keys."""
        self.bar.say(whole(first, following, self.bar.size.width))

    def remark(self, _text: str) -> None:
        """A key that means nothing here."""
        self.app.bell()

    def on_key(self, event: Key) -> None:
        """Two keys pressed one after the other mean what they mean elsewhere."""
        self.keying.hear(event, self.set_timer)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find anew with each letter."""
        self._fill(event.value)

    def _fill(self, sought: str) -> None:
        found = page(self.scopes, self.keymap, sought)
        self.panel.write(found or [(), (("   No key does that.", Ink.DIM),)])

    def action_find(self) -> None:
        """Look for something on this page."""
        self.field.display = True
        self.field.focus()

    def action_read(self) -> None:
        """Move among what was found; where nothing is sought, go back."""
        if self.field.has_focus:
            self.panel.focus()
        else:
            self.dismiss(None)

    def action_back(self) -> None:
        """End the search first, then leave."""
        if not self.field.display:
            self.dismiss(None)
            return
        self.field.value = ""
        self.field.display = False
        self.panel.focus()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def page(scopes: Sequence[Scope], keymap: Keymap, sought: str = "") -> list[Line]:
    """The lines of help for some scopes, or those in which all sought words stand."""
    words = fold(sought).split()
    lines: list[Line] = []
    for scope in scopes:
        found = [line for action in of(scope) if _holds(line := _line(action, keymap), words)]
        if found:
            lines += [(), ((f" {scope.value}", Ink.ACCENT),), *found]
    if words:
        return lines
    legend = ((), ((" The list", Ink.ACCENT),), *LEGEND) if Scope.CONSOLE in scopes else ()
    return [
        *lines,
        *legend,
        (),
        ((" On a Russian layout the letter on the same key does the same.", Ink.DIM),),
        ((" Other keys: supportdesk help keys.", Ink.DIM),),
    ]


def _line(action: Action, keymap: Keymap) -> Line:
    verb = f"  ({action.verb})" if action.verb and action.verb != action.id else ""
    shown = keymap.all_shown(action) or "no key"
    return (
        (f"  {shown:<13} ", Ink.KEY if keymap.keys(action) else Ink.FAINT),
        (action.help, Ink.TEXT),
        (verb, Ink.FAINT),
    )


def _holds(line: Line, words: list[str]) -> bool:
    text = fold("".join(part for part, _ in line))
    return all(word in text for word in words)
