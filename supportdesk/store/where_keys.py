"""What each key of a filter means in the database: one small function a key, and the table of them.

A condition here is true or false for every ticket, never NULL. Other tables are asked in subselects, never joined.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, Table, and_, func, literal_column, not_, select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.filter_keys import Part, State
from supportdesk.domain.filter_operators import Mark, Operator
from supportdesk.domain.filter_tree import Term
from supportdesk.domain.filter_values import Phrase, Range, Value
from supportdesk.domain.followers import NOBODY
from supportdesk.domain.idn import known_as
from supportdesk.domain.search import seek
from supportdesk.domain.ticket import Delivery, MessageKind, Status
from supportdesk.errors import NotFound
from supportdesk.near import nearest_of
from supportdesk.store import tables, text_query, where_fields
from supportdesk.store.alternatives import any_of
from supportdesk.store.reading import Reading, among
from supportdesk.store.tables import address, agent, customer, organization, team, ticket
from supportdesk.store.where_tags import OF_EACH, from_tag, of_each, spellings
from supportdesk.store.where_times import Condition, Meaning, due, passed

FEW = 20
"""Numbers that a statement names one by one; more of them are one parameter."""


def _ordered(number: ColumnElement[Any]) -> Meaning:
    """A number that is compared, stands in a range, or is one of a list."""

    def holds(term: Term, reading: Reading) -> Condition:
        single = [int(value) for value in term.values if isinstance(value, int)]
        if term.operator not in (Operator.IS, Operator.IS_NOT):
            return _compared(number, term.operator, single[0])
        ranges = [_between(number, value) for value in term.values if isinstance(value, Range)]
        listed = among(number, single, sqlite=reading.sqlite) if len(single) > FEW else number.in_(single)
        return any_of(*ranges, *([listed] if single else []))

    return holds


def _compared(number: ColumnElement[Any], operator: Operator, value: int) -> Condition:
    match operator:
        case Operator.LESS:
            return number < value
        case Operator.AT_MOST:
            return number <= value
        case Operator.MORE:
            return number > value
        case _:
            return number >= value


def _between(number: ColumnElement[Any], values: Range) -> Condition:
    low = [] if values.low is None else [number >= values.low]
    high = [] if values.high is None else [number <= values.high]
    return and_(*low, *high)


def _member(word: ColumnElement[Any]) -> Meaning:
    """A column of a closed set, which is never empty."""
    return lambda term, _reading: word.in_(_texts(term.values))


def _vip(term: Term, _reading: Reading) -> Condition:
    return ticket.c.vip.in_([int(value == "yes") for value in term.values])


def _rating(term: Term, reading: Reading) -> Condition:
    scores = [value for value in term.values if not isinstance(value, Mark)]
    named = [_ordered(ticket.c.rating)(replace(term, values=tuple(scores)), reading)] if scores else []
    return _referred(ticket.c.rating, term, *named)


def _assignee(term: Term, reading: Reading) -> Condition:
    mine = [reading.actor.id] if Mark.ME in term.values else []
    named = [_known(reading, agent, agent.c.login, login) for login in _texts(term.values)]
    return _referred(ticket.c.assignee_id, term, ticket.c.assignee_id.in_([*mine, *named]))


def _team(term: Term, reading: Reading) -> Condition:
    named = [_known(reading, team, team.c.name, name) for name in _texts(term.values)]
    return _referred(ticket.c.team_id, term, ticket.c.team_id.in_(named))


def _customer(term: Term, reading: Reading) -> Condition:
    """A mail address is that customer's; other words are looked for in the customer's name and addresses."""
    phrases = [value for value in term.values if isinstance(value, Phrase)]
    addresses = [known_as(phrase.text.strip()) for phrase in phrases if is_address(phrase)]
    owners = select(address.c.customer_id).where(address.c.kind == "email", address.c.value.in_(addresses))
    words = [seek(phrase.text, prefix=phrase.prefix) for phrase in phrases if not is_address(phrase)]
    named = [text_query.matches_part(words, text_query.CUSTOMER, sqlite=reading.sqlite)] if words else []
    return _referred(ticket.c.customer_id, term, *([ticket.c.customer_id.in_(owners)] if addresses else []), *named)


def _follower(term: Term, reading: Reading) -> Condition:
    """Followers are a list of texts, each an address or a name with the address in brackets at its end."""
    marks = [FOLLOWED if value is Mark.ANY else not_(FOLLOWED) for value in term.values if isinstance(value, Mark)]
    find = func.instr if reading.sqlite else func.strpos
    emails = [json.dumps(known_as(email), ensure_ascii=False)[1:-1] for email in _texts(term.values)]
    said = [form for email in emails for form in (f'"{email}"', f'<{email}>"')]
    named = [find(ticket.c.followers, one) > 0 for one in said]
    return any_of(*marks, *([and_(FOLLOWED, any_of(*named))] if named else []))


FOLLOWED = ticket.c.followers != literal_column(f"'{NOBODY}'")
"""In the letters of the index of those that are: SQLite compares no value that is given later with them."""


def is_address(phrase: Phrase) -> bool:
    """Whether what is asked of a customer is their mail address."""
    return "@" in phrase.text and not phrase.prefix


def _organization(term: Term, reading: Reading) -> Condition:
    """An organization's name in any usual case, or one of its domains."""
    names = _texts(term.values)
    find = func.instr if reading.sqlite else func.strpos
    domains = [find(organization.c.domains, f'"{name.lower()}"') > 0 for name in names]
    found = select(organization.c.id).where(any_of(organization.c.name.in_(spellings(names)), *domains))
    known = among(customer.c.organization_id, reading.ids(found) if names else (), sqlite=reading.sqlite)
    people = select(customer.c.id).where(known)
    whose = select(customer.c.organization_id).where(customer.c.id == ticket.c.customer_id).scalar_subquery()
    theirs = and_(ticket.c.customer_id.is_not(None), ticket.c.customer_id.in_(people))
    return any_of(*_marks(whose, term), *([theirs] if names else []))


