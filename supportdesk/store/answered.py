"""Which mail of a ticket an answer is to: the newest that a person wrote.

Machines' mail lies on tickets too. An answer names and quotes a customer's words, never those of a server that brings a
letter back: these name whom else it went to.
"""

from sqlalchemy import ColumnElement, Select, case, select

from supportdesk.domain.ticket import MessageKind
from supportdesk.store.tables import message

PEOPLES = ("", "list")
"""Kinds of automatic mail that people write: none at all, or through a mailing list."""

_REPORTS = ("bounce", "delay", "receipt", "complaint")
"""What servers tell of letters; nobody answers that, whereas a person may be behind other machines' mail."""


def mails_asking(ticket_id: ColumnElement[int] | int) -> Select[tuple[object, ...]]:
    """The customer's mails of a ticket that may be answered, the one to answer first."""
    return (
        select(message)
        .where(
            message.c.ticket_id == ticket_id,
            message.c.kind == str(MessageKind.CUSTOMER),
            message.c.withdrawn == 0,
            message.c.automatic.not_in(_REPORTS),
        )
        .order_by(case((message.c.automatic.in_(PEOPLES), 0), else_=1), message.c.at.desc(), message.c.id.desc())
    )
