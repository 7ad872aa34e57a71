"""What the console can do: one table, from which key bindings, footer, help and palette all derive.

Every action that changes tickets bears the name of its verb on the command line. How an action is carried out is
not here but in the screens.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from textual.binding import Binding


class Scope(Enum):
    """Where an action's keys are heard; the value is the heading under which help lists it."""

    MOVE = "Moving"
    LIST = "Inbox"
    TICKETS = "Tickets (the marked ones, else the one under the cursor)"
    THREAD = "Thread"
    VIEWS = "Views"
    COMPOSER = "Composer"
    FILTER = "Filter bar"
    CHOICE = "Choosing"
    CONSOLE = "Everywhere"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: `keys` as Textual names them, the first one is the key that hints show.

    `verb` is the command-line verb that it runs, empty for what only moves or shows. `hint` is the order in the
    footer, 0 for none.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    scope: Scope
    verb: str = ""
    hint: int = 0

    @property
    def key(self) -> str:
        """The key as hints and help show it."""
        return shown_key(self.keys[0])


ACTIONS: tuple[Action, ...] = (
    Action("down", ("j", "down"), "down", "one line down", Scope.MOVE),
    Action("up", ("k", "up"), "up", "one line up", Scope.MOVE),
    Action("half_down", ("ctrl+d",), "half a page down", "half a page down", Scope.MOVE),
    Action("half_up", ("ctrl+u",), "half a page up", "half a page up", Scope.MOVE),
    Action("page_down", ("pagedown", "ctrl+f"), "page down", "a page down", Scope.MOVE),
    Action("page_up", ("pageup", "ctrl+b"), "page up", "a page up", Scope.MOVE),
    Action("top", ("g", "home"), "top", "to the top", Scope.MOVE),
    Action("bottom", ("G", "end"), "bottom", "to the bottom", Scope.MOVE),
    Action("open", ("enter", "l", "right"), "open", "open the ticket in its pane", Scope.LIST, hint=1),
    Action("mark", ("x", "space"), "mark", "mark the ticket and go on to the next", Scope.LIST, hint=7),
    Action("mark_all", ("*",), "all", "mark every ticket that matches, not just those on screen", Scope.LIST),
    Action("filter", ("/",), "filter", "narrow the list with the filter language", Scope.LIST, hint=6),
    Action("views", ("h", "left", "backspace"), "views", "go to the views", Scope.LIST),
    Action("refresh", ("R",), "refresh", "read the list again and let new tickets in (g n too)", Scope.LIST),
    Action("reply", ("r",), "reply", "write to the customer", Scope.TICKETS, "reply", hint=2),
    Action("note", ("n",), "note", "write a note that only agents see", Scope.TICKETS, "note", hint=3),
    Action("assign", ("a",), "assign me", "assign to me", Scope.TICKETS, "assign", hint=4),
    Action("assign_to", ("A",), "assign to", "assign to an agent or a team, or to nobody", Scope.TICKETS, "assign"),
    Action("solve", ("e",), "solve", "mark as solved", Scope.TICKETS, "solve", hint=5),
    Action("close", ("c",), "close", "close for good", Scope.TICKETS, "close"),
    Action("status", ("s",), "status", "choose a status", Scope.TICKETS, "status", hint=8),
    Action("priority", ("p",), "priority", "choose a priority", Scope.TICKETS, "priority"),
    Action("tag", ("t",), "tag", "add and remove tags: +new -old", Scope.TICKETS, "tag"),
    Action("templates", ("m",), "canned", "answer with a canned response", Scope.TICKETS, "reply"),
    Action("following", ("]",), "next", "the next ticket of the list", Scope.TICKETS),
    Action("preceding", ("[",), "previous", "the previous ticket of the list", Scope.TICKETS),
    Action("other_down", ("J",), "scroll on", "scroll the other pane down", Scope.TICKETS),
    Action("other_up", ("K",), "scroll back", "scroll the other pane up", Scope.TICKETS),
    Action("fold", ("f",), "quotes", "unfold or fold quoted text", Scope.THREAD, hint=7),
    Action("list", ("h", "left", "backspace"), "list", "back to the list", Scope.THREAD, hint=8),
    Action("choose_view", ("enter", "l", "right"), "open view", "show the tickets of the view", Scope.VIEWS, hint=1),
    Action("send", ("ctrl+j", "ctrl+s"), "send", "send the reply or keep the note", Scope.COMPOSER, hint=1),
    Action("insert", ("ctrl+t",), "canned", "insert a canned response at the cursor", Scope.COMPOSER, hint=2),
    Action("discard", ("ctrl+g",), "drop", "drop what is written", Scope.COMPOSER, hint=3),
    Action("leave", ("escape",), "keep as draft", "keep it as a draft and go back", Scope.COMPOSER, hint=4),
    Action("apply", ("enter",), "apply", "filter the list", Scope.FILTER, hint=1),
    Action("complete", ("tab",), "complete", "take the first completion", Scope.FILTER, hint=2),
    Action("abandon", ("escape",), "as before", "leave the filter as it was", Scope.FILTER, hint=3),
    Action("choose", ("enter",), "choose", "take the line under the cursor", Scope.CHOICE, hint=1),
    Action("choice_down", ("down", "ctrl+n", "tab"), "down", "next line", Scope.CHOICE, hint=2),
    Action("choice_up", ("up", "ctrl+p", "shift+tab"), "up", "previous line", Scope.CHOICE, hint=3),
    Action("dismiss", ("escape",), "back", "leave without choosing", Scope.CHOICE, hint=4),
    Action("next", ("T",), "take next", "take the most pressing ticket that nobody has", Scope.CONSOLE, "next"),
    Action("undo", ("u",), "undo", "undo your last change", Scope.CONSOLE, "undo", hint=9),
    Action("go_view", tuple("123456789"), "1-9 view", "show a view by its number", Scope.CONSOLE),
    Action("next_pane", ("tab",), "pane", "go to the next pane", Scope.CONSOLE),
    Action("previous_pane", ("shift+tab",), "pane back", "go to the pane before", Scope.CONSOLE),
    Action("back", ("escape",), "back", "peel off one layer: prompt, filter, marks, pane", Scope.CONSOLE),
    Action("help", ("?", "f1"), "help", "the keys of this screen", Scope.CONSOLE, hint=11),
    Action("quit", ("q",), "quit", "leave the console; in a ticket, go back to the list", Scope.CONSOLE),
)
"""Every action, in the order of help."""

