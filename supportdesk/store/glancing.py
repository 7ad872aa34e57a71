"""A glance at the first view of a store by its driver alone, for what the console shows before the desk is open.

Nothing here may import the store's libraries, which take longer than all the rest of a start. Whatever is wrong with
the store, nothing is seen; opening it tells what it is.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from supportdesk.store.peek import WAIT, Peek
from supportdesk.store.servers import conninfo, is_server

if TYPE_CHECKING:
    import psycopg

Look = Callable[[str, Mapping[str, object]], list[tuple[Any, ...]]]
"""Gives all rows of a statement, whose values are named `:so`; none where they cannot be read."""

REACHED = 2
"""Seconds that a glance waits for a server, the fewest that libpq knows."""

FIRST_VIEW = """
    SELECT view.name, view.filter, view.sort FROM view LEFT JOIN agent ON agent.id = view.owner_id
    WHERE view.owner_id IS NULL OR agent.login = :login
    ORDER BY lower(view.name) <> 'default', view.position, view.name LIMIT 1
"""

PRESSING = """
    SELECT t.id, t.subject, t.status, t.priority, agent.login, CAST(t.tags AS TEXT), t.updated_at, t.first_reply_at,
        t.first_reply_due, t.next_reply_due, t.due_at, t.customer_id, customer.name, t.vip,
        (SELECT value FROM address WHERE customer_id = t.customer_id AND kind = 'email' ORDER BY id LIMIT 1)
    FROM (
        SELECT * FROM ticket
        WHERE is_open = 1 AND deleted_at IS NULL AND (snoozed_until IS NULL OR snoozed_until <= :now)
        ORDER BY due_key, upd_neg, id LIMIT :most
    ) t LEFT JOIN customer ON customer.id = t.customer_id LEFT JOIN agent ON agent.id = t.assignee_id
    ORDER BY t.due_key, t.upd_neg, t.id
"""

_NAMED = re.compile(r":(\w+)")


def first_view(look: Look, login: str) -> tuple[Any, ...] | None:
    """The name, the filter and the order of the view that an agent's console opens with."""
    return next(iter(look(FIRST_VIEW, {"login": login})), None)


def pressing(look: Look, now: str, most: int) -> list[tuple[Any, ...]]:
    """Open tickets that nobody has put off beyond `now`, the most pressing first: the columns of `PRESSING`."""
    return look(PRESSING, {"now": now, "most": most})


@contextmanager
def looking(store: str) -> Iterator[Look]:
    """A way to look into a store, as long as it lasts."""
    if not is_server(store):
        peek = Peek.of(store)
        yield peek.read if peek else _nothing
    elif (connection := _connected(store)) is None:
        yield _nothing
    else:
        with closing(connection):
            yield _asking(connection)


def _nothing(_sql: str, _values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    return []


def _connected(store: str) -> "psycopg.Connection[Any] | None":
    import psycopg

    try:
        return psycopg.connect(
            conninfo(store), connect_timeout=REACHED, application_name="supportdesk", autocommit=True
        )
    except psycopg.Error:
        return None


def _asking(connection: "psycopg.Connection[Any]") -> Look:
    import psycopg

    def look(sql: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        try:
            connection.execute(f"SET lock_timeout = {int(WAIT * 1000)}; SET TIME ZONE 'UTC'")
            return connection.execute(_NAMED.sub(r"%(\1)s", sql).encode(), values).fetchall()
        except psycopg.Error:
            return []

    return look
