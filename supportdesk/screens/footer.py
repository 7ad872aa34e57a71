"""The footer: the few keys that matter most where the agent is now."""

from collections.abc import Container, Sequence

from supportdesk.actions import BY_ID, Action, Scope, of
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
    named = sorted((action for action in of(*scopes) if action.hint), key=lambda action: action.hint)
    return (*named, BY_ID["back"]) if Scope.FOUND in scopes else tuple(named)


OF_A_TICKET = frozenset({"open", "mark", "fold", "search"})
"""What needs a ticket besides the verbs."""


OF_A_PLACE = frozenset({"find_next", "find_previous"})
"""What needs a place where something that is searched for was found."""

OF_A_COMMAND = frozenset({"word", "older"})
"""What the command line has, and a search with the same field has not, or not always."""


def footer(
    scopes: Sequence[Scope], width: int, keymap: Keymap, *, empty: bool = False, without: Container[str] = ()
) -> Line:
    """The hints of some scopes that fit, the one for help always the last; what has no key there is not named.

    Where the list is empty, nothing is named that would have no ticket to act on.
    """
    named = [
        action for action in hints(*scopes) if keymap.keys(action) and action.id != "help" and action.id not in without
    ]
    if empty:
        named = [one for one in named if one.scope != Scope.TICKETS and one.id not in OF_A_TICKET]
    key = keymap.shown_in("help", scopes[0])
    return _fitting(named, width, keymap, last=_hint(key, BY_ID["help"].label) if key else ())


def _hint(key: str, label: str) -> tuple[Span, ...]:
    return (f" {key}", Ink.KEY), (f" {label} ", Ink.DIM)


def _fitting(actions: Sequence[Action], width: int, keymap: Keymap, *, last: tuple[Span, ...]) -> Line:
    fitting: list[Span] = []
    for pair in (_hint(keymap.shown(one.id), one.label) for one in actions[:MOST_HINTS]):
        if length((*fitting, *pair, *last)) > width:
            break
        fitting.extend(pair)
    return (*fitting, *last)
