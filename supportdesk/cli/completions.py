"""Words that a shell offers after TAB: what stands in a local store, read without the store's libraries."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from supportdesk.store.peek import Peek


def ticket_numbers(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Open tickets with their subjects, the newest first; and what the command takes after its tickets."""
    after = getattr(context.command, "after_tickets", None)
    words = after(context, incomplete) if after else []
    peek = _peek(context)
    return words + (peek.tickets(incomplete) if peek and (not incomplete or incomplete.isdecimal()) else [])


def statuses(_: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The statuses that a ticket can be moved to."""
    from supportdesk.domain.ticket import Status

    return _begun((status for status in Status if status is not Status.NEW), incomplete)


def priorities(_: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """How much a ticket can press."""
    from supportdesk.domain.ticket import Priority

    return _begun((level.word for level in Priority), incomplete)


def types(_: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """What a ticket can be."""
    from supportdesk.domain.ticket import TicketType

    return _begun(TicketType, incomplete)


def signed_tags(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Tags behind the sign that was typed."""
    sign, typed = incomplete[:1], incomplete[1:]
    return [(sign + name, told) for name, told in tag_names(context, typed)] if sign in ("+", "-") else []


def _begun(words: Iterable[str], incomplete: str) -> list[tuple[str, str]]:
    return [(str(word), "") for word in words if word.startswith(incomplete)]


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
