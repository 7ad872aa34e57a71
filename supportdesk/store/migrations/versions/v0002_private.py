"""What is an agent's own or passes: drafts, what was read, who is here.

What is written here never changes again, so it names types and constraints itself instead of asking the tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "draft",
        _key("agent_id"),
        _key("ticket_id"),
        _text("kind"),
        _text("text"),
        _text("numbers"),
        _text("files"),
        _text("revision"),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("agent_id", "ticket_id", "kind", name="draft_pkey"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="draft_agent_id_fkey"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="draft_ticket_id_fkey"),
    )
    op.create_index("draft_ticket", "draft", ["ticket_id"])
    op.create_table(
        "seen",
        _key("agent_id"),
        _key("ticket_id"),
        _key("message_id"),
        sa.PrimaryKeyConstraint("agent_id", "ticket_id", name="seen_pkey"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="seen_agent_id_fkey"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="seen_ticket_id_fkey"),
    )
    op.create_index("seen_ticket", "seen", ["ticket_id"])
    op.create_table(
        "presence",
        _text("console"),
        _key("agent_id"),
        _key("ticket_id"),
        sa.Column("typing", sa.SmallInteger(), nullable=False),
        sa.Column("heard", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("console", name="presence_pkey"),
    )


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, KEY, autoincrement=False, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)
