"""How PostgreSQL plans what it is asked: for the values of each statement, unless whoever asks says that they tell
nothing.

A driver has the server keep the plan of what it asks often, and from the sixth time on the server may take one that
was made for no value in particular. Of two words it then believes that every two-hundredth ticket has them, and looks
for the newest among all tickets one by one: seconds, where those with the words are few.
"""

from typing import Any

from sqlalchemy import Engine, event


def for_each(engine: Engine) -> None:
    """Have an engine of PostgreSQL plan each statement for its values."""
    event.listen(engine, "do_execute", _planned)


def _planned(cursor: Any, statement: str, parameters: Any, _context: object) -> bool:
    from psycopg import ServerCursor

    if isinstance(cursor, ServerCursor):  # read in portions, and never kept
        return False
    cursor.execute(statement, parameters, prepare=False)
    return True
