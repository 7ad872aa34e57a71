"""The table of commands: which file holds each, in the order of help. Nothing here imports what a command does."""

from importlib import import_module

from supportdesk.cli.tree import Commands

VERBS: dict[str, str] = {
    "new": "opening",
    "list": "lists",
    "count": "lists",
    "search": "lists",
    "show": "showing",
    "reply": "conversation",
    "note": "conversation",
    "next": "queue",
    "assign": "marking",
    "status": "moving",
    "solve": "moving",
    "close": "moving",
    "reopen": "moving",
    "pend": "moving",
    "hold": "moving",
    "priority": "marking",
    "type": "marking",
    "tag": "marking",
    "set": "marking",
    "delete": "marking",
    "undo": "changes",
    "changes": "changes",
    "history": "changes",
    "watch": "watching",
}
"""What is done to tickets."""

NOUNS: dict[str, str] = {
    "agent": "agents",
    "team": "teams",
    "customer": "customers",
    "org": "organizations",
    "template": "templates",
    "view": "views",
    "tags": "labels",
    "field": "fields",
    "config": "configuration",
    "db": "database",
}
"""What the desk consists of besides tickets."""

DESK: dict[str, str] = {
    "init": "database",
    "import": "exchange",
    "export": "exchange",
    "demo": "demo",
    "help": "topics",
}
"""What is done to the desk as a whole."""

RECORD_VERBS = ("list", "show", "add", "edit", "remove")
"""What every noun can be asked for; `tag list` is of the tags, `tag 12 +vip` of a ticket."""

SECTIONS = {"Tickets": VERBS, "The desk's records": NOUNS, "The desk": DESK}
FILES = {**VERBS, **NOUNS, **DESK}


def commands_of(name: str) -> Commands:
    """The commands of the file that holds this one."""
    module = import_module(f"supportdesk.cli.{FILES[name]}")
    found: Commands = module.records if name in NOUNS else module.app
    return found


def visible(name: str) -> str:
    """A command's name as users write it: the tags' own commands are `tag list` and the like."""
    return "tag" if name == "tags" else name
