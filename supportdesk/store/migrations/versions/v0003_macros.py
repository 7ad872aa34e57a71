"""Drafts know what is done when they are sent.

What is written here never changes again, so it names types and constraints itself instead of asking the tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    """Add the column, empty for the drafts that there are; what is added later always says what it is."""
    if op.get_context().dialect.name == "sqlite":
        _rebuild()
    else:
        op.add_column("draft", sa.Column("actions", TEXT, nullable=False, server_default=""))
        op.alter_column("draft", "actions", server_default=None)


def _rebuild() -> None:
    """SQLite takes no default away again, so the table is made anew with what stood in it."""
    op.rename_table("draft", "draft_before")
    op.drop_index("draft_ticket", "draft_before")
    texts = ("kind", "text", "numbers", "files", "actions", "revision")
    op.create_table(
        "draft",
        *(sa.Column(name, KEY, autoincrement=False, nullable=False) for name in ("agent_id", "ticket_id")),
        *(sa.Column(name, TEXT, nullable=False) for name in texts),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("agent_id", "ticket_id", "kind", name="draft_pkey"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="draft_agent_id_fkey"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="draft_ticket_id_fkey"),
    )
    op.create_index("draft_ticket", "draft", ["ticket_id"])
    kept = "agent_id, ticket_id, kind, text, numbers, files, revision, updated_at"
    op.execute(f"INSERT INTO draft ({kept}, actions) SELECT {kept}, '' FROM draft_before")
    op.drop_table("draft_before")
