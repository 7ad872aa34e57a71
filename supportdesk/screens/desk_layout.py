"""The panes, and how many of them stand side by side in a terminal of some width."""

from enum import IntEnum
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Vertical

from supportdesk.actions import Scope, bindings


class Pane(IntEnum):
    """The panes, from left to right."""

    VIEWS = 0
    INBOX = 1
    TICKET = 2


WITHOUT_DESK = frozenset(
    [
        "quit",
        "help",
        "back",
        "next_pane",
        "previous_pane",
        "views",
        "list",
        "zoom",
        "hide_views",
        "narrower",
        "wider",
        "theme",
    ]
)
"""Actions that can be carried out before the desk is open."""

THREE = 146
"""Columns from which all panes fit."""

TWO = 98


def shown(width: int, pane: Pane, *, views: bool = True) -> frozenset[Pane]:
    """The panes to show in a terminal of this width while `pane` has the keys; `views` False hides the views there."""
    if width >= THREE:
        return frozenset(Pane) if views or pane == Pane.VIEWS else frozenset({Pane.INBOX, Pane.TICKET})
    if width >= TWO:
        return frozenset({Pane.VIEWS, Pane.INBOX} if pane == Pane.VIEWS else {Pane.INBOX, Pane.TICKET})
    return frozenset({pane})


class ViewsPane(Vertical):
    """The views and their counts."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.VIEWS, target="screen")]


class InboxPane(Vertical):
    """The list with its title and heading; the filter bar lies over its last lines, so that nothing moves for it."""

    DEFAULT_CSS = """
    InboxPane { layers: base over; }
    InboxPane FilterBar { layer: over; dock: bottom; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.LIST, target="screen"),
        *bindings(Scope.TICKETS, target="screen"),
    ]


class TicketPane(Vertical):
    """One ticket: facts, thread, and the composer when something is written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.THREAD, target="screen"),
        *bindings(Scope.TICKETS, target="screen"),
    ]
