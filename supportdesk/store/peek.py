"""A glance at a local store by `sqlite3` alone, for the shell's completion: a few rows, read only, never waiting.

Nothing here may import the store's libraries: a TAB key must answer in a moment.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

MOST = 20

DESCRIBED = {"team": "note", "tag": "note", "view": "filter", "template": "title"}
"""Tables whose names can be completed, with the column that tells what one is."""


@dataclass(frozen=True, slots=True)
class Peek:
    """A store's file."""

    path: Path

    @classmethod
    def of(cls, store: str) -> "Peek | None":
        """The local file of a store's address; None for a server and where there is none."""
        path = Path(store.removeprefix("sqlite:///")).expanduser()
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
        try:
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=1.0)
            try:
                return [(str(name), str(told)) for name, told in connection.execute(sql, (begun, MOST))]
            finally:
                connection.close()
        except sqlite3.Error:
            return []
