"""What the console can do: one table, from which key bindings, footer, help and palette all derive.

Every action that changes tickets bears the name of its verb on the command line. How an action is carried out is
not here but in the screens; other keys than these are in `keymap.py`. Textual is imported only to make bindings.
"""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from supportdesk.keyboard import with_aliases

if TYPE_CHECKING:
    from textual.binding import Binding


class Scope(Enum):
    """Where an action's keys are heard; the value is the heading under which help lists it."""

    MOVE = "Moving"
    LIST = "Inbox"
    TICKETS = "Tickets (the marked ones, else the one under the cursor)"
    THREAD = "Thread"
    FOUND = "Thread, while something is searched for"
    VIEWS = "Views"
    COMPOSER = "Composer"
    STOP = "Before an answer goes out"
    FILTER = "Filter bar"
    COMMAND = "Command line"
    CHOICE = "Choosing"
    CUSTOMER = "A customer"
    FORM = "Forms"
    SEARCH = "Search across the desk"
    CANNED = "Canned responses"
    COLUMNS = "Columns of the inbox"
    SETTINGS = "Settings"
    SOURCE = "A mail as it came"
    HOW = "How messages came and went"
    QUARANTINE = "Quarantine"
    CONSOLE = "Everywhere"


TOGETHER: dict[str, tuple[Scope, ...]] = {
    "the inbox": (Scope.LIST, Scope.TICKETS, Scope.MOVE, Scope.CONSOLE),
    "the ticket": (Scope.THREAD, Scope.TICKETS, Scope.MOVE, Scope.CONSOLE),
    "the views": (Scope.VIEWS, Scope.MOVE, Scope.CONSOLE),
    "a searched thread": (Scope.FOUND, Scope.MOVE),
    "the composer": (Scope.COMPOSER,),
    "a stop before sending": (Scope.STOP, Scope.MOVE),
    "the filter bar": (Scope.FILTER,),
    "the command line": (Scope.COMMAND,),
    "a pick list": (Scope.CHOICE,),
    "a customer": (Scope.CUSTOMER, Scope.MOVE),
    "a form": (Scope.FORM,),
    "the search": (Scope.SEARCH,),
    "the canned responses": (Scope.CANNED, Scope.CHOICE),
    "the columns": (Scope.COLUMNS, Scope.MOVE),
    "the settings": (Scope.SETTINGS, Scope.MOVE),
    "a mail as it came": (Scope.SOURCE, Scope.MOVE),
    "how messages came": (Scope.HOW, Scope.MOVE),
    "the quarantine": (Scope.QUARANTINE, Scope.MOVE),
}
"""Which keys are heard at the same time; among these no key means two things."""

