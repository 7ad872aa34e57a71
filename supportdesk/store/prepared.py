"""A statement that is made once and run often, for reads so quick that making the statement takes longer.

It is text for the driver, and its rows are what the driver gives: instants of SQLite stay text here.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Select


class Prepared:
    """A statement as a dialect writes it, with the values that it was made with.

    PostgreSQL may keep one plan for all its values where they tell nothing of how much is found; else it is `planned`
    anew for each.
    """

    def __init__(self, statement: Select[Any], dialect: Dialect, *, planned: bool = False) -> None:
        made = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self._text, self._places = str(made), made.positiontup
        self._writers = {name: write for name, bind in made.binds.items() if (write := _writer(bind, dialect))}
        self._constants = self._written(made.params)
        self._how = {"prepare": False} if planned and dialect.name == "postgresql" else {}

    def rows(self, connection: Connection, given: dict[str, object]) -> Sequence[tuple[Any, ...]]:
        """All rows; `given` are the values of the parameters that the statement names."""
        values = {**self._constants, **self._written(given)}
        parameters: Any = values if self._places is None else tuple([values[place] for place in self._places])
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self._text, parameters, **self._how)
            found: Sequence[tuple[Any, ...]] = cursor.fetchall()
            return found
        finally:
            cursor.close()

    def _written(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the driver takes them."""
        writers = self._writers
        return {name: writers[name](value) if name in writers else value for name, value in values.items()}


def _writer(bind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    write: Callable[[Any], Any] | None = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return None if bind.expanding else write
