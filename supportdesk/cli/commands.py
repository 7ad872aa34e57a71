"""The table of commands: the file that holds each and the sentence that help lists, in the order of help.

Nothing here imports a command, so help costs no more than the table; a test holds the sentences equal to the
commands' own.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supportdesk.cli.tree import Commands


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: the file beside this one that holds it, and what it does."""

    file: str
    summary: str


VERBS: dict[str, Entry] = {
    "new": Entry("opening", "Open a ticket and print its number, alone"),
    "list": Entry("lists", "List tickets, the most pressing first"),
    "count": Entry(
        "lists", "Count tickets: all of them, those that a filter matches, or one number for each value of a field"
    ),
    "search": Entry("lists", "Search subjects, messages and customers for words, in any form of Russian and English"),
    "show": Entry("showing", "Show a ticket: its facts, and its thread with the new words of each message"),
    "reply": Entry("conversation", "Answer customers in public: one message for each ticket, queued for delivery"),
    "note": Entry("conversation", "Leave a note that only agents see"),
    "macro": Entry(
        "conversation",
        "Do all that a canned response says: send its text, if it has one, and do its actions, in one change",
    ),
    "next": Entry("queue", "Take the most pressing ticket that nobody has, and show it with the reasons"),
    "assign": Entry("marking", "Give tickets to an agent, a team, both, or to nobody"),
    "status": Entry("moving", "Move tickets to a status: open, pending, hold, solved or closed"),
    "solve": Entry("moving", "Mark tickets as answered"),
    "close": Entry("moving", "Close tickets for good, all or none"),
    "reopen": Entry("moving", "Open solved tickets again"),
    "pend": Entry("moving", "Leave tickets to the customer's turn, until their next message or a time"),
    "hold": Entry("moving", "Leave tickets to a third party's turn, until a time if one is given"),
    "snooze": Entry("moving", "Put tickets out of the way until a time or the customer's next message"),
    "unsnooze": Entry("moving", "Have snoozed tickets back at once"),
    "priority": Entry("marking", "Say how much tickets press: low, normal, high or urgent"),
    "type": Entry("marking", "Say what tickets are: question, incident, problem or task"),
    "rate": Entry("marking", "Keep what customers thought of how their tickets went: 1/5 to 5/5, the best"),
    "tag": Entry("marking", "Put tags on tickets with + and take them off with -"),
    "set": Entry(
        "marking", "Write fields of tickets: subject, due, channel, customer, type, priority, team, and the desk's own"
    ),
    "follow": Entry("marking", "Have people follow tickets with +, who get copies of answers"),
    "why": Entry("rethreading", "Say which rule put a message on its ticket"),
    "rethread": Entry("rethreading", "Move a customer's message to the ticket that it belongs to"),
    "delete": Entry("marking", "Put tickets into the bin"),
    "undo": Entry("changes", "Reverse a change in full, or refuse where somebody has built upon it since"),
    "changes": Entry("changes", "List changes, the newest first, with the id that `undo` takes"),
    "history": Entry("changes", "List everything that happened to a ticket, the oldest first, with old and new values"),
    "watch": Entry("watching", "Print events as they happen, one a line, until interrupted"),
}
"""What is done to tickets."""

NOUNS: dict[str, Entry] = {
    "agent": Entry("agents", "Agents: who works at the desk, and what each may do"),
    "team": Entry("teams", "Teams: the support lines, and who is in each"),
    "customer": Entry("customers", "Customers: who asks, and how each is reached"),
    "org": Entry("organizations", "Organizations: the companies that customers belong to"),
    "template": Entry("templates", "Templates: canned responses with {{ placeholders }}, filled in for each ticket"),
    "mail": Entry(
        "mail", "Mail: taking it in, what became of it, quarantine, the outbox, and the worker for all of it"
    ),
    "mailbox": Entry("mailboxes", "Mailboxes: the desk's addresses, where their mail comes from and how it leaves"),
    "view": Entry("views", "Views: filters saved under a name"),
    "tags": Entry("labels", "Tags: the words that tickets are marked with (list, show, add, edit, remove)"),
    "field": Entry("fields", "Fields: what the desk notes on tickets besides the usual"),
    "config": Entry("configuration", "The settings in force, and the file that holds them"),
    "db": Entry("database", "The store: its version and size, its proof, its upgrade"),
}
"""What the desk consists of besides tickets."""

DESK: dict[str, Entry] = {
    "init": Entry("database", "Make a desk where there is none, with you as its first agent and admin"),
    "import": Entry("exchange", "Read tickets from a file"),
    "export": Entry("exchange", "Write tickets to a file"),
    "demo": Entry("demo", "Open the console on a throw-away desk of believable tickets, English and Russian"),
    "serve": Entry("serving", "Show the console in a browser, for as long as this command runs"),
    "help": Entry("topics", "Explain a topic or a command"),
}
"""What is done to the desk as a whole."""

RECORD_VERBS = ("list", "show", "add", "edit", "remove")
"""What every noun can be asked for; `tag list` is of the tags, `tag 12 +vip` of a ticket."""

SECTIONS = {"Tickets": VERBS, "The desk's records": NOUNS, "The desk": DESK}
COMMANDS = {**VERBS, **NOUNS, **DESK}


def commands_of(name: str) -> "Commands":
    """The commands of the file that holds this one."""
    module = import_module(f"supportdesk.cli.{COMMANDS[name].file}")
    found: Commands = module.records if name in NOUNS else module.app
    return found


def visible(name: str) -> str:
    """A command's name as users write it: the tags' own commands are `tag list` and the like."""
    return "tag" if name == "tags" else name
