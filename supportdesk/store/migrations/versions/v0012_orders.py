"""Lists in other orders than the inbox's are walked by indexes of their own, and not sorted.

PostgreSQL is told that most tickets without an agent are open ones: it expected a tenth of them, and sorted all.

What is written here never changes again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes, of all tickets by the time of opening, of the open ones by that and by what else sorts."""
    op.create_index("ticket_created", "ticket", ["created_at", "id"])
    _of_open("ticket_open_created", ["created_at", "id"])
    _of_open("ticket_open_updated", ["upd_neg", "id"])
    _of_open("ticket_open_number", ["id"])
    _of_open("ticket_open_priority", [sa.text("(-priority)"), "due_key", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE STATISTICS ticket_open_assignee (mcv) ON assignee_id, is_open FROM ticket")
        op.execute("ANALYZE ticket")


def _of_open(name: str, columns: list[str | sa.TextClause]) -> None:
    which = sa.text("is_open = 1")
    op.create_index(name, "ticket", columns, sqlite_where=which, postgresql_where=which)
