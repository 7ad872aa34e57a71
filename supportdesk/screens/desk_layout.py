"""Which panes stand side by side: three in a wide terminal, two in a middling one, one in a small one."""

from enum import IntEnum


class Pane(IntEnum):
    """The panes, from left to right."""

    VIEWS = 0
    INBOX = 1
    TICKET = 2


THREE = 146
"""Columns from which all panes fit."""

TWO = 98


def shown(width: int, pane: Pane) -> frozenset[Pane]:
    """The panes to show in a terminal of this width while `pane` has the keys."""
    if width >= THREE:
        return frozenset(Pane)
    if width >= TWO:
        return frozenset({Pane.VIEWS, Pane.INBOX} if pane == Pane.VIEWS else {Pane.INBOX, Pane.TICKET})
    return frozenset({pane})