def _part(part: int) -> Meaning:
    """Words of one part of a ticket's text."""

    def holds(term: Term, reading: Reading) -> Condition:
        phrases = [value for value in term.values if isinstance(value, Phrase)]
        sought = [seek(phrase.text, prefix=phrase.prefix) for phrase in phrases]
        return text_query.matches_part(sought, part, sqlite=reading.sqlite)

    return holds


STATES: dict[State, Callable[[Reading], Condition]] = {
    State.OPEN: lambda _: ticket.c.is_open == 1,
    State.CLOSED: lambda _: and_(ticket.c.is_open == 0, ticket.c.status.in_([str(Status.SOLVED), str(Status.CLOSED)])),
    State.OVERDUE: lambda reading: and_(ticket.c.is_open == 1, ticket.c.due_key < reading.now),
    State.UNASSIGNED: lambda _: ticket.c.assignee_id.is_(None),
    State.MINE: lambda reading: and_(ticket.c.assignee_id.is_not(None), ticket.c.assignee_id == reading.actor.id),
    State.UNREAD: lambda reading: _around().unread(reading),
    State.SNOOZED: lambda reading: and_(ticket.c.snoozed_until.is_not(None), ticket.c.snoozed_until > reading.now),
    State.DELETED: lambda _: ticket.c.deleted_at.is_not(None),
}
"""What each word of `is:` means."""


def _is(term: Term, reading: Reading) -> Condition:
    return any_of(*(STATES[State(word)](reading) for word in _texts(term.values)))


FOUND_APART: dict[Part, Callable[[Reading], Select[Any]]] = {
    Part.DRAFT: lambda reading: _around().drafted(reading),
    Part.FAILED: lambda _: _failed_letters(),
}
"""The tickets that have what few have, from where that is kept."""

PARTS: dict[Part, Callable[[Reading], Condition]] = {
    Part.ATTACHMENT: lambda _: ticket.c.attachments > 0,
    Part.NOTE: lambda _: _thread_has(MessageKind.NOTE),
    Part.REPLY: lambda _: _thread_has(MessageKind.REPLY),
    Part.DRAFT: lambda reading: ticket.c.id.in_(FOUND_APART[Part.DRAFT](reading)),
    Part.FAILED: lambda reading: ticket.c.id.in_(FOUND_APART[Part.FAILED](reading)),
}
"""What each word of `has:` means."""


