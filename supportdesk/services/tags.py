"""Writes of tags: the desk's list of them, and the tickets that bear one that is renamed or removed."""

from collections.abc import Iterable
from functools import partial

from sqlalchemy import select

from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Role
from supportdesk.services import lookup
from supportdesk.services.naming import refuse_taken, tidy_name, tidy_note
from supportdesk.store.change import Change
from supportdesk.store.selection import hold_matching
from supportdesk.store.tables import tag, ticket, ticket_tag


def tidy_tag(name: str) -> str:
    """A tag is one word in lower case."""
    return tidy_name(name.strip().lower(), "tag")


def known_tags(change: Change, names: Iterable[str]) -> list[str]:
    """Tags as they are kept; ones that the desk does not have yet are added to its list."""
    wanted = sorted({tidy_tag(name) for name in names})
    standing = set(change.connection.execute(select(tag.c.name).where(tag.c.name.in_(wanted))).scalars())
    for name in wanted:
        if name not in standing:
            change.found_or_made(partial(_numbered, change, name), partial(change.add, tag, name=name))
    return wanted


def _numbered(change: Change, name: str) -> int | None:
    found: int | None = change.value(select(tag.c.id).where(tag.c.name == name))
    return found


def add_tag(change: Change, *, name: str, note: str = "") -> Outcome:
    """Put a tag on the desk's list, with what it means."""
    change.require(Role.AGENT, what="adding tags")
    name = tidy_tag(name)
    refuse_taken(change, tag, name)
    change.add(tag, name=name, note=tidy_note(note))
    return change.outcome()


def edit_tag(change: Change, name: str, *, new_name: str | None = None, note: str | None = None) -> Outcome:
    """Rename a tag on all tickets that bear it, or say anew what it means."""
    if new_name is None:
        change.require(Role.AGENT, what="changing tags")
    else:
        change.require(Role.LEAD, what="renaming tags")
    row = lookup.record(change, tag, name.lower())
    if new_name is not None and tidy_tag(new_name) != row.name:
        refuse_taken(change, tag, tidy_tag(new_name), besides=row.id)
        change.edit(tag, row.id, name=tidy_tag(new_name))
        _retag(change, row.name, add=[tidy_tag(new_name)])
    if note is not None and tidy_note(note) != row.note:
        change.edit(tag, row.id, note=tidy_note(note))
    return change.outcome()


def remove_tag(change: Change, name: str) -> Outcome:
    """Take a tag off the list and off all tickets."""
    change.require(Role.LEAD, what="removing tags")
    row = lookup.record(change, tag, name.lower())
    _retag(change, row.name, add=[])
    change.remove(tag, row.id)
    return change.outcome()


def _retag(change: Change, name: str, *, add: list[str]) -> None:
    from supportdesk.services import tickets

    bearing = select(ticket_tag.c.ticket_id).where(ticket_tag.c.tag == name)
    tickets.tag(change, hold_matching(change, ticket.c.id.in_(bearing), deleted=True), add=add, remove=[name])
