"""Tickets keep what the customer thought of them: a score, a comment, and when.

What is written here never changes again, so it names types itself instead of asking the tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    """Add the columns, which are empty in every row that there is."""
    op.add_column("ticket", sa.Column("rating", sa.SmallInteger(), nullable=True))
    op.add_column("ticket", sa.Column("rating_comment", TEXT, nullable=True))
    op.add_column("ticket", sa.Column("rated_at", INSTANT, nullable=True))
