"""A look into a local store by `sqlite3` alone: a few rows, read only, for a TAB key.

Nothing here may import the store's libraries, which take longer than all the rest of a start. Whatever is wrong with
the store, nothing is found; the command that follows tells what it is.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supportdesk.homes import at_home

MOST = 20

WAIT = 1.0
"""Seconds that a look waits for a store that is locked."""

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

    def _rows(self, sql: str, begun: str) -> list[tuple[str, str]]:
        return [(str(name), str(told)) for name, told in self.read(sql, (begun, MOST))]

    def read(self, sql: str, values: Sequence[object] | Mapping[str, object]) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        try:
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT)
            try:
                return connection.execute(sql, values).fetchall()
            finally:
                connection.close()
        except sqlite3.Error:
            return []
