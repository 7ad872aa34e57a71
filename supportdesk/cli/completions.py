"""Words that a shell offers after TAB: what stands in a local store, read without the store's libraries."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from supportdesk.store.peek import Peek


def ticket_numbers(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Open tickets with their subjects, the newest first."""
    peek = _peek(context)
    return peek.tickets(incomplete) if peek and (not incomplete or incomplete.isdecimal()) else []


def agent_logins(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Agents who are here."""
    peek = _peek(context)
    return peek.agents(incomplete) if peek else []


def team_names(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Teams."""
    return _named(context, "team", incomplete)


def tag_names(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Tags."""
    return _named(context, "tag", incomplete)


def view_names(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Views."""
    return _named(context, "view", incomplete)


def template_names(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Canned responses."""
    return _named(context, "template", incomplete)


def mailbox_names(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Mailboxes."""
    return _named(context, "mailbox", incomplete)


def _named(context: typer.Context, table: str, incomplete: str) -> list[tuple[str, str]]:
    peek = _peek(context)
    return peek.names(table, incomplete) if peek else []


def _peek(context: typer.Context) -> "Peek | None":
    """The local store that this call would open; a server is not asked, for TAB must answer at once."""
    from supportdesk.cli import call as calls
    from supportdesk.config import resolve
    from supportdesk.errors import DeskError
    from supportdesk.store.peek import Peek

    given = context.find_root().params
    flags = {"store": given.get("store"), "profile": given.get("profile")}
    try:
        settings = resolve(calls.of(context).environment, flags=flags)
    except DeskError:
        return None
    return Peek.of(settings.store)
