"""Mail in and out: mailboxes, what became of arrivals, how far letters got, leases and silenced addresses.

What is written here never changes again, so it names types and constraints itself instead of asking the tables.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    """Make the five tables."""
    _mailboxes()
    _arrivals()
    _deliveries()
    op.create_table(
        "lease", _text("name"), _text("holder"), _instant("until"), sa.PrimaryKeyConstraint("name", name="lease_pkey")
    )
    op.create_table(
        "silence",
        _text("email"),
        _instant("until"),
        _text("reason"),
        sa.PrimaryKeyConstraint("email", name="silence_pkey"),
    )


def _mailboxes() -> None:
    op.create_table(
        "mailbox",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        _text("name"),
        _text("address"),
        _text("sender"),
        sa.Column("team_id", KEY, nullable=True),
        *(_text(name) for name in ("source", "target", "password_command", "password_file", "token_command")),
        _text("signature"),
        _text("auto_reply"),
        _rank("html"),
        _rank("active"),
        _instant("created_at"),
        _instant("updated_at"),
        sa.PrimaryKeyConstraint("id", name="mailbox_pkey"),
        sa.UniqueConstraint("name", name="mailbox_name_key"),
        sa.UniqueConstraint("address", name="mailbox_address_key"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="mailbox_team_id_fkey"),
        sqlite_autoincrement=True,
    )


def _arrivals() -> None:
    op.create_table(
        "arrival",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("mailbox_id", KEY, nullable=False),
        _text("place"),
        _instant("at"),
        *(_text(name) for name in ("state", "message_id", "sender", "subject", "rule", "reason")),
        sa.Column("ticket_id", KEY, nullable=True),
        sa.Column("entry_id", KEY, nullable=True),
        sa.Column("raw", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="arrival_pkey"),
        sa.UniqueConstraint("mailbox_id", "place", name="arrival_mailbox_id_place_key"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="arrival_ticket_id_fkey"),
        sa.ForeignKeyConstraint(["entry_id"], ["message.id"], name="arrival_entry_id_fkey"),
        sa.ForeignKeyConstraint(["raw"], ["blob.sha256"], name="arrival_raw_fkey"),
        sqlite_autoincrement=True,
    )
    op.create_index("arrival_state", "arrival", ["state", "id"])
    op.create_index("arrival_message_id", "arrival", ["message_id"])
    op.create_index("arrival_ticket", "arrival", ["ticket_id", "id"])


def _deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("message_id", KEY, autoincrement=False, nullable=False),
        sa.Column("ticket_id", KEY, nullable=False),
        sa.Column("mailbox_id", KEY, nullable=False),
        _text("recipient"),
        _rank("automatic"),
        _text("state"),
        _rank("tries"),
        _instant("at"),
        _instant("next_at"),
        _text("holder"),
        sa.Column("held_until", INSTANT, nullable=True),
        _text("failure"),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("message_id", name="delivery_pkey"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="delivery_message_id_fkey"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="delivery_ticket_id_fkey"),
    )
    op.create_index("delivery_due", "delivery", ["state", "next_at"])
    op.create_index("delivery_recipient", "delivery", ["recipient", "at"])
    op.create_index("delivery_ticket", "delivery", ["ticket_id", "at"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def _rank(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.SmallInteger(), nullable=False)


def _instant(name: str) -> sa.Column[datetime]:
    return sa.Column(name, INSTANT, nullable=False)
