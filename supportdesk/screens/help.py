"""The keys of the pane that was asked from, out of the table of actions, and what the letters of the list mean."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from supportdesk.actions import Scope, of, shown_key, with_aliases
from supportdesk.screens.desk_layout import Pane
from supportdesk.widgets.ink import Ground, Ink, Line
from supportdesk.widgets.lines import Bar
from supportdesk.widgets.panel import Panel

HEARD = {
    Pane.VIEWS: (Scope.VIEWS, Scope.MOVE, Scope.CONSOLE),
    Pane.INBOX: (Scope.TICKETS, Scope.LIST, Scope.MOVE, Scope.CONSOLE, Scope.FILTER, Scope.COMPOSER),
    Pane.TICKET: (Scope.TICKETS, Scope.THREAD, Scope.MOVE, Scope.CONSOLE, Scope.COMPOSER),
}

LEGEND: tuple[Line, ...] = (
    (
        ("   status    ", Ink.DIM),
        ("N", Ink.NEW),
        (" new  ", Ink.DIM),
        ("O", Ink.OPEN),
        (" open  ", Ink.DIM),
        ("P", Ink.PENDING),
        (" pending  ", Ink.DIM),
        ("H", Ink.PENDING),
        (" hold  ", Ink.DIM),
        ("S", Ink.SOLVED),
        (" solved  ", Ink.DIM),
        ("C", Ink.SOLVED),
        (" closed", Ink.DIM),
    ),
    (
        ("   priority  ", Ink.DIM),
        ("U", Ink.URGENT),
        (" urgent  ", Ink.DIM),
        ("H", Ink.HIGH),
        (" high  ", Ink.DIM),
        ("·", Ink.FAINT),
        (" normal  ", Ink.DIM),
        ("l", Ink.FAINT),
        (" low", Ink.DIM),
    ),
    (
        ("   due       ", Ink.DIM),
        ("!2h", Ink.LATE),
        (" late by two hours  ", Ink.DIM),
        ("~40m", Ink.SOON),
        (" 40 minutes left  ", Ink.DIM),
        ("3d", Ink.DIM),
        (" three days left", Ink.DIM),
    ),
    (
        ("   marks     ", Ink.DIM),
        ("★", Ink.VIP),
        (" VIP  ", Ink.DIM),
        ("✓", Ink.MARK),
        (" marked  ", Ink.DIM),
        ("✎", Ink.WARN),
        (" draft  ", Ink.DIM),
        ("-", Ink.FAINT),
        (" no longer in this view", Ink.DIM),
    ),
)


class HelpScreen(ModalScreen[None]):
    """A page of keys."""

    AUTO_FOCUS = "Panel"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(["escape", "enter", "f1", *with_aliases(["q", "?"])]), "leave", show=False)
    ]

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self.pane = pane
        self.panel = Panel()

    def compose(self) -> ComposeResult:
        """A title over the page."""
        bar = Bar(ground=Ground.FOCUSED)
        bar.say(((" Keys", Ink.STRONG),), (("esc", Ink.KEY), (" back ", Ink.DIM)))
        with Vertical(id="help", classes="box"):
            yield bar
            yield self.panel

    def on_mount(self) -> None:
        """Fill the page."""
        self.panel.write(page(self.pane))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def page(pane: Pane) -> list[Line]:
    """The lines of help for a pane."""
    lines: list[Line] = []
    for scope in HEARD[pane]:
        lines += [(), ((f" {scope.value}", Ink.ACCENT),)]
        for action in of(scope):
            keys = "1-9" if len(action.keys) == 9 else " ".join(map(shown_key, action.keys))
            verb = f"  ({action.verb})" if action.verb and action.verb != action.id else ""
            lines.append(((f"   {keys:<16}", Ink.KEY), (action.help, Ink.TEXT), (verb, Ink.FAINT)))
    return [
        *lines,
        (),
        ((" The list", Ink.ACCENT),),
        *LEGEND,
        (),
        ((" On a Russian layout the letter on the same key does the same.", Ink.DIM),),
    ]
