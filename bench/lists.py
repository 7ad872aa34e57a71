"""Reads: inbox pages, search and the sidebar beside the same SQL through the bare driver.

Both read in a transaction that is open already. Each reference gets all columns that the desk gets, names of
customers, agents and teams included, as tuples; it parses no dates and JSON and makes no objects.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from bench.figures import Figure
from bench.places import Bare, Place, bare, desk
from bench.race import race
from bench.stores import Stores
from supportdesk.domain.filters import parse
from supportdesk.domain.models import Cursor, Page
from supportdesk.domain.words import stems
from supportdesk.store import queries, searching
from supportdesk.store.reading import Reading

SMALL = 10_000
"""The size beside which no larger store may be slower."""

LIMIT = 50

DEEPEST = 10
"""So many pages before the end are read: fifty rows of a store are longer than fifty of another by chance."""

COLUMNS = """t.id, t.subject, t.status, t.priority, t.type, t.channel, t.tags, t.created_at, t.updated_at,
    t.first_reply_at, t.first_reply_due, t.next_reply_due, t.due_at, t.solved_at, t.closed_at, t.waiting_since,
    t.snoozed_until, t.reopened, t.minutes_spent, t.messages, t.attachments, t.merged_into, t.external_id, t.source,
    t.fields, t.vip, t.followers, t.rating, t.rating_comment, t.rated_at, t.customer_id, c.name,
    (SELECT value FROM address WHERE customer_id = t.customer_id AND kind = 'email' ORDER BY id LIMIT 1),
    o.name, a.login, tm.name"""

NAMES = """LEFT JOIN customer c ON c.id = t.customer_id
    LEFT JOIN organization o ON o.id = c.organization_id
    LEFT JOIN agent a ON a.id = t.assignee_id
    LEFT JOIN team tm ON tm.id = t.team_id"""

PAGE = f"""SELECT {COLUMNS} FROM (
    SELECT * FROM ticket WHERE is_open = ? AND deleted_at IS NULL {{after}}
    ORDER BY due_key, upd_neg, id LIMIT {LIMIT}
) t {NAMES} ORDER BY t.due_key, t.upd_neg, t.id"""

FIRST_PAGE = PAGE.format(after="")
DEEP_PAGE = PAGE.format(after="AND (due_key, upd_neg, id) > (?, ?, ?)")

ACTOR = "SELECT id, login, role, active, name FROM agent WHERE login = ?"

TICKETS = f"SELECT {COLUMNS} FROM ticket t {NAMES} WHERE t.id {{among}} ORDER BY t.id DESC"

WORDS = (
    "parcel order", "посылка заказ", "refund card", "датчик батарейки", "hub firmware", "приложение ошибка",
    "invoice company", "гарантия замена", "camera night", "обновление хаба",
)  # fmt: skip
"""Two words each, half of them Russian; some pairs are in every tenth ticket, some in few."""


@contextmanager
def _both(place: Place, address: str) -> Iterator[tuple[Reading, Bare]]:
    with desk(address) as ours, ours.read() as reading, bare(place, address) as theirs:
        theirs.run("BEGIN")
        yield reading, theirs
        theirs.run("COMMIT")


def pages(stores: Stores, tickets: int, rounds: int) -> Iterator[Figure]:
    """The first and the deepest pages of the inbox, and of the closed tickets, which are ten times as many."""
    for place in stores.places():
        with (
            _both(place, stores.filled(place, tickets)) as (reading, theirs),
            _both(place, stores.filled(place, min(SMALL, tickets))) as small,
        ):
            for name, text, half in (("inbox", "is:open", 1), ("closed", "is:closed", 0)):
                here = _pages(reading, theirs, text, half)
                for depth, page in here.items():
                    beside = race(page.ours, page.theirs, rounds=rounds)
                    yield beside.slower(f"{depth}, {name}", place.name, tickets, target=2)
                if tickets > SMALL:
                    for depth, page in _pages(*small, text, half).items():
                        yield _growth(here[depth], page, rounds, f"{depth}, {name}", place, tickets)


class Asked(NamedTuple):
    """One page as the desk reads it and as the bare driver does."""

    ours: Callable[[], object]
    theirs: Callable[[], object]


def _pages(reading: Reading, theirs: Bare, text: str, half: int) -> dict[str, Asked]:
    keys = [(half, *found) for found in _keys(theirs, half)]
    return {
        "first page": Asked(_reader(reading, text, [None]), lambda: theirs.run(FIRST_PAGE, (half,))),
        "deepest pages": Asked(
            _reader(reading, text, _deepest(reading, text)), lambda: [theirs.run(DEEP_PAGE, each) for each in keys]
        ),
    }


def _growth(here: Asked, small: Asked, rounds: int, what: str, place: Place, tickets: int) -> Figure:
    """How much longer a page takes than in the small store, and how much longer the bare query does."""
    bare_growth = race(here.theirs, small.theirs, rounds=rounds).slower(what, place.name, tickets)
    return race(here.ours, small.ours, rounds=rounds).slower(
        f"{what}, beside {SMALL:,}",
        place.name,
        tickets,
        target=1.1,
        note=f"reference: the desk at {SMALL:,} tickets; 1.1 leaves room for noise; "
        f"the bare query itself takes {bare_growth.ratio:.2f} of its time there",
    )


def _reader(reading: Reading, text: str, afters: Sequence[Cursor | None]) -> Callable[[], list[Page]]:
    filter_ = parse(text)

    return lambda: [queries.page(reading, filter_, limit=LIMIT, after=after) for after in afters]


def _deepest(reading: Reading, text: str) -> list[Cursor]:
    """The cursors before the last pages."""
    filter_ = parse(text)
    number = queries.count(reading, filter_).number
    before = [max(0, number - LIMIT * page - 1) for page in _places(number)]
    cursors = [queries.page(reading, filter_, limit=1, offset=offset).after for offset in before]
    return [cursor for cursor in cursors if cursor is not None]


def _places(number: int) -> range:
    """How many pages before the end of so many tickets begin those that are read."""
    return range(1, max(1, min(DEEPEST, (number - 1) // LIMIT)) + 1)


def _keys(theirs: Bare, half: int) -> list[tuple[object, ...]]:
    """The sort keys of the rows before the last pages."""
    number = int(str(theirs.run("SELECT count(*) FROM ticket WHERE is_open = ? AND deleted_at IS NULL", (half,))[0][0]))
    keys = "SELECT due_key, upd_neg, id FROM ticket WHERE is_open = ? AND deleted_at IS NULL"
    newest = f"{keys} ORDER BY due_key DESC, upd_neg DESC, id DESC LIMIT 1 OFFSET ?"
    return [theirs.run(newest, (half, LIMIT * page))[0] for page in _places(number)]


ORDERS = (
    "is:open sort:created", "is:open sort:-updated", "is:open sort:priority", "is:open sort:-number",
    "is:open assignee:none", "is:open priority:low sort:updated", "is:closed sort:updated", "is:closed sort:-number",
    "sort:created", "is:open unheardof",
)  # fmt: skip
"""Lists that are not in the order of the inbox, or of which an index of another order would be sorted."""


def orders(stores: Stores, tickets: int, rounds: int) -> Iterator[Figure]:
    """The first page of lists in other orders, and of what few have, beside the inbox's."""
    for place in stores.places():
        with desk(stores.filled(place, tickets)) as ours, ours.read() as reading:
            inbox = _reader(reading, "is:open", [None])
            for text in ORDERS:
                found = race(_reader(reading, text, [None]), inbox, rounds=max(3, rounds // 4))
                note = "reference: the first page of the inbox"
                yield found.slower(f"first page, {text}", place.name, tickets, target=3, note=note)


def search(stores: Stores, tickets: int, rounds: int) -> Iterator[Figure]:
    """Two words, the newest fifty tickets: as rows of a list, and as the hits with snippets that `search` shows."""
    rounds = max(2, rounds // 4)
    for place in stores.places():
        with _both(place, stores.filled(place, tickets)) as (reading, theirs):
            find = partial(_find_all, theirs, place)
            listed = race(partial(_list_all, reading), find, rounds=rounds, warm=1)
            note = f"{len(WORDS)} searches; the reference reads the same ticket rows for what the index finds"
            yield listed.slower("two words, newest first, list", place.name, tickets, target=3, note=note)
            shown = race(partial(_show_all, reading), find, rounds=rounds, warm=1)
            note = "the reference makes no snippets and reads no messages"
            yield shown.slower("two words, newest first, with snippets", place.name, tickets, note=note)


def _list_all(reading: Reading) -> None:
    for pair in WORDS:
        queries.page(reading, parse(pair), sort="-number", limit=LIMIT)


def _show_all(reading: Reading) -> None:
    for pair in WORDS:
        searching.search(reading, pair, limit=LIMIT, newest=True)


def _find_all(theirs: Bare, place: Place) -> None:
    for pair in WORDS:
        _find(theirs, place, pair)


def _find(theirs: Bare, place: Place, pair: str) -> None:
    """The bare index query, and the rows of what it finds."""
    words = stems(pair)
    if place.name == "SQLite":
        query = " AND ".join(f'"{word}"' for word in words)
        statement = "SELECT rowid FROM ticket_fts WHERE ticket_fts MATCH ? ORDER BY rowid DESC LIMIT 50"
    else:
        query = " & ".join(f"'{word}'" for word in words)
        statement = "SELECT ticket_id FROM ticket_text WHERE vector @@ ?::tsquery ORDER BY ticket_id DESC LIMIT 50"
    found = [row[0] for row in theirs.run(statement, (query,))]
    if place.name == "SQLite":
        among = f"IN ({', '.join(map(str, found)) or 'NULL'})"
        theirs.run(TICKETS.format(among=among))
    else:
        theirs.run(TICKETS.format(among="= ANY (?)"), (found,))


COUNTS = (
    "SELECT status, assignee_id, team_id, count(*) FROM ticket WHERE is_open = 1 GROUP BY status, assignee_id, team_id"
)


def sidebar(stores: Stores, tickets: int, rounds: int) -> Iterator[Figure]:
    """The active tickets by status, assignee and team, with the names of both."""
    for place in stores.places():
        with _both(place, stores.filled(place, tickets)) as (reading, theirs):
            found = race(partial(queries.sidebar, reading), partial(_count_bare, theirs), rounds=max(3, rounds // 2))
            yield found.slower("sidebar counts", place.name, tickets, target=2)


def _count_bare(theirs: Bare) -> None:
    theirs.run("SELECT id, login FROM agent")
    theirs.run("SELECT id, name FROM team")
    theirs.run(COUNTS)
