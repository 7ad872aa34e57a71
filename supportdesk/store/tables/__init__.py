"""The tables, by name. Their rows never leave the store, and only `change.py` writes the columns of a ticket.

A table is made when it is first asked for: making all of them takes longer than most commands. What is asked of
`metadata` concerns all tables, so asking for it makes them all.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from supportdesk.store.tables import row
from supportdesk.store.tables.row import Key

if TYPE_CHECKING:
    from sqlalchemy import MetaData

    from supportdesk.store.tables.about import meta
    from supportdesk.store.tables.agents import agent, team
    from supportdesk.store.tables.customers import address, customer, organization
    from supportdesk.store.tables.found_by import ticket_tag, ticket_text
    from supportdesk.store.tables.mailboxes import arrival, delivery, lease, mailbox, silence
    from supportdesk.store.tables.mails import blob, mail_reference
    from supportdesk.store.tables.members import membership
    from supportdesk.store.tables.messages import attachment, message
    from supportdesk.store.tables.past import change, event
    from supportdesk.store.tables.private import draft, presence, seen
    from supportdesk.store.tables.records import field, tag, template
    from supportdesk.store.tables.row import metadata
    from supportdesk.store.tables.tickets import ticket
    from supportdesk.store.tables.views import view

__all__ = [
    "Key",
    "address",
    "agent",
    "arrival",
    "attachment",
    "blob",
    "change",
    "customer",
    "delivery",
    "draft",
    "event",
    "field",
    "lease",
    "mail_reference",
    "mailbox",
    "membership",
    "message",
    "meta",
    "metadata",
    "organization",
    "presence",
    "seen",
    "silence",
    "tag",
    "team",
    "template",
    "ticket",
    "ticket_tag",
    "ticket_text",
    "view",
]

_FILES = {
    "about": ("meta",),
    "customers": ("organization", "customer", "address"),
    "agents": ("team", "agent"),
    "members": ("membership",),
    "views": ("view",),
    "records": ("template", "tag", "field"),
    "tickets": ("ticket",),
    "found_by": ("ticket_tag", "ticket_text"),
    "messages": ("message", "attachment"),
    "mails": ("blob", "mail_reference"),
    "mailboxes": ("mailbox", "arrival", "delivery", "lease", "silence"),
    "past": ("change", "event"),
    "private": ("draft", "seen", "presence"),
}
"""The files beside this one, and the tables that each holds."""

_FILE_OF = {table: file for file, tables in _FILES.items() for table in tables}


def __getattr__(name: str) -> object:
    """A table, or the metadata with all of them."""
    if name == "metadata":
        found = _whole()
    elif name in _FILE_OF:
        found = getattr(import_module(f"{__name__}.{_FILE_OF[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def _whole() -> "MetaData":
    for file in _FILES:
        import_module(f"{__name__}.{file}")
    return row.metadata
