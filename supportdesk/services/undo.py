"""Taking a change back: the inverse of its events, in one change of its own; all of it or nothing."""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import func, not_, select, update

from supportdesk.domain.arriving import ARRIVING
from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Delivery, Role
from supportdesk.errors import NotFound, NotPermitted, Refused
from supportdesk.services import agents
from supportdesk.services.intake.shifts import brought
from supportdesk.store import built_upon, indexes, inverse, tables
from supportdesk.store.change import Change
from supportdesk.store.inverse import REINSTATED, WITHDRAWN, Inverse
from supportdesk.store.reading import LARGEST, AnyRow, among
from supportdesk.store.selection import Selection
from supportdesk.store.tables import event, message

GUARDED = dict.fromkeys(("agent", "team", "membership", "field", "mailbox"), Role.ADMIN)
"""Records that only these roles may set back: nobody takes back their own demotion."""

SETTLED = ("mail send", "mail bounce", "mail outbox retry")
"""Verbs that tell what became of mail, which cannot be taken back."""

NOBODYS_DEED = (ARRIVING, *SETTLED)
"""What `undo` passes over to what an agent did: mail that came in, and what became of mail that left."""


def undo(change: Change, *, number: int | None = None) -> Outcome:
    """Reverse a change, or the last one that the acting agent made at this desk; refused where somebody has built upon
    it since. What a file brought of another desk's history is not it.

    Undoing an undone change changes nothing; undoing an undo does the change again.
    """
    change.require(Role.AGENT, what="undoing")
    row = _wanted(change, number)
    if row.undone_by is not None:
        return change.outcome()
    refuse_others(change, row.agent_id, what=f"change {row.id} is {row.actor}'s")
    if row.verb in SETTLED:
        raise Refused(f"change {row.id} tells what became of mail, and that cannot be taken back")
    tickets = _lock(change, row.id)
    back = inverse.of_change(change, row.id, is_undo=row.undoes is not None)
    _require(change, back.records)
    built_upon.refuse(change, row.id, keeps_added=back.keeps_added)
    _refuse_sent(change, back.withdraw)
    _apply(change, back)
    _mark(change, row)
    return change.outcome(Selection(tickets))


def last(change: Change) -> tuple[int, str, int]:
    """What `undo` reverses without a number: the agent's last change, its verb, and how many tickets it touched."""
    row = _wanted(change, None)
    touched = select(func.count(event.c.ticket_id.distinct())).where(event.c.change_id == row.id)
    return row.id, row.verb, int(change.value(touched) or 0)


def refuse_others(change: Change, agent_id: int | None, *, what: str) -> None:
    """Refuse what is another agent's, unless a lead acts."""
    if agent_id != change.actor.id and change.actor.role < Role.LEAD:
        raise NotPermitted(f"{what}; only a lead takes back what others did")


def _wanted(change: Change, number: int | None) -> AnyRow:
    """The change, held, so that two who take it back at once do it once."""
    changes = tables.change
    statement = select(changes) if change.sqlite else select(changes).with_for_update()
    if number is not None:
        found = change.row(statement.where(changes.c.id == number)) if abs(number) <= LARGEST else None
        if found is None:
            raise NotFound(f"no change {number}", hint="supportdesk changes")
        return found
    mine = statement.where(
        changes.c.agent_id == change.actor.id,
        changes.c.undone_by.is_(None),
        changes.c.undoes.is_(None),
        changes.c.verb.not_in(NOBODYS_DEED),
    )
    here = [not_(changes.c.id.between(*stretch)) for stretch in brought(change)]
    last = change.row(mine.where(*here).order_by(changes.c.id.desc()).limit(1))
    if last is None:
        raise NotFound("nothing of yours to undo", hint="supportdesk changes")
    return last


def _lock(change: Change, number: int) -> tuple[int, ...]:
    """Hold every ticket that the change touched, in order."""
    touched = select(event.c.ticket_id).where(event.c.change_id == number, event.c.ticket_id.is_not(None))
    held = select(tables.ticket.c.id).where(tables.ticket.c.id.in_(touched)).order_by(tables.ticket.c.id)
    return change.ids(held if change.sqlite else held.with_for_update())


