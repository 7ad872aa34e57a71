"""One ticket at a time: open one to read, write a new one, answer one. References do the same statements by hand.

No targets are set here: the desk pays for what a person never notices, and the figures say how much that is.
"""

import itertools
from collections.abc import Iterator
from functools import partial

from bench.figures import Figure
from bench.lists import ACTOR, TICKETS
from bench.places import AGENT, NOW, Bare, Place, bare, desk
from bench.race import race
from bench.stores import Stores
from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.domain.words import stems
from supportdesk.services import conversation, select
from supportdesk.services import tickets as verbs
from supportdesk.store import thread
from supportdesk.store.text import vector_literal

INSTANT = f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
SUBJECT = "Parcel 100200 has not arrived"
BODY = (
    "Good morning,\n\nI ordered a lamp on Monday and it was supposed to be here by Friday. Where is it? Заказ 100200."
)
ANSWER = "Good news: the parcel turned up in the sorting centre and will be with you tomorrow."
NAME, EMAIL = "Bench Walker", "bench.walker@mail.example"

MESSAGES = """SELECT id, kind, author_name, author_email, at, recipients, copies, subject, message_id, body, text,
    quoted, automatic, delivery FROM message WHERE ticket_id = ? AND withdrawn = 0 ORDER BY at, id"""
FILES = """SELECT a.message_id, a.name, a.size, a.type, a.sha256 FROM message m JOIN attachment a ON a.message_id = m.id
    WHERE m.ticket_id = ? ORDER BY a.id"""
