"""The footer: the few keys that matter most where the agent is now."""

from collections.abc import Container, Sequence

from supportdesk.actions import Action, Scope, of
from supportdesk.keymap import Keymap
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


def hints(*scopes: Scope) -> tuple[Action, ...]:
    """The actions that the footer names where these scopes are heard, the most important first."""
    return tuple(sorted((action for action in of(*scopes) if action.hint), key=lambda action: action.hint))


OF_A_TICKET = frozenset({"open", "mark", "fold", "search"})
"""What needs a ticket besides the verbs."""


OF_A_COMMAND = frozenset({"word", "older"})
"""What the command line has, and a search with the same field has not, or not always."""


def footer(
    scopes: Sequence[Scope], width: int, keymap: Keymap, *, empty: bool = False, without: Container[str] = ()
) -> Line:
    """The hints of some scopes that fit, the one for help always among them; what has no key is not named.

    Where the list is empty, nothing is named that would have no ticket to act on.
    """
    named = [action for action in hints(*scopes) if keymap.keys(action) and action.id not in without]
    if empty:
        named = [one for one in named if one.scope != Scope.TICKETS and one.id not in OF_A_TICKET]
    return _fitting(named, width, keymap)


def _fitting(actions: Sequence[Action], width: int, keymap: Keymap) -> Line:
    pairs: list[tuple[Span, ...]] = [
        ((f" {keymap.shown(one.id)}", Ink.KEY), (f" {one.label} ", Ink.DIM)) for one in actions
    ]
    last = pairs.pop() if actions and actions[-1].id == "help" else ()
    fitting: list[Span] = []
    for pair in pairs[:MOST_HINTS]:
        if length((*fitting, *pair, *last)) > width:
            break
        fitting.extend(pair)
    return (*fitting, *last)
