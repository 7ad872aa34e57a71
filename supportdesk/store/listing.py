"""Which tickets stand on a page of a list: the statement that gives their numbers, and the indexes that it walks.

A statement that would be the same at any time is kept: making it takes several times as long as running it.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, literal, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.filter_keys import State
from supportdesk.domain.filter_operators import Mark
from supportdesk.domain.filter_tree import Filter, Node, Term, leaves
from supportdesk.store import text_query, walking
from supportdesk.store.prepared import Prepared
from supportdesk.store.rarity import few_with_words, hint, walked
from supportdesk.store.reading import Reading, among
from supportdesk.store.sorting import Order, implied_open
from supportdesk.store.tables import ticket
from supportdesk.store.ticket_rows import PlainRow, by_number, named
from supportdesk.store.where import matching, required_words, where


@dataclass(frozen=True, slots=True)
class Listing:
    """A filter's tickets in an order; `half` is 1 for the open ones, 0 for the others, None for both in one."""

    node: Node | None
    order: Order
    half: int | None
    backwards: bool = False

    def numbers(
        self, reading: Reading, beyond: Sequence[object] | None, *, limit: int, offset: int = 0
    ) -> tuple[int, ...]:
        """Up to `limit` numbers, from the start or from beyond the ticket whose sort keys are given."""
        given: dict[str, object] = {} if beyond is None else dict(zip(self.order.places(), beyond, strict=True))
        given |= {"limit": limit, "offset": offset}
        continued = beyond is not None
        if self._asks_for_words_alone(reading):
            enough = {"enough": limit + offset + SPARE}
            found = self._run(reading, given | enough, Way(continued=continued, ahead=True))
            if len(found) == limit:
                return found
        if self.order.name != "number" and (few := few_with_words(self.node, reading)) is not None:
            return reading.ids(self._of_few(few, reading, continued=continued), given)
        asked, begin = self._begun(reading)
        return asked._run(reading, given, Way(continued=continued, hint=begin))

    def rows(
        self, reading: Reading, beyond: Sequence[object] | None, *, limit: int, offset: int = 0
    ) -> Sequence[PlainRow]:
        """The rows of those numbers. A server gives those of a whole half at once, by a plan that it keeps."""
        if reading.sqlite or offset or self.half is None or not is_half(self.node):
            numbers = self.numbers(reading, beyond, limit=limit, offset=offset)
            found = by_number(reading, numbers)
            return [found[number] for number in numbers]
        way = Way(continued=beyond is not None, whole=limit)
        given = {} if beyond is None else dict(zip(self.order.places(), beyond, strict=True))
        return _prepared(self, reading, way).rows(reading.connection, given)

    def _begun(self, reading: Reading) -> tuple["Listing", str]:
        """The list as it is asked for, and what SQLite is told to begin with: what few tickets have, else its order."""
        rare = hint(self.node, reading) if self.order.name != "number" else ""
        walk = "" if rare else walking.index(self.node, self.order, reading)
        is_walked = not rare and (walk or self.half is not None)
        return replace(self, node=walked(self.node, reading)) if is_walked else self, rare or walk

    def _run(self, reading: Reading, given: dict[str, object], way: "Way") -> tuple[int, ...]:
        if not is_standing(self.node):
            return reading.ids(self.statement(reading, way), given)
        return tuple([row[0] for row in _prepared(self, reading, way).rows(reading.connection, given)])

    def count(self, reading: Reading) -> int:
        """How many tickets this is."""
        return int(reading.value(select(func.count()).select_from(ticket).where(self._holds(reading))) or 0)

    def statement(self, reading: Reading, way: "Way") -> Select[Any]:
        """The statement that gives the numbers, or the whole rows."""
        if way.whole:
            return self._whole(reading, way)
        number, chosen = self._ahead(reading, way) if way.ahead else self._source(reading, way.hint)
        return self._paged(number, chosen, continued=way.continued and not way.ahead)

    def _paged(self, number: ColumnElement[Any], chosen: Select[Any], *, continued: bool) -> Select[Any]:
        """A page of what is chosen, in order; `number` is the column that holds a ticket's."""
        if continued:
            chosen = chosen.where(self.order.beyond(number, backwards=self.backwards))
        ordered = chosen.order_by(*self.order.by(number, backwards=self.backwards))
        return ordered.limit(bindparam("limit", None, Integer)).offset(bindparam("offset", None, Integer))

    def _whole(self, reading: Reading, way: "Way") -> Select[Any]:
        """So many rows with the names that they refer to. All that decides the plan stands in the statement."""
        chosen = select(ticket).where(self._holds(reading))
        if way.continued:
            chosen = chosen.where(self.order.beyond(ticket.c.id, backwards=self.backwards, unseen=True))
        ordered = chosen.order_by(*self.order.by(ticket.c.id, backwards=self.backwards))
        page = ordered.limit(literal_column(str(way.whole))).subquery("t")
        return named(page, one_by_one=True).order_by(*self.order.by(page.c.id, page, backwards=self.backwards))

    def _of_few(self, numbers: Sequence[int], reading: Reading, *, continued: bool) -> Select[Any]:
        """The statement for those of some tickets that are what else the filter asks for than words."""
        _, others = required_words(self.node)
        held = among(ticket.c.id, numbers, sqlite=reading.sqlite) & replace(self, node=others)._holds(reading)
        return self._paged(ticket.c.id, select(ticket.c.id).where(held), continued=continued)

    def _asks_for_words_alone(self, reading: Reading) -> bool:
        """Whether PostgreSQL is asked for words and nothing else, in the order in which the text is numbered."""
        words, others = required_words(self.node)
        return not reading.sqlite and bool(words) and others is None and self.order.name == "number"

    def _ahead(self, reading: Reading, way: "Way") -> tuple[ColumnElement[Any], Select[Any]]:
        """A few more tickets than are wanted from the text alone, less those that are deleted.

        PostgreSQL would otherwise look at the ticket of every document that has the words before it takes the newest.
        """
        words, _ = required_words(self.node)
        number, held = text_query.documents(words)
        if way.continued:
            held = held.where(self.order.beyond(number, backwards=self.backwards))
        held = held.order_by(*self.order.by(number, backwards=self.backwards))
        some = held.limit(bindparam("enough", None, Integer)).subquery()
        standing = matching(reading, Filter(None), of=self.node)
        found = some.c[number.name]
        return found, select(found).join(ticket, ticket.c.id == found).where(standing)

    def _source(self, reading: Reading, hint: str) -> tuple[ColumnElement[Any], Select[Any]]:
        """The tickets by number in the order of what finds them: the text for words, else an index of tickets."""
        words, others = required_words(self.node)
        if words and self.order.name == "number":
            number, found = text_query.found(words, sqlite=reading.sqlite)
            rest = matching(reading, Filter(others), of=self.node) & self._half()
            return number, found.where(rest)
        chosen = select(ticket.c.id).where(self._holds(reading))
        return ticket.c.id, chosen.with_hint(ticket, hint, "sqlite") if hint else chosen

    def _holds(self, reading: Reading) -> ColumnElement[bool]:
        """What tickets of this half must be. Deleted ones are never open, so the index alone tells of the open ones."""
        if self.half == 1 or (self.half is None and implied_open(self.node)):
            return where(self.node, reading) & OPEN
        return matching(reading, Filter(self.node)) & self._half()

    def _half(self) -> ColumnElement[bool]:
        return literal(True) if self.half is None else ticket.c.is_open == literal_column(str(self.half))


