"""From the names that people write to the rows that stand for them; an unknown one is NotFound with the nearest."""

from sqlalchemy import Table, select

from supportdesk.domain.ticket import Role
from supportdesk.errors import NotFound, Refused
from supportdesk.near import nearest_of, spelled
from supportdesk.store import tables
from supportdesk.store.reading import AnyRow, Reading


def agent(reading: Reading, login: str) -> AnyRow:
    """The agent with this login; `me` is whoever acts. Refused for one who has left."""
    found = record(reading, tables.agent, reading.actor.login if login == "me" else login, key="login")
    if not found.active:
        raise Refused(f"agent {found.login} is no longer active")
    return found


def assignable(reading: Reading, login: str) -> AnyRow:
    """An agent who may answer tickets: any but a viewer."""
    found = agent(reading, login)
    if found.role < Role.AGENT:
        raise Refused(f"{found.login} is a viewer and cannot be given tickets")
    return found


def team(reading: Reading, name: str) -> AnyRow:
    """The team with this name."""
    return record(reading, tables.team, name)


def record(reading: Reading, table: Table, name: str, *, key: str = "name") -> AnyRow:
    """The row of a table whose name is this, in any case of its letters if only one fits."""
    column = table.c[key]
    found = reading.row(select(table).where(column == name))
    if found is not None:
        return found
    names = [row[0] for row in reading.rows(select(column))]
    if (meant := spelled(names, name)) is not None:
        return record(reading, table, meant, key=key)
    near = nearest_of(name, names)
    what = "custom field" if table is tables.field else table.name
    slip = f"; did you mean {near[0]}?" if near else ""
    noun = "org" if table is tables.organization else table.name
    raise NotFound(f"no {what} {name!r}{slip}", hint=f"supportdesk {noun} list")
