"""Which index SQLite walks, where a statement says so: SQLAlchemy leaves that out of what it writes for SQLite."""

from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.sql.selectable import FromClause


class Hinting(SQLiteCompiler):
    """Writes the hint of a table behind its name."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:  # noqa: ARG002
        """`INDEXED BY` or `NOT INDEXED`, as the statement has it."""
        return text


def heed(engine: Engine) -> None:
    """Have an engine of SQLite write hints."""
    engine.dialect.statement_compiler = Hinting
