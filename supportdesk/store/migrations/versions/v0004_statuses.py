"""The tickets of one status in the inbox's order, however many others there are.

What is written here never changes again.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ticket_status", "ticket", ["status", "is_open", "due_key", "upd_neg", "id"])
