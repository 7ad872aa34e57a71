"""A glance at a local store by `sqlite3` alone: a few rows, read only, for a TAB key and for the console's first frame.

Nothing here may import the store's libraries, which take longer than all the rest of a start. Whatever is wrong with
the store, nothing is found; the command that follows tells what it is.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supportdesk.homes import at_home

MOST = 20

WAIT = 1.0
"""Seconds that a glance waits for a store that is locked."""

FIRST_VIEW = """
    SELECT view.name, view.filter, view.sort FROM view LEFT JOIN agent ON agent.id = view.owner_id
    WHERE view.owner_id IS NULL OR agent.login = ?
    ORDER BY lower(view.name) <> 'default', view.position, view.name LIMIT 1
"""

PRESSING = """
    SELECT t.id, t.subject, t.status, t.priority, agent.login, t.tags, t.updated_at, t.first_reply_at,
        t.first_reply_due, t.next_reply_due, t.due_at, t.customer_id, customer.name, t.vip,
        (SELECT value FROM address WHERE customer_id = t.customer_id AND kind = 'email' ORDER BY id LIMIT 1)
    FROM (
        SELECT * FROM ticket WHERE is_open = 1 AND deleted_at IS NULL AND (snoozed_until IS NULL OR snoozed_until <= ?1)
        ORDER BY due_key, upd_neg, id LIMIT ?2
    ) t LEFT JOIN customer ON customer.id = t.customer_id LEFT JOIN agent ON agent.id = t.assignee_id
    ORDER BY t.due_key, t.upd_neg, t.id
"""

DESCRIBED = {"team": "note", "tag": "note", "view": "filter", "template": "title", "mailbox": "address"}
"""Tables whose names can be completed, with the column that tells what one is."""


@dataclass(frozen=True, slots=True)
class Peek:
    """A store's file."""

    path: Path

    @classmethod
    def of(cls, store: str) -> "Peek | None":
        """The local file of a store's address; None for a server and where there is none."""
        path = at_home(store.removeprefix("sqlite:///"))
        return cls(path) if "://" not in str(store.removeprefix("sqlite:///")) and path.is_file() else None

    def tickets(self, begun: str) -> list[tuple[str, str]]:
        """Numbers of open tickets that begin so, with their subjects; the latest first."""
        sql = (
            "SELECT CAST(id AS TEXT), subject FROM ticket WHERE is_open = 1 AND deleted_at IS NULL"
            " AND substr(CAST(id AS TEXT), 1, length(?1)) = ?1 ORDER BY id DESC LIMIT ?2"
        )
        return self._rows(sql, begun)

    def agents(self, begun: str) -> list[tuple[str, str]]:
        """Logins that begin so, with the names."""
        sql = "SELECT login, name FROM agent WHERE active = 1 AND substr(login, 1, length(?1)) = ?1 LIMIT ?2"
        return self._rows(sql, begun)

    def names(self, table: str, begun: str) -> list[tuple[str, str]]:
        """Names of a table's rows that begin so, with what they are."""
        sql = f"SELECT name, {DESCRIBED[table]} FROM {table} WHERE substr(name, 1, length(?1)) = ?1 LIMIT ?2"
        return self._rows(sql, begun)

    def first_view(self, login: str) -> tuple[str, str, str] | None:
        """The name, the filter and the order of the view that an agent's console opens with."""
        return next((view for view in self._read(FIRST_VIEW, (login,))), None)

    def pressing(self, now: str, most: int) -> list[tuple[Any, ...]]:
        """Open tickets that nobody has put off beyond `now`, the most pressing first: the columns of `PRESSING`."""
        return self._read(PRESSING, (now, most))

    def _rows(self, sql: str, begun: str) -> list[tuple[str, str]]:
        return [(str(name), str(told)) for name, told in self._read(sql, (begun, MOST))]

    def _read(self, sql: str, values: Sequence[object]) -> list[Any]:
        try:
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT)
            try:
                return connection.execute(sql, values).fetchall()
            finally:
                connection.close()
        except sqlite3.Error:
            return []