CHANGE = "INSERT INTO change (at, agent_id, actor, verb) VALUES (?, ?, ?, ?) RETURNING id"
EVENT = """INSERT INTO event (change_id, ticket_id, message_id, kind, at, actor, changes)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
TICKET = """INSERT INTO ticket (uid, subject, status, priority, type, channel, customer_id, tags, fields, created_at,
    updated_at, waiting_since, reopened, minutes_spent, is_open, due_key, upd_neg, vip, messages, attachments)
    VALUES (?, ?, 'new', 2, 'question', 'mail', ?, '[]', '{}', ?, ?, ?, 0, 0, 1, ?, ?, 0, 1, 0) RETURNING id"""
MESSAGE = """INSERT INTO message (ticket_id, kind, author_name, author_email, agent_id, customer_id, at, subject,
    message_id, in_reply_to, recipients, copies, body, automatic, delivery, withdrawn)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '[]', '[]', ?, '', ?, 0) RETURNING id"""
ANSWERED = """UPDATE ticket SET first_reply_at = coalesce(first_reply_at, ?), waiting_since = NULL,
    next_reply_due = NULL, assignee_id = coalesce(assignee_id, ?),
    status = CASE status WHEN 'new' THEN 'open' ELSE status END, updated_at = ?, upd_neg = ?,
    messages = messages + 1 WHERE id = ?"""
PRESSING = "SELECT id FROM ticket WHERE is_open = 1 AND status <> 'new' ORDER BY id DESC LIMIT 1"
NUMBERS = itertools.count(1)


def single(stores: Stores, tickets: int, rounds: int) -> Iterator[Figure]:
    """Reading one, opening one, answering one."""
    for place in stores.places():
        mine, other = (place.copy(stores.filled(place, tickets), name) for name in ("mine", "theirs"))
        with desk(mine) as ours, bare(place, other) as theirs:
            yield from _raced(place, ours, theirs, tickets, rounds)
        place.remove(mine)
        place.remove(other)


def _raced(place: Place, ours: Desk, theirs: Bare, tickets: int, rounds: int) -> Iterator[Figure]:
    [(number,)] = theirs.run(PRESSING)
    for what, one, two in (
        ("open a ticket", _open, _open_bare),
        ("new", _new, _new_bare),
        ("reply", _reply, _reply_bare),
    ):
        found = race(partial(one, ours, number), partial(two, theirs, place, number), rounds=rounds)
        yield found.slower(what, place.name, tickets)


def _open(ours: Desk, number: int) -> None:
    with ours.read() as reading:
        thread.detail(reading, number)


def _open_bare(theirs: Bare, _place: Place, number: int) -> None:
    theirs.run("BEGIN")
    theirs.run(ACTOR, (AGENT,))
    theirs.run(TICKETS.format(among="= ?"), (number,))
    theirs.run(MESSAGES, (number,))
    theirs.run(FILES, (number,))
    theirs.run("COMMIT")


def _new(ours: Desk, _number: int) -> None:
    with ours.change("new") as change:
        verbs.open_ticket(change, subject=SUBJECT, customer=Person(NAME, EMAIL), body=BODY)


def _new_bare(theirs: Bare, place: Place, _number: int) -> None:
    theirs.begin()
    [(agent, *_)] = theirs.run(ACTOR, (AGENT,))
    [(change,)] = theirs.run(CHANGE, (INSTANT, agent, AGENT, "new"))
    found = theirs.run("SELECT customer_id FROM address WHERE kind = 'email' AND value = ?", (EMAIL,))
    customer = found[0][0] if found else _customer(theirs)
    due_key = "9999-12-27T00:00:00Z"
    values = (f"bench{next(NUMBERS)}", SUBJECT, customer, INSTANT, INSTANT, INSTANT, due_key, -int(NOW.timestamp()))
    [(number,)] = theirs.run(TICKET, values)
    message = _say(theirs, number, "customer", (NAME, EMAIL, None, customer), BODY, "")
    opened = (
        f'{{"subject":[null,"{SUBJECT}"],"status":[null,"new"],"priority":[null,2],"customer_id":[null,{customer}]}}'
    )
    theirs.run(EVENT, (change, number, None, "opened", INSTANT, AGENT, opened))
    theirs.run(EVENT, (change, number, message, "received", INSTANT, AGENT, "{}"))
    document = " xxbreakxx ".join(" ".join(stems(part)) for part in (SUBJECT, f"{NAME} {EMAIL}", BODY))
    if place.name == "SQLite":
        theirs.run("INSERT INTO ticket_text (ticket_id, stems) VALUES (?, ?)", (number, document))
        theirs.run("INSERT INTO ticket_fts (rowid, stems) VALUES (?, ?)", (number, document))
    else:
        text = "INSERT INTO ticket_text (ticket_id, stems, vector) VALUES (?, ?, ?::tsvector)"
        theirs.run(text, (number, document, vector_literal(document)))
    theirs.commit()


def _customer(theirs: Bare) -> int:
    statement = (
        "INSERT INTO customer (uid, name, vip, language, note, created_at) VALUES (?, ?, 0, '', '', ?) RETURNING id"
    )
    [(customer,)] = theirs.run(statement, (f"benchc{next(NUMBERS)}", NAME, INSTANT))
    theirs.run("INSERT INTO address (customer_id, kind, value) VALUES (?, 'email', ?)", (customer, EMAIL))
    return int(customer)


def _say(theirs: Bare, number: int, kind: str, who: tuple[object, ...], body: str, delivery: str) -> int:
    values = (number, kind, *who, INSTANT, "", f"<bench{next(NUMBERS)}@bench.example>", body, delivery)
    [(message,)] = theirs.run(MESSAGE, values)
    return int(message)


def _reply(ours: Desk, number: int) -> None:
    with ours.change("reply") as change:
        conversation.reply(change, select.tickets(change, numbers=[number]), body=ANSWER)


def _reply_bare(theirs: Bare, place: Place, number: int) -> None:
    theirs.begin()
    [(agent, *_)] = theirs.run(ACTOR, (AGENT,))
    [(status, *_)] = theirs.run("SELECT status, deleted_at FROM ticket WHERE id = ?", (number,))
    assert status != "closed"
    [(change,)] = theirs.run(CHANGE, (INSTANT, agent, AGENT, "reply"))
    message = _say(theirs, number, "reply", (AGENT, "", agent, None), ANSWER, "queued")
    theirs.run(EVENT, (change, number, message, "replied", INSTANT, AGENT, "{}"))
    theirs.run(ANSWERED, (INSTANT, agent, INSTANT, -int(NOW.timestamp()), number))
    added = " xxbreakxx " + " ".join(stems(ANSWER))
    if place.name == "SQLite":
        unlist = "INSERT INTO ticket_fts (ticket_fts, rowid, stems) SELECT 'delete', ticket_id, stems FROM ticket_text"
        theirs.run(f"{unlist} WHERE ticket_id = ?", (number,))
        theirs.run("UPDATE ticket_text SET stems = stems || ? WHERE ticket_id = ?", (added, number))
        listed = "INSERT INTO ticket_fts (rowid, stems) SELECT ticket_id, stems FROM ticket_text WHERE ticket_id = ?"
        theirs.run(listed, (number,))
    else:
        text = "UPDATE ticket_text SET stems = stems || ?, vector = vector || ?::tsvector WHERE ticket_id = ?"
        theirs.run(text, (added, vector_literal(added), number))
    theirs.commit()