WRITTEN_IN = frozenset(
    {Scope.COMPOSER, Scope.FILTER, Scope.COMMAND, Scope.CHOICE, Scope.FORM, Scope.SEARCH, Scope.CANNED}
)
"""Where letters are text and no keys."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: `keys` as Textual names them, the first one is the key that hints show; two keys one after the
    other are written with a space.

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


ACTIONS: tuple[Action, ...] = (
    Action("down", ("j", "down"), "down", "one line down", Scope.MOVE),
    Action("up", ("k", "up"), "up", "one line up", Scope.MOVE),
    Action("half_down", ("ctrl+d",), "half a page down", "half a page down", Scope.MOVE),
    Action("half_up", ("ctrl+u",), "half a page up", "half a page up", Scope.MOVE),
    Action("page_down", ("pagedown", "ctrl+f"), "page down", "a page down", Scope.MOVE),
    Action("page_up", ("pageup", "ctrl+b"), "page up", "a page up", Scope.MOVE),
    Action("top", ("g g", "home"), "top", "to the top", Scope.MOVE),
    Action("bottom", ("G", "end"), "bottom", "to the bottom", Scope.MOVE),
    Action("open", ("enter", "l", "right"), "open", "open the ticket in its pane", Scope.LIST, hint=1),
    Action("mark", ("x", "space"), "mark", "mark the ticket and go on to the next", Scope.LIST, hint=7),
    Action("mark_all", ("*",), "all", "mark every ticket that matches, not just those on screen", Scope.LIST),
    Action("range", ("V",), "range", "mark from here on while moving; again to end", Scope.LIST),
    Action("filter", ("/",), "filter", "narrow the list with the filter language", Scope.LIST, hint=6),
    Action("views", ("h", "left", "backspace"), "views", "go to the views", Scope.LIST),
    Action("reply", ("r",), "reply", "write to the customer", Scope.TICKETS, "reply", hint=2),
    Action("note", ("n",), "note", "write a note that only agents see", Scope.TICKETS, "note", hint=3),
    Action("assign", ("a",), "assign me", "assign to me", Scope.TICKETS, "assign", hint=4),
    Action("assign_to", ("A",), "assign to", "assign to an agent or a team, or to nobody", Scope.TICKETS, "assign"),
    Action("solve", ("e",), "solve", "mark as solved", Scope.TICKETS, "solve", hint=5),
    Action("close", ("c",), "close", "close for good", Scope.TICKETS, "close"),
    Action("status", ("s",), "status", "choose a status", Scope.TICKETS, "status", hint=8),
    Action("snooze", ("z",), "snooze", "put out of the way until a time, or back", Scope.TICKETS, "snooze"),
    Action("priority", ("p",), "priority", "choose a priority", Scope.TICKETS, "priority"),
    Action("tag", ("t",), "tag", "add and remove tags: +new -old", Scope.TICKETS, "tag"),
    Action("macro", ("m",), "macro", "answer with a canned response, and do its actions", Scope.TICKETS, "macro"),
    Action("repeat", (".",), "again", "do the last verb again, on these", Scope.TICKETS),
    Action("copy", ("y",), "copy", "copy number, address, text or the marked lines", Scope.TICKETS),
    Action("files", ("o",), "files", "open or save the files of the ticket", Scope.TICKETS),
    Action("customer", ("i",), "who", "who asks: their addresses, company, notes and past tickets", Scope.TICKETS),
    Action("source", ("v",), "source", "the newest mail as it came, headers and all", Scope.TICKETS),
    Action("why", ("W",), "why", "why each message is here, and how far each letter got", Scope.TICKETS),
    Action("following", ("]",), "next", "the next ticket of the list", Scope.TICKETS),
    Action("preceding", ("[",), "previous", "the previous ticket of the list", Scope.TICKETS),
    Action("other_down", ("J",), "scroll on", "scroll the other pane down", Scope.TICKETS),
    Action("other_up", ("K",), "scroll back", "scroll the other pane up", Scope.TICKETS),
    Action("fold", ("f",), "quotes", "unfold or fold quoted text", Scope.THREAD, hint=7),
    Action("search", ("/",), "search", "search the thread", Scope.THREAD, hint=6),
    Action("retry_letter", ("!",), "send again", "send what failed or waits", Scope.THREAD, "mail outbox retry"),
    Action(
        "cancel_letter",
        ("X",),
        "call back",
        "take back a letter that waits or failed",
        Scope.THREAD,
        "mail outbox cancel",
    ),
    Action("list", ("h", "left", "backspace"), "list", "back to the list", Scope.THREAD, hint=8),
    Action("find_next", ("n", "enter"), "next", "the next place where it stands", Scope.FOUND, hint=1),
    Action("find_previous", ("N",), "previous", "the place before", Scope.FOUND, hint=2),
    Action("choose_view", ("enter", "l", "right"), "open view", "show the tickets of the view", Scope.VIEWS, hint=1),
    Action("send", ("ctrl+j", "ctrl+s"), "send", "send the reply or keep the note", Scope.COMPOSER, hint=1),
    Action("send_solve", ("ctrl+r",), "& solve", "send it and solve the ticket", Scope.COMPOSER, hint=2),
    Action("send_pend", ("ctrl+l",), "& pend", "send it and leave the ticket to the customer", Scope.COMPOSER, hint=3),
    Action("copies", ("f2",), "copies", "choose who gets a copy", Scope.COMPOSER, hint=7),
    Action("insert", ("ctrl+t", "f4"), "canned", "insert a canned response here (; too)", Scope.COMPOSER, hint=4),
    Action("editor", ("ctrl+e",), "editor", "go on in your own editor, and come back", Scope.COMPOSER, hint=5),
    Action("attach", ("ctrl+f",), "file", "attach a file, or take one off", Scope.COMPOSER, hint=6),
    Action("words_only", ("ctrl+n", "f8"), "words only", "leave out what the canned response would do", Scope.COMPOSER),
    Action("discard", ("ctrl+g",), "drop", "drop what is written", Scope.COMPOSER, hint=8),
    Action("leave", ("escape",), "keep as draft", "keep it as a draft and go back", Scope.COMPOSER, hint=9),
    Action("send_anyway", ("ctrl+y",), "send", "send it all the same", Scope.STOP, hint=1),
    Action("edit_again", ("escape", "enter"), "edit", "go on writing", Scope.STOP, hint=2),
    Action("drop_it", ("ctrl+g",), "drop", "drop what is written", Scope.STOP, hint=3),
    Action("apply", ("enter",), "apply", "filter the list", Scope.FILTER, hint=1),
    Action("complete", ("tab",), "complete", "take the first completion", Scope.FILTER, hint=2),
    Action("abandon", ("escape",), "as before", "leave the filter as it was", Scope.FILTER, hint=3),
    Action("run", ("enter",), "run", "do what is written", Scope.COMMAND, hint=1),
    Action("word", ("tab",), "complete", "take the first completion", Scope.COMMAND, hint=2),
    Action("older", ("up", "ctrl+p"), "older", "the command before", Scope.COMMAND, hint=3),
    Action("newer", ("down", "ctrl+n"), "newer", "the command after", Scope.COMMAND),
    Action("unsay", ("escape",), "back", "leave without doing anything", Scope.COMMAND, hint=4),
    Action("choose", ("enter",), "choose", "take the line under the cursor", Scope.CHOICE, hint=1),
    Action("choice_down", ("down", "ctrl+n", "tab"), "next", "next line", Scope.CHOICE, hint=5),
    Action("choice_up", ("up", "ctrl+p", "shift+tab"), "previous", "previous line", Scope.CHOICE, hint=6),
    Action("choices_on", ("pagedown",), "page down", "a page down, in the preview where there is one", Scope.CHOICE),
    Action("choices_back", ("pageup",), "page up", "a page up, in the preview where there is one", Scope.CHOICE),
    Action("dismiss", ("escape",), "back", "leave without choosing", Scope.CHOICE, hint=7),
    Action("take", ("enter", "l", "right"), "open, edit", "open the ticket, or edit the line", Scope.CUSTOMER, hint=1),
    Action("side", ("tab", "shift+tab"), "side", "from the tickets to the lines and back", Scope.CUSTOMER, hint=2),
    Action("merge", ("M",), "merge", "make one customer of two", Scope.CUSTOMER, "customer merge", hint=3),
    Action("revoke", ("u",), "undo", "undo your last change", Scope.CUSTOMER, "undo", hint=4),
    Action("keep", ("ctrl+j", "ctrl+s"), "keep", "keep the note that is written", Scope.CUSTOMER),
    Action("away", ("escape", "q", "h", "left"), "back", "leave the line, or go back", Scope.CUSTOMER, hint=5),
    Action("save", ("ctrl+j", "ctrl+s"), "save", "save what is written", Scope.FORM, hint=1),
    Action("form_take", ("enter",), "take", "take the line under the cursor, or go on", Scope.FORM, hint=2),
    Action("form_next", ("tab",), "next", "the next field", Scope.FORM, hint=3),
    Action("form_previous", ("shift+tab",), "previous", "the field before", Scope.FORM),
    Action("form_down", ("down", "ctrl+n"), "down", "down in what is offered", Scope.FORM),
    Action("form_up", ("up", "ctrl+p"), "up", "up in what is offered", Scope.FORM),
    Action("form_empty", ("ctrl+g",), "empty", "empty the form", Scope.FORM, hint=4),
    Action("form_leave", ("escape",), "back", "keep what is written, and go back", Scope.FORM, hint=5),
    Action("hit_open", ("enter",), "open", "open the ticket under the cursor", Scope.SEARCH, hint=1),
    Action("hit_down", ("down", "ctrl+n"), "next", "next find", Scope.SEARCH, hint=2),
    Action("hit_up", ("up", "ctrl+p"), "up", "find before", Scope.SEARCH),
    Action("hit_page_down", ("pagedown",), "page down", "a page down", Scope.SEARCH),
    Action("hit_page_up", ("pageup",), "page up", "a page up", Scope.SEARCH),
    Action("hit_order", ("ctrl+t", "f4"), "order", "best first, or newest first", Scope.SEARCH, hint=3),
    Action("hit_complete", ("tab",), "complete", "take the first completion of a filter term", Scope.SEARCH, hint=4),
    Action("hit_leave", ("escape",), "back", "back to where you were", Scope.SEARCH, hint=5),
    Action("canned_new", ("ctrl+t", "f4"), "new", "write a canned response", Scope.CANNED, "template add", hint=2),
    Action("canned_remove", ("ctrl+x",), "remove", "throw one away", Scope.CANNED, "template remove", hint=3),
    Action("canned_undo", ("ctrl+z",), "undo", "undo your last change", Scope.CANNED, "undo", hint=4),
    Action("show_column", ("x", "space", "enter"), "show", "show the column, or hide it", Scope.COLUMNS, hint=1),
    Action("column_right", ("J", "right", "l"), "right", "move the column to the right", Scope.COLUMNS, hint=2),
    Action("column_left", ("K", "left", "h"), "left", "move the column to the left", Scope.COLUMNS, hint=3),
    Action("usual_columns", ("ctrl+g",), "usual", "the columns as they were at first", Scope.COLUMNS, hint=4),
    Action("columns_done", ("escape", "q"), "back", "keep the columns, and go back", Scope.COLUMNS, hint=5),
    Action("choose_setting", ("enter", "l", "right"), "change", "choose another value", Scope.SETTINGS, hint=1),
    Action("settings_done", ("escape", "q", "h", "left"), "back", "go back", Scope.SETTINGS, hint=2),
    Action("source_find", ("/",), "find", "find words in it", Scope.SOURCE, hint=1),
    Action("source_next", ("n", "enter"), "next", "the next place where they stand", Scope.SOURCE, hint=2),
    Action("source_previous", ("N",), "previous", "the place before", Scope.SOURCE),
    Action("source_later", ("]",), "later", "the next message of the ticket", Scope.SOURCE, hint=3),
    Action("source_earlier", ("[",), "earlier", "the message before", Scope.SOURCE, hint=4),
    Action("source_done", ("escape", "q", "v", "h", "left"), "back", "end the search, or leave", Scope.SOURCE, hint=5),
    Action("how_source", ("enter", "l", "right", "v"), "source", "the mail as it came", Scope.HOW, hint=1),
    Action("how_retry", ("r", "!"), "send again", "send the letter at once", Scope.HOW, "mail outbox retry", hint=2),
    Action("how_cancel", ("x", "X"), "call back", "take the letter back", Scope.HOW, "mail outbox cancel", hint=3),
    Action("how_undo", ("u",), "undo", "undo your last change", Scope.HOW, "undo", hint=4),
    Action("how_done", ("escape", "q", "W", "h", "left"), "back", "go back", Scope.HOW, hint=5),
    Action("held_read", ("enter", "l", "right", "v"), "read", "read all of it, as it came", Scope.QUARANTINE, hint=1),
    Action("held_retry", ("r",), "retry", "take it in now", Scope.QUARANTINE, "mail quarantine retry", hint=2),
    Action("held_discard", ("x",), "discard", "throw it away", Scope.QUARANTINE, "mail quarantine discard", hint=3),
    Action("held_undo", ("u",), "undo", "undo your last change", Scope.QUARANTINE, "undo", hint=4),
    Action("held_down", ("J",), "scroll on", "scroll what is shown of it down", Scope.QUARANTINE),
    Action("held_up", ("K",), "scroll back", "scroll what is shown of it up", Scope.QUARANTINE),
    Action("held_done", ("escape", "q", "h", "left"), "back", "go back", Scope.QUARANTINE, hint=5),
    Action("next", ("T",), "take next", "take the most pressing ticket that nobody has", Scope.CONSOLE, "next"),
    Action("undo", ("u",), "undo", "undo your last change", Scope.CONSOLE, "undo", hint=9),
    Action("command", (":",), "command", "the verbs of the command line, with completion", Scope.CONSOLE, hint=10),
    Action("palette", ("ctrl+p",), "palette", "find anything: actions, views, agents, tickets", Scope.CONSOLE),
    Action("jump", ("ctrl+o",), "jump", "show a letter on each pane, and go there by it", Scope.CONSOLE),
    Action("refresh", ("g n", "R"), "new", "let new tickets in, and read the list again", Scope.CONSOLE),
    Action("go_inbox", ("g i",), "inbox", "the first view", Scope.CONSOLE),
    Action("go_mine", ("g m",), "mine", "my open tickets", Scope.CONSOLE),
    Action("go_unassigned", ("g u",), "unassigned", "open tickets that nobody has", Scope.CONSOLE),
    Action("go_overdue", ("g o",), "overdue", "tickets whose time has run out", Scope.CONSOLE),
    Action("go_failed", ("g f",), "not sent", "tickets with a letter that was not delivered", Scope.CONSOLE),
    Action("quarantine", ("g q",), "quarantine", "mail that could not be taken in", Scope.CONSOLE),
    Action("new", ("N",), "new ticket", "open a ticket for somebody who calls", Scope.CONSOLE, "new"),
    Action("search_desk", ("F",), "search", "search all tickets, with the place where the words stand", Scope.CONSOLE),
    Action("canned", ("g r",), "canned", "read, write and change canned responses", Scope.CONSOLE),
    Action("columns", ("g c",), "columns", "choose the columns of the inbox, and their order", Scope.CONSOLE),
    Action("settings", (",",), "settings", "how the console looks and works, and where that is said", Scope.CONSOLE),
    Action("theme", ("g l",), "theme", "choose the colours of the console", Scope.CONSOLE),
    Action("notify", ("g b",), "bell", "choose what calls you: nothing, the bell, the desktop", Scope.CONSOLE),
    Action("after", ("g a",), "after", "choose what comes after a ticket is done", Scope.CONSOLE),
    Action("session", ("g s",), "session", "what was done since the console was opened", Scope.CONSOLE),
    Action("go_view", tuple("123456789"), "1-9 view", "show a view by its number", Scope.CONSOLE),
    Action("zoom", ("Z",), "zoom", "give this pane the whole screen, or no longer", Scope.CONSOLE),
    Action("hide_views", ("b",), "hide views", "hide the views, or show them again", Scope.CONSOLE),
    Action("narrower", ("<",), "narrower", "make this pane narrower", Scope.CONSOLE),
    Action("wider", (">",), "wider", "make this pane wider", Scope.CONSOLE),
    Action("next_pane", ("tab",), "pane", "go to the next pane", Scope.CONSOLE),
    Action("previous_pane", ("shift+tab",), "pane back", "go to the pane before", Scope.CONSOLE),
    Action("back", ("escape",), "back", "peel off one layer: prompt, filter, marks, pane", Scope.CONSOLE),
    Action("help", ("?", "f1"), "help", "the keys of this screen", Scope.CONSOLE, hint=11),
    Action("quit", ("q",), "quit", "leave the console; in a ticket, go back to the list", Scope.CONSOLE),
)
"""Every action, in the order of help."""

BY_ID = {action.id: action for action in ACTIONS}


def of(*scopes: Scope) -> tuple[Action, ...]:
    """The actions of some scopes, in the order of the table."""
    return tuple(action for action in ACTIONS if action.scope in scopes)


def binding_id(action: Action, place: int) -> str:
    """The name under which other keys take the place of these; `go_view` has one for each view."""
    return f"{action.id}.{place + 1}" if action.id == "go_view" else action.id


def bindings(scope: Scope, *, target: str = "", priority: bool = False) -> "list[Binding]":
    """The bindings of a scope: each calls `action_do` of the widget that has them, or of `target` such as `screen`."""
    from textual.binding import Binding

    prefix = f"{target}." if target else ""
    made = []
    for action in of(scope):
        for place, key in enumerate(action.keys):
            call = f"do('{action.id}', '{place + 1}')" if action.id == "go_view" else f"do('{action.id}')"
            keys, name = ",".join(with_aliases([key])), binding_id(action, place)
            made.append(Binding(keys, prefix + call, action.label, show=False, priority=priority, id=name))
    return made


def bindings_of(name: str, call: str) -> "list[Binding]":
    """The bindings of one action where it is heard beside a scope that is not its own; they call something else."""
    from textual.binding import Binding

    action = BY_ID[name]
    return [Binding(",".join(with_aliases([key])), call, action.label, show=False, id=name) for key in action.keys]