OPEN = ticket.c.is_open == literal_column("1")
"""Told in the statement itself, so that the indexes of open tickets alone are known to hold all of them."""

SPARE = 50
"""Documents that are read beyond those wanted, in case some of their tickets are deleted."""


class Way(NamedTuple):
    """How a list is read: `continued` from beyond the ticket whose sort keys are given, `hint` where SQLite has to be
    told what to begin with, `ahead` from the text alone, so many `whole` rows at once.
    """

    continued: bool
    hint: str = ""
    ahead: bool = False
    whole: int = 0


def _prepared(listing: Listing, reading: Reading, way: Way) -> Prepared:
    dialect = reading.connection.dialect
    key = (listing, reading.actor.id, dialect, way)
    prepared = _KEPT.get(key)
    if prepared is None:
        prepared = _KEPT[key] = Prepared(listing.statement(reading, way), dialect, planned=not is_half(listing.node))
        if len(_KEPT) > KEPT:
            _KEPT.popitem(last=False)
    return prepared


KEPT = 200
"""How many statements are kept: an agent has a few views, a page of each in both directions."""

_KEPT: OrderedDict[tuple[object, ...], Prepared] = OrderedDict()

PASSING = {"created", "updated", "solved", "closed", "due", "first_reply", "waiting"}
"""Keys that ask for the time."""

PASSING_STATES = {State.OVERDUE, State.SNOOZED}

NAMED = {"assignee", "team", "org"}
"""Keys whose names are looked up first."""


def is_half(node: Node | None) -> bool:
    """Whether a filter asks for all tickets, the open or the closed ones: how many these are is no news to a plan."""
    return node is None or (isinstance(node, Term) and node.key == "is" and HALVES.issuperset(node.values))


HALVES = {State.OPEN, State.CLOSED}


def is_standing(node: Node | None) -> bool:
    """Whether a filter asks the database the same at any time: nothing of the hour, no names to be looked up."""
    return all(not isinstance(leaf, Term) or _stands(leaf) for leaf in leaves(node))


def _stands(term: Term) -> bool:
    if term.field_name or term.key in PASSING:
        return False
    if term.key == "is":
        return not PASSING_STATES.intersection(term.values)
    return term.key not in NAMED or all(isinstance(value, Mark) for value in term.values)
