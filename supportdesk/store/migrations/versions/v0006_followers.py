"""Tickets have followers, who get copies of answers, and drafts know who gets one.

What is written here never changes again, so it names types itself instead of asking the tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns; the database gives their defaults to the rows that there are, without touching them."""
    op.add_column("ticket", sa.Column("followers", TEXT, nullable=False, server_default="[]"))
    op.add_column("draft", sa.Column("copies", TEXT, nullable=False, server_default=""))