def _require(change: Change, records: Iterable[AnyRow]) -> None:
    """Setting a record back takes the role that setting it takes."""
    for row in records:
        role = GUARDED.get(row.record, Role.AGENT)
        if row.record == "view" and _shared(change, row):
            role = Role.LEAD
        change.require(role, what=f"taking back what was done to a {row.record}")


def _shared(change: Change, row: AnyRow) -> bool:
    """Whether a view is everybody's; owners never change."""
    owner = json.loads(row.changes).get("owner_id")
    if owner is not None:
        return bool(owner == [None, None])
    standing = change.row(select(tables.view.c.owner_id).where(tables.view.c.id == row.record_id))
    return standing is None or standing.owner_id is None


_GONE = {str(Delivery.SENT): "has been sent", str(Delivery.SENDING): "is being sent"}


def _refuse_sent(change: Change, ids: Sequence[int]) -> None:
    for row in hold_messages(change, ids):
        if row.delivery in _GONE:
            raise Refused(f"the answer on ticket {row.ticket_id} {_GONE[row.delivery]} and cannot be taken back")


def hold_messages(change: Change, ids: Sequence[int]) -> Sequence[AnyRow]:
    """Messages, held until the change ends, so that no worker begins to send one of them meanwhile."""
    if not ids:
        return ()
    columns = (message.c.id, message.c.ticket_id, message.c.agent_id, message.c.delivery)
    wanted = select(*columns).where(among(message.c.id, ids, sqlite=change.sqlite)).order_by(message.c.id)
    return change.rows(wanted if change.sqlite else wanted.with_for_update())


def _apply(change: Change, back: Inverse) -> None:
    _leave(change, back.leaving(first=True))
    for row in back.returning():
        _return(change, row)
    change.set_each("undone", back.columns)
    if back.opened:
        change.set(Selection(tuple(sorted(back.opened))), "deleted", deleted_at=change.now)
    speak(change, back.withdraw, WITHDRAWN)
    speak(change, back.reinstate, REINSTATED)
    _leave(change, back.leaving(first=False))
    if any(row.record == "agent" for row in back.records):
        _keep_an_admin(change)


def _leave(change: Change, records: Iterable[AnyRow]) -> None:
    for row in records:
        table = tables.metadata.tables[row.record]
        inverse.refuse_used(change, table, row.record_id)
        change.remove(table, row.record_id)


def speak(change: Change, ids: Sequence[int], kind: str) -> None:
    """Take messages out of their threads, or put them back."""
    if not ids:
        return
    held = among(message.c.id, ids, sqlite=change.sqlite)
    change.connection.execute(update(message).where(held).values(withdrawn=int(kind == WITHDRAWN)))
    rows = change.rows(select(message.c.id, message.c.ticket_id).where(held).order_by(message.c.id))
    change.events([{"ticket_id": row[1], "kind": kind, "message_id": row[0]} for row in rows])
    numbers = sorted({row[1] for row in rows})
    indexes.recount(change, numbers)
    indexes.reindex(change, numbers)


def _return(change: Change, row: AnyRow) -> None:
    """Bring a record that is not a ticket back, or give it its old values."""
    table, values = tables.metadata.tables[row.record], inverse.olds(row)
    standing = _tag(change, values["name"]) if table is tables.tag and row.kind == inverse.REMOVED else None
    if standing is not None:
        change.edit(table, standing, **values)
        return
    inverse.refuse_taken(change, table, row.record_id, values)
    if row.kind == inverse.REMOVED:
        change.add(table, id=row.record_id, **values)
    else:
        change.edit(table, row.record_id, **values)


def _tag(change: Change, name: str) -> int | None:
    """A tag is its name: one that somebody has put on a ticket since is the one that was removed."""
    found: int | None = change.value(select(tables.tag.c.id).where(tables.tag.c.name == name))
    return found


def _keep_an_admin(change: Change) -> None:
    if not agents.admins(change):
        raise Refused("the desk would be without an admin")


def _mark(change: Change, row: AnyRow) -> None:
    changes = tables.change
    change.connection.execute(update(changes).where(changes.c.id == change.id).values(undoes=row.id))
    change.connection.execute(update(changes).where(changes.c.id == row.id).values(undone_by=change.id))
    if row.undoes is not None:
        change.connection.execute(update(changes).where(changes.c.id == row.undoes).values(undone_by=None))
