"""Reads of mailboxes, and of the key that ids of the desk's own mails are made with."""

from sqlalchemy import select

from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.store import bulk
from supportdesk.store.reading import AnyRow, Reading
from supportdesk.store.tables import mailbox, meta, team

KEY = "mail_key"
"""Where `meta` keeps the key, in hexadecimal."""


def mailboxes(reading: Reading) -> tuple[MailboxRow, ...]:
    """Every mailbox, by name."""
    joined = mailbox.outerjoin(team, team.c.id == mailbox.c.team_id)
    rows = reading.rows(select(mailbox, team.c.name.label("team")).select_from(joined).order_by(mailbox.c.name))
    return tuple(map(_row, rows))


def _row(row: AnyRow) -> MailboxRow:
    return MailboxRow(
        id=row.id,
        name=row.name,
        address=row.address,
        sender=row.sender,
        team=row.team,
        source=row.source,
        target=row.target,
        password_command=row.password_command,
        password_file=row.password_file,
        token_command=row.token_command,
        signature=row.signature,
        auto_reply=row.auto_reply,
        authserv_id=row.authserv_id,
        html=bool(row.html),
        active=bool(row.active),
    )


def mail_key(reading: Reading) -> bytes | None:
    """The key of the ids of the desk's own mails; None where it has sent none yet."""
    kept = bulk.matching(reading, meta, ("value",), "key", [KEY])
    return bytes.fromhex(kept[0][0]) if kept else None
