"""A mail that is moved takes those along who followed because of it: they leave one ticket and join the other."""

import json
from collections.abc import Iterable

from sqlalchemy import select

from supportdesk.domain.ticket import MessageKind
from supportdesk.services import mail_following
from supportdesk.services.mail_following import Circle
from supportdesk.services.speakers import staff_of
from supportdesk.store.change import Change
from supportdesk.store.reading import AnyRow
from supportdesk.store.tables import event, message
from supportdesk.store.thread import people


def leave(change: Change, row: AnyRow) -> None:
    """Those whom only this mail brought follow its old ticket no more; asked once it is withdrawn there."""
    number, named = row.ticket_id, _copied(row)
    brought = named & _added(change, number, _arrived(change, row)) if named else set()
    if not brought:
        return
    circle = mail_following.circles(change, [number])[number]
    standing = circle.followers
    circle.followers = tuple(one for one in standing if one.email.lower() not in brought)
    left = brought - _named_by_others(change, number, circle)
    circle.followers = tuple(one for one in standing if one.email.lower() not in left)
    mail_following.keep(change, {number: circle})


def join(change: Change, row: AnyRow, number: int, *, begins: bool) -> None:
    """Those in its Cc follow the ticket that it goes to, as if it had come there."""
    if row.kind != MessageKind.CUSTOMER or row.automatic or not _copied(row):
        return
    circle = mail_following.circles(change, [number])[number]
    if begins or circle.holds(row.author_email.lower()):
        circle.grow(people(row.copies), author=row.author_email.lower(), staff=staff_of(change))
        mail_following.keep(change, {number: circle})


def _copied(row: AnyRow) -> set[str]:
    return _emails(one.email for one in people(row.copies))


def _emails(listed: Iterable[str]) -> set[str]:
    return {one.lower() for one in listed}


def _arrived(change: Change, row: AnyRow) -> int | None:
    """The change that a message came in; one that came by an import is told by the event that opened its ticket."""
    first = select(event.c.change_id).where(event.c.ticket_id == row.ticket_id).order_by(event.c.id).limit(1)
    own: int | None = change.value(first.where(event.c.message_id == row.id, event.c.kind == "received"))
    return own if own is not None else change.value(first)


def _added(change: Change, number: int, by: int | None) -> set[str]:
    """Who follows a ticket since a change, and not since a later one."""
    listed = select(event.c.change_id, event.c.kind, event.c.changes).where(event.c.ticket_id == number)
    since: dict[str, int] = {}
    for change_id, kind, written in change.rows(listed.order_by(event.c.id)):
        old, new = json.loads(written).get("followers", (None, None)) if kind != "opened" else (None, None)
        was, now = (_emails(one.rpartition("<")[2].removesuffix(">") for one in listed or ()) for listed in (old, new))
        since |= dict.fromkeys(now - was, change_id)
    return {email for email, change_id in since.items() if change_id == by}


def _named_by_others(change: Change, number: int, circle: Circle) -> set[str]:
    """Whom the other mails of a ticket copied that were written by somebody in its circle."""
    standing = select(message.c.author_email, message.c.copies).where(
        message.c.ticket_id == number,
        message.c.withdrawn == 0,
        message.c.kind == str(MessageKind.CUSTOMER),
        message.c.automatic == "",
        message.c.copies != "[]",
    )
    found = (row for row in change.rows(standing) if circle.holds(row.author_email.lower()))
    return {email for row in found for email in _copied(row)}