def _has(term: Term, reading: Reading) -> Condition:
    return any_of(*(PARTS[Part(word)](reading) for word in _texts(term.values)))


def _around() -> Any:
    """What is an agent's own is rarely asked for, and its tables are made only then."""
    from supportdesk.store import around

    return around


def _thread_has(kind: MessageKind) -> Condition:
    standing = select(tables.message.c.id).where(
        tables.message.c.ticket_id == ticket.c.id, tables.message.c.withdrawn == 0
    )
    return standing.where(tables.message.c.kind == str(kind)).exists()


def _failed_letters() -> Select[Any]:
    """The tickets of which a mail did not reach everybody, by the state of letters."""
    return select(tables.message.c.ticket_id).where(
        tables.message.c.delivery == str(Delivery.FAILED), tables.message.c.withdrawn == 0
    )


def _plain(word: ColumnElement[Any]) -> Meaning:
    """A text that is compared as it stands."""

    def holds(term: Term, _reading: Reading) -> Condition:
        names = _texts(term.values)
        return _referred(word, term, *([word.in_(names)] if names else []))

    return holds


def _field(term: Term, reading: Reading) -> Condition:
    number = _known(reading, tables.field, tables.field.c.name, term.field_name)
    (row,) = reading.rows(select(tables.field.c.name, tables.field.c.kind).where(tables.field.c.id == number))
    value = where_fields.field_text(row.name, sqlite=reading.sqlite)
    asked = where_fields.named(term, value, name=row.name, kind=row.kind, reading=reading)
    return _referred(value, term, *asked)


def _referred(value: ColumnElement[Any], term: Term, *named: Condition) -> Condition:
    """Something that may be missing: `none`, `any`, or one of those named."""
    return any_of(*_marks(value, term), *(and_(value.is_not(None), condition) for condition in named))


def _marks(value: ColumnElement[Any], term: Term) -> list[Condition]:
    """What is asked by `none` and `any`."""
    asked = [mark for mark in term.values if mark in (Mark.NONE, Mark.ANY)]
    return [value.is_(None) if mark is Mark.NONE else value.is_not(None) for mark in asked]


def _texts(values: Iterable[Value]) -> list[str]:
    return [str(value) for value in values if isinstance(value, str)]


def _known(reading: Reading, records: Table, name: ColumnElement[Any], wanted: str) -> int:
    """The row of a small table with this name, in any case; NotFound gives the nearest."""
    ids = {row[1]: int(row[0]) for row in reading.rows(select(records.c.id, name))}
    found = [wanted] if wanted in ids else [known for known in ids if known.casefold() == wanted.casefold()]
    if found:
        return ids[found[0]]
    near: Sequence[str] = nearest_of(wanted, ids)
    meant = f"; did you mean {near[0]}?" if near else ""
    raise NotFound(f"no {records.name} {wanted!r}{meant}", hint=f"supportdesk {records.name} list")


MEANINGS: dict[str, Meaning] = {
    "number": _ordered(ticket.c.id),
    "status": _member(ticket.c.status),
    "priority": _ordered(ticket.c.priority),
    "type": _member(ticket.c.type),
    "channel": _member(ticket.c.channel),
    "assignee": _assignee,
    "team": _team,
    "customer": _customer,
    "follower": _follower,
    "org": _organization,
    "vip": _vip,
    "tag": from_tag,
    OF_EACH: of_each,
    "subject": _part(text_query.SUBJECT),
    "body": _part(text_query.BODY),
    "created": passed(ticket.c.created_at),
    "updated": passed(ticket.c.updated_at),
    "solved": passed(ticket.c.solved_at),
    "closed": passed(ticket.c.closed_at),
    "due": due,
    "first_reply": passed(ticket.c.first_reply_at),
    "waiting": passed(ticket.c.waiting_since),
    "rating": _rating,
    "is": _is,
    "has": _has,
    "external": _plain(ticket.c.external_id),
    "source": _plain(ticket.c.source),
    "field": _field,
}
"""Every key of the language but `sort`, which is no condition, and what lists ask in the place of one."""
