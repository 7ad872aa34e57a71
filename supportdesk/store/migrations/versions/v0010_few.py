"""Tickets that are put off, followed, rated or deleted are found by indexes of these few; customers by name.

What is written here never changes again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes; a ticket that is none of these stands in none of them."""
    _of_few("ticket_snoozed", ["snoozed_until"], "snoozed_until IS NOT NULL")
    _of_few("ticket_followed", [], "followers <> '[]'")
    _of_few("ticket_rated", ["rating"], "rating IS NOT NULL")
    _of_few("ticket_deleted", [], "deleted_at IS NOT NULL")
    _index("ticket_external", ["external_id"], "external_id IS NOT NULL")
    op.create_index("customer_name", "customer", ["name", "id"])


def _of_few(name: str, columns: list[str], which: str) -> None:
    _index(name, ["is_open", "due_key", "upd_neg", "id", *columns], which)


def _index(name: str, columns: list[str], which: str) -> None:
    op.create_index(name, "ticket", columns, sqlite_where=sa.text(which), postgresql_where=sa.text(which))
