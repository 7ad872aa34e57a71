"""The first schema: every table of the desk, and the full-text index of each database.

What is written here never changes again, so it names types and constraints itself instead of asking `tables.py`.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPLICATION = 0x5344534B
"""SQLite's application id of our files: the letters SDSK."""

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Compared by code points, as SQLite does, whatever language the server speaks: the same order and the same filters."""

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    """Make every table, and the full-text index."""
    _people()
    _records()
    _tickets()
    _threads()
    _history()
    if op.get_context().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    """The file's mark, and FTS5 over the stems: no second copy of them, and prefixes of three letters."""
    op.execute(f"PRAGMA application_id = {APPLICATION}")
    op.execute(
        "CREATE VIRTUAL TABLE ticket_fts USING fts5("
        "stems, content='ticket_text', content_rowid='ticket_id', tokenize='ascii', prefix='3')"
    )


def _postgresql() -> None:
    """The stems as a vector beside their text."""
    op.execute("ALTER TABLE ticket_text ADD COLUMN vector tsvector")
    op.execute("CREATE INDEX ticket_text_vector ON ticket_text USING gin (vector) WITH (gin_pending_list_limit = 256)")


def _people() -> None:
    """Customers and agents, and what they belong to."""
    op.create_table(
        "meta",
        _text("key"),
        _text("value"),
        sa.PrimaryKeyConstraint("key", name="meta_pkey"),
    )
    op.create_table(
        "organization",
        _id(),
        _text("name"),
        _text("domains"),
        _small("vip"),
        _text("note"),
        _instant("created_at"),
        _text("source", null=True),
        _text("external_id", null=True),
        sa.PrimaryKeyConstraint("id", name="organization_pkey"),
        sa.UniqueConstraint("name", name="organization_name_key"),
        sa.UniqueConstraint("source", "external_id", name="organization_source_external_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "customer",
        _id(),
        _text("uid"),
        _text("name"),
        _small("vip"),
        _key("organization_id", null=True),
        _text("language"),
        _text("note"),
        _instant("created_at"),
        _text("source", null=True),
        _text("external_id", null=True),
        sa.PrimaryKeyConstraint("id", name="customer_pkey"),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name="customer_organization_id_fkey"),
        sa.UniqueConstraint("source", "external_id", name="customer_source_external_id_key"),
        sa.UniqueConstraint("uid", name="customer_uid_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("customer_organization_id", "customer", ["organization_id"])
    op.create_table(
        "address",
        _id(),
        _key("customer_id"),
        _text("kind"),
        _text("value"),
        sa.PrimaryKeyConstraint("id", name="address_pkey"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="address_customer_id_fkey"),
        sa.UniqueConstraint("kind", "value", name="address_kind_value_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("address_customer_id", "address", ["customer_id"])
    op.create_table(
        "team",
        _id(),
        _text("name"),
        _small("line"),
        _text("note"),
        sa.PrimaryKeyConstraint("id", name="team_pkey"),
        sa.UniqueConstraint("name", name="team_name_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "agent",
        _id(),
        _text("login"),
        _text("name"),
        _text("email"),
        _small("role"),
        _small("active"),
        _number("capacity"),
        _text("skills"),
        _instant("away_from", null=True),
        _instant("away_to", null=True),
        sa.PrimaryKeyConstraint("id", name="agent_pkey"),
        sa.UniqueConstraint("login", name="agent_login_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "membership",
        _id(),
        _key("team_id"),
        _key("agent_id"),
        sa.PrimaryKeyConstraint("id", name="membership_pkey"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="membership_team_id_fkey"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="membership_agent_id_fkey"),
        sa.UniqueConstraint("team_id", "agent_id", name="membership_team_id_agent_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("membership_agent_id", "membership", ["agent_id"])


def _records() -> None:
    """What an admin keeps: canned responses, views, tags and custom fields."""
    op.create_table(
        "template",
        _id(),
        _text("name"),
        _text("title"),
        _text("body"),
        _text("language"),
        _key("team_id", null=True),
        _text("actions"),
        _instant("created_at"),
        _instant("updated_at"),
        sa.PrimaryKeyConstraint("id", name="template_pkey"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="template_team_id_fkey"),
        sa.UniqueConstraint("name", name="template_name_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "view",
        _id(),
        _text("name"),
        _text("filter"),
        _text("sort"),
        _number("position"),
        _key("owner_id", null=True),
        sa.PrimaryKeyConstraint("id", name="view_pkey"),
        sa.ForeignKeyConstraint(["owner_id"], ["agent.id"], name="view_owner_id_fkey"),
        sa.UniqueConstraint("name", name="view_name_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tag",
        _id(),
        _text("name"),
        _text("note"),
        sa.PrimaryKeyConstraint("id", name="tag_pkey"),
        sa.UniqueConstraint("name", name="tag_name_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "field",
        _id(),
        _text("name"),
        _text("label"),
        _text("kind"),
        _text("choices"),
        sa.PrimaryKeyConstraint("id", name="field_pkey"),
        sa.UniqueConstraint("name", name="field_name_key"),
        sqlite_autoincrement=True,
    )


def _tickets() -> None:
    """The tickets, and what is derived from them for lists and search."""
    op.create_table(
        "ticket",
        _id(),
        _text("uid"),
        _text("subject"),
        _text("status"),
        _small("priority"),
        _text("type"),
        _text("channel"),
        _key("customer_id", null=True),
        _key("assignee_id", null=True),
        _key("team_id", null=True),
        _text("tags"),
        _text("fields"),
        _instant("created_at"),
        _instant("updated_at"),
        _instant("first_reply_at", null=True),
        _instant("first_reply_due", null=True),
        _instant("next_reply_due", null=True),
        _instant("due_at", null=True),
        _instant("solved_at", null=True),
        _instant("closed_at", null=True),
        _instant("waiting_since", null=True),
        _instant("snoozed_until", null=True),
        _number("reopened"),
        _number("minutes_spent"),
        _key("merged_into", null=True),
        _instant("deleted_at", null=True),
        _text("source", null=True),
        _text("external_id", null=True),
        _small("is_open"),
        _instant("due_key"),
        _big("upd_neg"),
        _small("vip"),
        _number("messages"),
        _number("attachments"),
        sa.PrimaryKeyConstraint("id", name="ticket_pkey"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="ticket_customer_id_fkey"),
        sa.ForeignKeyConstraint(["assignee_id"], ["agent.id"], name="ticket_assignee_id_fkey"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="ticket_team_id_fkey"),
        sa.ForeignKeyConstraint(["merged_into"], ["ticket.id"], name="ticket_merged_into_fkey"),
        sa.UniqueConstraint("source", "external_id", name="ticket_source_external_id_key"),
        sa.UniqueConstraint("uid", name="ticket_uid_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ticket_customer", "ticket", ["customer_id", "id"])
    op.create_index("ticket_inbox", "ticket", ["is_open", "due_key", "upd_neg", "id"])
    op.create_index("ticket_mine", "ticket", ["assignee_id", "is_open", "due_key", "upd_neg", "id"])
    op.create_index("ticket_sidebar", "ticket", ["is_open", "status", "assignee_id", "team_id"])
    op.create_index("ticket_updated", "ticket", ["upd_neg", "id"])
    op.create_table(
        "ticket_tag",
        _text("tag"),
        _key("ticket_id"),
        sa.PrimaryKeyConstraint("tag", "ticket_id", name="ticket_tag_pkey"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="ticket_tag_ticket_id_fkey"),
    )
    op.create_index("ticket_tag_ticket", "ticket_tag", ["ticket_id"])
    op.create_table(
        "ticket_text",
        _key("ticket_id"),
        _text("stems"),
        sa.PrimaryKeyConstraint("ticket_id", name="ticket_text_pkey"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="ticket_text_ticket_id_fkey"),
    )


def _threads() -> None:
    """What was said, with its files."""
    op.create_table(
        "blob",
        _text("sha256"),
        _big("size"),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="blob_pkey"),
    )
    op.create_table(
        "message",
        _id(),
        _key("ticket_id"),
        _text("kind"),
        _text("author_name"),
        _text("author_email"),
        _key("agent_id", null=True),
        _key("customer_id", null=True),
        _instant("at"),
        _text("subject"),
        _text("message_id"),
        _text("in_reply_to"),
        _text("recipients"),
        _text("copies"),
        _text("body"),
        _text("text", null=True),
        _text("quoted", null=True),
        _text("automatic"),
        _text("delivery"),
        _instant("deliver_at", null=True),
        _text("raw", null=True),
        _small("withdrawn"),
        sa.PrimaryKeyConstraint("id", name="message_pkey"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="message_ticket_id_fkey"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="message_agent_id_fkey"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="message_customer_id_fkey"),
        sa.ForeignKeyConstraint(["raw"], ["blob.sha256"], name="message_raw_fkey"),
        sa.UniqueConstraint("message_id", name="message_message_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("message_delivery", "message", ["delivery", "id"])
    op.create_index("message_ticket", "message", ["ticket_id", "id"])
    op.create_table(
        "attachment",
        _id(),
        _key("message_id"),
        _text("name"),
        _text("type"),
        _big("size"),
        _text("sha256"),
        _small("inline"),
        sa.PrimaryKeyConstraint("id", name="attachment_pkey"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="attachment_message_id_fkey"),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name="attachment_sha256_fkey"),
    )
    op.create_index("attachment_message_id", "attachment", ["message_id"])
    op.create_index("attachment_sha256", "attachment", ["sha256"])
    op.create_table(
        "mail_reference",
        _text("reference"),
        _key("ticket_id"),
        sa.PrimaryKeyConstraint("reference", name="mail_reference_pkey"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="mail_reference_ticket_id_fkey"),
    )
    op.create_index("mail_reference_ticket", "mail_reference", ["ticket_id"])


def _history() -> None:
    """Who did what: the audit trail."""
    op.create_table(
        "change",
        _id(),
        _instant("at"),
        _key("agent_id", null=True),
        _text("actor"),
        _text("verb"),
        _key("undoes", null=True),
        _key("undone_by", null=True),
        sa.PrimaryKeyConstraint("id", name="change_pkey"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="change_agent_id_fkey"),
        sa.ForeignKeyConstraint(["undoes"], ["change.id"], name="change_undoes_fkey"),
        sa.ForeignKeyConstraint(["undone_by"], ["change.id"], name="change_undone_by_fkey"),
        sqlite_autoincrement=True,
    )
    op.create_index("change_agent_id", "change", ["agent_id"])
    op.create_table(
        "event",
        _id(),
        _key("change_id"),
        _key("ticket_id", null=True),
        _text("record", null=True),
        _key("record_id", null=True),
        _text("kind"),
        _instant("at"),
        _text("actor"),
        _text("changes"),
        _key("message_id", null=True),
        sa.PrimaryKeyConstraint("id", name="event_pkey"),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name="event_change_id_fkey"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="event_ticket_id_fkey"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="event_message_id_fkey"),
        sqlite_autoincrement=True,
    )
    op.create_index("event_change", "event", ["change_id", "id"])
    op.create_index("event_ticket", "event", ["ticket_id", "id"])


def _id() -> sa.Column[int]:
    return sa.Column("id", KEY, autoincrement=True, nullable=False)


def _key(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, KEY, autoincrement=False, nullable=null)


def _big(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _small(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.SmallInteger(), nullable=False)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, INSTANT, nullable=null)
