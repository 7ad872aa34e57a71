"""`close --query` and `assign --query` over all tickets of a store beside the one pair of set-based statements.

Both sides start from the same copy: every ticket open and with nobody. Both write a change, an event for each ticket
and the tickets, in one transaction; afterwards their rows are compared, so that neither can have done less.
"""

from collections.abc import Callable, Iterator

from bench.figures import Figure
from bench.places import AGENT, NOW, Bare, Place, bare, desk
from bench.race import Race, Times, timed
from bench.stores import Stores
from supportdesk.desk import Desk
from supportdesk.services import select
from supportdesk.services import tickets as verbs

INSTANT = f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
UPD_NEG = -int(NOW.timestamp())
COLLEAGUE = "maria"

OPENED = """UPDATE ticket SET status = 'open', is_open = 1, assignee_id = NULL, solved_at = NULL, closed_at = NULL,
    waiting_since = NULL, next_reply_due = NULL, first_reply_due = NULL, due_at = NULL, snoozed_until = NULL,
    due_key = {no_due}"""
"""Every ticket alike, so that all are in the selection and each event tells of the same columns."""

NO_DUE = {
    "SQLite": "'9999-12-' || (31 - 2 * priority - vip) || 'T00:00:00Z'",
    "PostgreSQL": "make_timestamptz(9999, 12, 31 - 2 * priority - vip, 0, 0, 0, 'UTC')",
}

CHANGE = """INSERT INTO change (at, agent_id, actor, verb)
    VALUES (?, (SELECT id FROM agent WHERE login = ?), ?, ?) RETURNING id"""

EVENTS = """INSERT INTO event (change_id, ticket_id, kind, at, actor, changes)
    SELECT CAST(? AS bigint), id, CAST(? AS text), {now}, CAST(? AS text), {changes}
    FROM ticket WHERE is_open = 1 AND deleted_at IS NULL"""

CLOSED = {
    "SQLite": f"json_object('status', json_array(status, 'closed'), 'solved_at', json_array(solved_at, '{INSTANT}'), "
    f"'closed_at', json_array(closed_at, '{INSTANT}'))",
    "PostgreSQL": f"json_build_object('status', json_build_array(status, 'closed'), 'solved_at', "
    f"json_build_array(solved_at, '{INSTANT}'), 'closed_at', json_build_array(closed_at, '{INSTANT}'))::text",
}
ASSIGNED = {
    "SQLite": "json_object('assignee_id', json_array(assignee_id, {agent}))",
    "PostgreSQL": "json_build_object('assignee_id', json_build_array(assignee_id, {agent}))::text",
}

CLOSE = f"""UPDATE ticket SET status = 'closed', solved_at = '{INSTANT}', closed_at = '{INSTANT}', waiting_since = NULL,
    next_reply_due = NULL, snoozed_until = NULL, is_open = 0, updated_at = '{INSTANT}', upd_neg = {UPD_NEG}
    WHERE is_open = 1 AND deleted_at IS NULL"""
ASSIGN = f"""UPDATE ticket SET assignee_id = {{agent}}, updated_at = '{INSTANT}', upd_neg = {UPD_NEG}
    WHERE is_open = 1 AND deleted_at IS NULL"""


def batch(stores: Stores, tickets: int, rounds: int) -> Iterator[Figure]:
    """Both verbs on both databases."""
    for place in stores.places():
        prepared = place.copy(stores.filled(place, tickets), "prepared")
        with bare(place, prepared) as theirs:
            theirs.run(OPENED.format(no_due=NO_DUE[place.name]))
            if place.name == "PostgreSQL":
                theirs.run("VACUUM FULL ticket")
                theirs.run("ANALYZE ticket")
        for verb, ours, reference in (("close", _close, _close_bare), ("assign", _assign, _assign_bare)):
            found = _raced(place, prepared, ours, reference, max(1, rounds // 12))
            yield found.rate(f"{verb} --query", place.name, tickets, done=tickets, unit="tickets/s", target=0.5)
        place.remove(prepared)


def _raced(
    place: Place, prepared: str, ours: Callable[[Desk], None], reference: Callable[[Bare, Place], None], rounds: int
) -> Race:
    """Each run on a copy of its own."""
    found = Race(Times(), Times())
    for number in range(rounds):
        mine, theirs = place.copy(prepared, "mine"), place.copy(prepared, "theirs")
        with desk(mine) as one, bare(place, theirs) as other:
            with one.read():
                pass
            found.desk.add(*timed(lambda one=one: ours(one)))
            found.reference.add(*timed(lambda other=other: reference(other, place)))
        if number == 0:
            _compare(place, mine, theirs)
    place.remove(mine)
    place.remove(theirs)
    return found


def _close(ours: Desk) -> None:
    with ours.change("close") as change:
        verbs.close(change, select.tickets(change, filter="is:open"))


def _assign(ours: Desk) -> None:
    with ours.change("assign") as change:
        verbs.assign(change, select.tickets(change, filter="is:open"), to=COLLEAGUE)


def _close_bare(theirs: Bare, place: Place) -> None:
    theirs.begin()
    [(change,)] = theirs.run(CHANGE, (INSTANT, AGENT, AGENT, "close"))
    _log(theirs, place, change, "closed", CLOSED[place.name])
    theirs.run(CLOSE)
    theirs.commit()


def _assign_bare(theirs: Bare, place: Place) -> None:
    theirs.begin()
    [(change,)] = theirs.run(CHANGE, (INSTANT, AGENT, AGENT, "assign"))
    [(agent,)] = theirs.run("SELECT id FROM agent WHERE login = ?", (COLLEAGUE,))
    _log(theirs, place, change, "assigned", ASSIGNED[place.name].format(agent=agent))
    theirs.run(ASSIGN.format(agent=agent))
    theirs.commit()


def _log(theirs: Bare, place: Place, change: int, kind: str, changes: str) -> None:
    now = f"'{INSTANT}'" if place.name == "SQLite" else f"TIMESTAMPTZ '{INSTANT}'"
    theirs.run(EVENTS.format(now=now, changes=changes), (change, kind, AGENT))


TICKETS = """SELECT id, status, assignee_id, solved_at, closed_at, waiting_since, is_open, due_key, upd_neg, updated_at
    FROM ticket ORDER BY id LIMIT 2000"""
EVENTS_OF_CHANGE = """SELECT ticket_id, kind, at, actor, {changes} FROM event
    WHERE change_id = (SELECT max(id) FROM change) ORDER BY ticket_id LIMIT 2000"""
STATUSES = """SELECT status, is_open, assignee_id, count(*) FROM ticket GROUP BY status, is_open, assignee_id
    ORDER BY 1, 2, 3"""


def _compare(place: Place, mine: str, theirs: str) -> None:
    """Both must have written the same, or the race means nothing."""
    changes = "changes::jsonb::text" if place.name == "PostgreSQL" else "changes"
    statements = (
        TICKETS,
        EVENTS_OF_CHANGE.format(changes=changes),
        STATUSES,
        "SELECT count(*), max(id) FROM event",
        "SELECT verb, actor, at FROM change ORDER BY id DESC LIMIT 1",
    )
    with bare(place, mine) as one, bare(place, theirs) as other:
        for statement in statements:
            written, wanted = one.run(statement), other.run(statement)
            assert written == wanted, f"not the same rows: {statement}\n{written[:1]}\n{wanted[:1]}"
