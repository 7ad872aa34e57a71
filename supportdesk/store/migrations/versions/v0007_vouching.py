"""Mailboxes know the server whose word on the origin of a mail counts.

What is written here never changes again, so it names types and constraints itself instead of asking the tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")

TEXTS = ("source", "target", "password_command", "password_file", "token_command", "signature", "auto_reply")
KEPT = ("id", "name", "address", "sender", "team_id", *TEXTS, "html", "active", "created_at", "updated_at")


def upgrade() -> None:
    """Add the column, empty for the mailboxes that there are."""
    if op.get_context().dialect.name == "sqlite":
        _rebuild()
    else:
        op.add_column("mailbox", sa.Column("authserv_id", TEXT, nullable=False, server_default=""))
        op.alter_column("mailbox", "authserv_id", server_default=None)


def _rebuild() -> None:
    """SQLite takes no default away again, so the table is made anew with what stood in it."""
    op.rename_table("mailbox", "mailbox_before")
    op.create_table(
        "mailbox",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("name", "address", "sender")),
        sa.Column("team_id", KEY, nullable=True),
        *(sa.Column(name, TEXT, nullable=False) for name in (*TEXTS, "authserv_id")),
        *(sa.Column(name, sa.SmallInteger(), nullable=False) for name in ("html", "active")),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("created_at", "updated_at")),
        sa.PrimaryKeyConstraint("id", name="mailbox_pkey"),
        sa.UniqueConstraint("name", name="mailbox_name_key"),
        sa.UniqueConstraint("address", name="mailbox_address_key"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="mailbox_team_id_fkey"),
        sqlite_autoincrement=True,
    )
    kept = ", ".join(KEPT)
    op.execute(f"INSERT INTO mailbox ({kept}, authserv_id) SELECT {kept}, '' FROM mailbox_before")
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'mailbox'")  # numbers of mailboxes that are gone stay given
    op.execute("INSERT INTO sqlite_sequence SELECT 'mailbox', seq FROM sqlite_sequence WHERE name = 'mailbox_before'")
    op.drop_table("mailbox_before")
