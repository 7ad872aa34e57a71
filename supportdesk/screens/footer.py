"""The footer: the few keys that matter most where the agent is now."""

from collections.abc import Sequence

from supportdesk.actions import Action, Scope, hints
from supportdesk.screens.desk_layout import Pane
from supportdesk.widgets.ink import Ink, Line, Span, length

MOST_HINTS = 8
"""Hints besides that for help: more are not read."""

HEARD = {
    Pane.VIEWS: (Scope.VIEWS, Scope.CONSOLE),
    Pane.INBOX: (Scope.LIST, Scope.TICKETS, Scope.CONSOLE),
    Pane.TICKET: (Scope.THREAD, Scope.TICKETS, Scope.CONSOLE),
}
"""The scopes of each pane that the footer names."""


def footer(scopes: Sequence[Scope], width: int) -> Line:
    """The hints of some scopes that fit, the one for help always among them."""
    return _fitting(hints(*scopes), width)


def _fitting(actions: Sequence[Action], width: int) -> Line:
    pairs: list[tuple[Span, ...]] = [((f" {one.key}", Ink.KEY), (f" {one.label} ", Ink.DIM)) for one in actions]
    last = pairs.pop() if actions and actions[-1].id == "help" else ()
    fitting: list[Span] = []
    for pair in pairs[:MOST_HINTS]:
        if length((*fitting, *pair, *last)) > width:
            break
        fitting.extend(pair)
    return (*fitting, *last)