BY_ID = {action.id: action for action in ACTIONS}

LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
SHIFTED = {**{key: value.upper() for key, value in zip(LATIN, CYRILLIC, strict=True) if key.isalpha()}}
RUSSIAN = {
    **dict(zip(LATIN, CYRILLIC, strict=True)),
    **{key.upper(): value for key, value in SHIFTED.items()},
    "/": ".",
    "?": ",",
}
"""What the Russian layout (ЙЦУКЕН) types on each key of the Latin one, as far as they differ."""

NAMES = {
    ".": "full_stop",
    ",": "comma",
    "*": "asterisk",
    "/": "slash",
    "?": "question_mark",
    "[": "left_square_bracket",
}
NAMES["]"] = "right_square_bracket"


SHORT = {
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "backspace": "bksp",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "1": "1-9",
}
"""Keys that people write otherwise than Textual."""


def with_aliases(keys: Iterable[str]) -> Iterator[str]:
    """The keys as Textual names them, each followed by what the Russian layout types in its place."""
    for key in keys:
        yield NAMES.get(key, key)
        modifier, plus, letter = key.rpartition("+")
        if letter in RUSSIAN:
            yield f"{modifier}{plus}{NAMES.get(RUSSIAN[letter], RUSSIAN[letter])}"


def of(*scopes: Scope) -> tuple[Action, ...]:
    """The actions of some scopes, in the order of the table."""
    return tuple(action for action in ACTIONS if action.scope in scopes)


def bindings(scope: Scope, *, target: str = "", priority: bool = False) -> list[Binding]:
    """The bindings of a scope: each calls `action_do` of the widget that has them, or of `target` such as `screen`."""
    prefix = f"{target}." if target else ""
    return [_binding(action, key, prefix, priority=priority) for action in of(scope) for key in action.keys]


def _binding(action: Action, key: str, prefix: str, *, priority: bool) -> Binding:
    call = f"{prefix}do('{action.id}', '{key}')" if len(action.keys) == 9 else f"{prefix}do('{action.id}')"
    return Binding(",".join(with_aliases([key])), call, action.label, show=False, priority=priority)


def hints(*scopes: Scope) -> tuple[Action, ...]:
    """The six to eight actions that the footer names where these scopes are heard."""
    return tuple(sorted((action for action in of(*scopes) if action.hint), key=lambda action: action.hint))


def shown_key(key: str) -> str:
    """A key as people write it: `ctrl+d`, `esc`, `enter`, `/`."""
    return SHORT.get(key, key)
