"""No list reads the whole desk: every query that the console and `list` run is asked how it would be run."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Integer, Table, text

from supportdesk.desk import Desk
from supportdesk.domain import filters
from supportdesk.services import queue
from supportdesk.store import bulk, history, queries, rarity, searching, tables, thread
from supportdesk.store.columns import instant_text
from supportdesk.store.engine import Store
from supportdesk.store.feed import Feed
from supportdesk.store.reading import Reading
from supportdesk.store.text import document
from tests.templates import MORNING, NEW, Clock, make

LARGE = (
    "ticket",
    "message",
    "event",
    "ticket_tag",
    "ticket_text",
    "attachment",
    "customer",
    "address",
    "mail_reference",
)
"""Tables that grow with the desk; the others may be read whole."""

OF_A_FEW = (
    "one ticket",
    "one ticket's newest messages",
    "a search",
    "a tag",
    "a customer",
    "a word",
    "opened of late",
    "changed of late",
    "closed ones that were changed of late",
    "of another system",
    "of which a mail failed",
)
"""What sorts a few tickets, or what belongs to them, that it found by what only they have."""

Ask = Callable[[Reading], object]


def pages(filter: str, *, sort: str = "") -> Ask:
    """The first page of a list, the one after it, and the one before that."""

    def ask(reading: Reading) -> None:
        wanted = filters.parse(filter)
        first = queries.page(reading, wanted, sort=sort, limit=20)
        assert first.rows, "a list of nothing proves nothing"
        if first.after is not None:
            second = queries.page(reading, wanted, sort=sort, limit=20, after=first.after)
            if second.after is not None:
                queries.page(reading, wanted, sort=sort, limit=20, after=second.after, backwards=True)

    return ask


ASKED: dict[str, Ask] = {
    "the inbox": pages("is:open"),
    "my tickets": pages("is:open assignee:me"),
    "unassigned": pages("is:open is:unassigned"),
    "overdue": pages("is:overdue"),
    "pending": pages("status:pending"),
    "the pending ones of the inbox": pages("is:open status:pending"),
    "solved": pages("status:solved"),
    "closed": pages("is:closed"),
    "everything": pages(""),
    "everything, newest first": pages("", sort="-number"),
    "everything, last changed first": pages("", sort="updated"),
    "everything, by due time": pages("", sort="due"),
    "everything, oldest first": pages("", sort="created"),
    "the inbox, oldest first": pages("is:open", sort="created"),
    "the inbox, newest first": pages("is:open", sort="-created"),
    "the inbox by priority": pages("is:open", sort="priority"),
    "the inbox, last changed first": pages("is:open", sort="updated"),
    "the urgent ones of the inbox, last changed first": pages("is:open priority:urgent", sort="updated"),
    "the inbox, newest first by number": pages("is:open", sort="-number"),
    "the urgent ones of the inbox, oldest first": pages("is:open priority:urgent", sort="created"),
    "closed, last changed first": pages("is:closed", sort="updated"),
    "closed, newest first": pages("is:closed", sort="-number"),
    "closed, oldest first": pages("status:closed", sort="created"),
    "common closed ones, last changed first": pages("status:closed tag:common", sort="updated"),
    "nobody's, last changed first": pages("assignee:none", sort="updated"),
    "a tag": pages("tag:rare"),
    "a customer": pages("customer:c7@example.org"),
    "a word": pages("rareword"),
    "opened of late": pages("created<20m"),
    "changed of late": pages("updated<20m"),
    "closed ones that were changed of late": pages("is:closed updated<20m"),
    "put off": pages("is:snoozed"),
    "put off of the inbox": pages("is:open is:snoozed"),
    "followed": pages("follower:f7@example.org"),
    "rated": pages("rating<=2"),
    "in the bin": pages("is:deleted"),
    "of another system": pages("external:e407"),
    "of which a mail failed": pages("has:failed"),
    "a few numbers": pages("number:5..30"),
    "the sidebar": queries.sidebar,
    "how many, capped": lambda reading: queries.count(reading, filters.parse("is:open"), cap=1000),
    "some tickets": lambda reading: queries.rows(reading, [1, 5, 9]),
    "one ticket": lambda reading: thread.detail(reading, 7),
    "one ticket's newest messages": lambda reading: thread.detail(reading, 7, newest=2),
    "one ticket's history": lambda reading: history.of_ticket(reading, 7),
    "what happened since": lambda reading: Feed(100).read(reading),
    "the last event": history.latest,
    "the next ticket to take": queue.peek_next,
    "a search": lambda reading: searching.search(reading, "rareword", limit=20),
}


def filled(store: Store, tickets: int) -> Desk:
    """A desk with so many tickets, straight into its tables: a tenth is open, a few have a rare tag and word."""
    desk, every = Desk(store, "anna", Clock()), range(1, tickets + 1)
    rare = set(range(7, tickets, 400))
    at = instant_text(MORNING)
    with desk.change("fill") as change:
        number = change.id
        people = range(1, tickets // 10 + 1)
        _add(change, tables.customer, [{"id": n, "uid": f"u{n}", "created_at": at} for n in people])
        mail = [{"id": n, "customer_id": n, "kind": "email", "value": f"c{n}@example.org"} for n in people]
        _add(change, tables.address, mail)
        _add(change, tables.tag, [{"id": 1, "name": "rare"}, {"id": 2, "name": "common"}])
        _add(change, tables.ticket, [_ticket(n, tickets, rare=n in rare) for n in every])
        _add(change, tables.ticket_tag, [{"tag": "rare" if n in rare else "common", "ticket_id": n} for n in every])
        opened = {"change_id": number, "kind": "opened", "at": at, "actor": "anna", "changes": "{}"}
        _add(change, tables.event, [{**opened, "ticket_id": n} for n in every])
        bodies = {n: "rareword" if n in rare else "plain" for n in every}
        said = {"kind": "customer", "at": at, "recipients": "[]", "copies": "[]"}
        mails = [{**said, "id": n, "ticket_id": n, "message_id": f"m{n}", "body": bodies[n]} for n in every]
        for number in rare:
            mails[number - 1]["delivery"] = "failed"
        _add(change, tables.message, mails)
        kept = change.keep(b"the same for all")
        _add(change, tables.attachment, [{"message_id": n, "name": "a.txt", "type": "", "sha256": kept} for n in every])
        stems = {body: document(["request", "", body]) for body in ("rareword", "plain")}
        _add(change, tables.ticket_text, [{"ticket_id": n, "stems": stems[bodies[n]]} for n in every])
        _index(change)
        change.touched = True
    if not store.sqlite:
        with store.writing() as connection:
            connection.execute(text("ANALYZE"))
    return desk


def _index(change: Reading) -> None:
    if change.sqlite:
        change.connection.execute(text("INSERT INTO ticket_fts (ticket_fts) VALUES ('rebuild')"))
        return
    made = "UPDATE ticket_text SET vector = array_to_tsvector(array_remove(string_to_array(stems, ' '), ''))"
    change.connection.execute(text(made))


def _add(change: Reading, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows; what they leave out is empty."""
    empty = {
        column.name: 0 if isinstance(column.type, Integer) else "" for column in table.columns if not column.nullable
    }
    names = [name for name in {**empty, **rows[0]} if name != "id" or "id" in rows[0]]
    bulk.insert(change, table, names, [tuple({**empty, **row}[name] for name in names) for row in rows])


def _ticket(number: int, tickets: int, *, rare: bool) -> dict[str, Any]:
    active, due = number % 10 == 7, number % 30 == 27
    at = MORNING - timedelta(minutes=tickets - number)
    statuses = ("new", "open", "pending") if active else ("solved", "closed", "closed")
    return {
        "id": number,
        "uid": f"t{number}",
        "subject": f"Request {number}",
        "status": statuses[number // 10 % 3],
        "priority": number % 4 + 1,
        "customer_id": number % (tickets // 10) + 1,
        "assignee_id": 1 if number % 20 == 7 else None,
        "tags": '["rare"]' if rare else '["common"]',
        "fields": "{}",
        "followers": f'["f{number}@example.org"]' if rare else "[]",
        "rating": 1 if rare else None,
        "external_id": f"e{number}" if rare else None,
        "deleted_at": instant_text(at) if number == 12 else None,
        "rated_at": instant_text(at) if rare else None,
        "snoozed_until": instant_text(MORNING + timedelta(days=1)) if rare and active else None,
        "created_at": instant_text(at),
        "updated_at": instant_text(at),
        "due_at": instant_text(at) if due else None,
        "due_key": instant_text(at) if due else "9999-12-25T00:00:00Z",
        "is_open": int(active),
        "upd_neg": -int(at.timestamp()),
        "messages": 1,
    }


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that is large enough for its server to mind what it reads."""
    if request.param == "sqlite":
        path = str(tmp_path_factory.mktemp("plans") / "desk.db")
        make(path)
        yield from _closed(filled(_connected(path), 1_000))
        return
    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("templates").postgres(NEW)
    with server.copied(template, f"{template}_plans") as url:
        yield from _closed(filled(_connected(url), 10_000))


def _connected(place: str) -> Store:
    from supportdesk.store.engine import connect

    return connect(place)


def _closed(desk: Desk) -> Iterator[Desk]:
    yield desk
    desk.close()


@pytest.mark.parametrize("name", ASKED)
def test_no_list_reads_the_whole_desk(large: Desk, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rarity, "FEW", 20)
    monkeypatch.setattr(rarity, "MANY", 20)
    with large.read() as reading:
        with _heard(reading.connection) as asked:
            ASKED[name](reading)
        read = [pair for pair in asked if pair[0].lstrip().upper().startswith(("SELECT", "WITH"))]
        assert read
        wasteful = _wasteful_on_sqlite if reading.sqlite else _wasteful_on_postgres
        for statement, parameters in read:
            steps = list(wasteful(reading.connection, statement, parameters))
            assert [step for step in steps if not ("TEMP B-TREE" in step and name in OF_A_FEW)] == [], statement


@contextmanager
def _heard(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    """What the driver is asked meanwhile, whoever asks: the statements and their parameters."""
    asked: list[tuple[str, Any]] = []
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.set_trace_callback(lambda statement: asked.append((statement, ())))  # the values stand in it already
        yield asked
        driver.set_trace_callback(None)
        return
    usual = driver.cursor_factory

    class Heard(usual):  # type: ignore[misc]
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            asked.append((query, params))
            return super().execute(query, params, **options)

    driver.cursor_factory = Heard
    yield asked
    driver.cursor_factory = usual


def _wasteful_on_sqlite(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    """Steps that read a whole table, or sort more than what a limit has left."""
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    limited = any(re.match(r"(CO-ROUTINE|MATERIALIZE) ", step[3]) for step in plan if step[1] == 0)
    for _number, parent, _, step in plan:
        by_number = "ORDER BY ticket.id" in statement and "LIMIT" in statement
        if re.match(rf"SCAN ({'|'.join(LARGE)})\b(?! USING)", step) and not by_number:
            yield step
        if "TEMP B-TREE FOR ORDER BY" in step and not (limited and parent == 0):
            yield step


ROWS = 500
"""Rows that PostgreSQL may expect to sort or to read: far less than the desk holds."""


def _wasteful_on_postgres(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    """Steps that read a whole large table, or sort many rows."""
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    steps = [(plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]]
    while steps:
        step = steps.pop()
        steps += step.get("Plans", [])
        if step["Node Type"] == "Seq Scan" and step["Relation Name"] in LARGE:
            yield f"Seq Scan on {step['Relation Name']}"
        if step["Node Type"] == "Sort" and step["Plan Rows"] > ROWS:
            yield f"Sort of {step['Plan Rows']} rows by {step['Sort Key']}"


def test_a_query_that_reads_the_whole_desk_would_be_seen(large: Desk) -> None:
    with large.read() as reading:
        wasteful = _wasteful_on_sqlite if reading.sqlite else _wasteful_on_postgres
        sorted_whole = "SELECT id FROM ticket ORDER BY solved_at LIMIT 5"
        steps = list(wasteful(reading.connection, sorted_whole, ()))
    assert len(steps) == 2


@pytest.mark.parametrize("text", ["is:open priority:high..urgent", "is:open number:2..9"])
def test_a_range_asks_for_nothing_beside_it(large: Desk, text: str) -> None:
    """An empty list joined to it by `or` keeps SQLite from the index of open tickets."""
    with large.read() as reading, _heard(reading.connection) as asked:
        queries.count(reading, filters.parse(text))
    assert asked
    assert not [statement for statement, _ in asked if "1 != 1" in statement]


@pytest.mark.parametrize("filter", ["is:open", "status:new", "is:open assignee:me", "is:overdue"])
def test_open_tickets_are_counted_by_an_index_alone(large: Desk, filter: str) -> None:
    with large.read() as reading:
        if not reading.sqlite:
            return
        with _heard(reading.connection) as asked:
            queries.count(reading, filters.parse(filter))
        statement, parameters = asked[-1]
        steps = reading.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
        assert all("COVERING INDEX" in step[3] for step in steps if "ticket" in step[3]), steps


def _plan(reading: Reading, filter: str) -> list[str]:
    """The steps by which the numbers of a list's first page are found."""
    with _heard(reading.connection) as asked:
        queries.page(reading, filters.parse(filter), limit=20)
    statement, parameters = next(pair for pair in asked if pair[0].startswith("SELECT ticket.id"))
    explain = "EXPLAIN QUERY PLAN" if reading.sqlite else "EXPLAIN"
    return [row[-1] for row in reading.connection.exec_driver_sql(f"{explain} {statement}", parameters)]


def test_open_tickets_by_due_time_are_sorted_by_the_index_of_the_inbox_alone(large: Desk) -> None:
    with large.read() as reading:
        steps = _plan(reading, "is:open sort:due") if reading.sqlite else []
    assert all("COVERING INDEX" in step for step in steps if "ticket" in step), steps


def test_the_open_tickets_of_a_team_that_has_few_are_found_by_an_index_alone(large: Desk) -> None:
    with large.read() as reading:
        if not reading.sqlite:
            return
        steps = _plan(reading, "is:open team:none")
    assert any("ticket_sidebar (is_open=?" in step for step in steps), steps


@pytest.mark.parametrize("filter", ["is:open rareword", "rareword sort:updated", "is:open unheardof"])
def test_what_few_tickets_say_is_found_before_their_tickets_are_sorted(large: Desk, filter: str) -> None:
    """A server takes a word that it does not know for frequent, and looks up the text of every open ticket."""
    with large.read() as reading:
        if reading.sqlite:
            return
        with _heard(reading.connection) as asked:
            queries.page(reading, filters.parse(filter), limit=20)
    told = [statement for statement, _ in asked if "ticket_text" in statement and not statement.startswith("EXPLAIN")]
    assert [statement for statement in told if "FROM ticket " in statement] == []
    assert len(told) == 1


def test_open_tickets_of_nobody_are_taken_in_their_order(large: Desk) -> None:
    """Closed tickets have an agent: a server that does not know it expects few without one among the open ones."""
    with large.change("try", dry_run=True) as change:
        if change.sqlite:
            return
        change.connection.execute(text("UPDATE ticket SET assignee_id = 1 WHERE is_open = 0"))
        change.connection.execute(text("ANALYZE ticket"))
        steps = _plan(change, "is:open assignee:none")
    assert not [step for step in steps if "Sort" in step], steps


def test_open_tickets_of_several_statuses_are_taken_in_their_order(large: Desk) -> None:
    """A server that takes status and openness for strangers expects few, and sorts all of them for one page."""
    with large.read() as reading:
        steps = [] if reading.sqlite else _plan(reading, "is:open status:new,open")
    assert not [step for step in steps if "Sort" in step], steps


def test_a_company_is_found_before_its_tickets_are_sought(large: Desk) -> None:
    """A planner that does not know whether there is one thinks of a third of all customers."""
    with large.read() as reading, _heard(reading.connection) as asked:
        queries.page(reading, filters.parse("is:open org:Acme"), limit=10)
    sought = next(statement for statement, _ in asked if statement.startswith("SELECT ticket.id"))
    assert "organization_id" in sought
    assert "FROM organization" not in sought


@pytest.mark.parametrize("filter", ["rareword", "is:open rareword", "tag:rare", "is:open assignee:me", "created<20m"])
def test_what_a_filter_asks_for_is_planned_for_its_values_however_often_it_is_asked(large: Desk, filter: str) -> None:
    """A plan that a server makes for no value in particular takes the rarest word for a frequent one."""
    with large.read() as reading:
        if reading.sqlite:
            return
        before = _kept(reading)
        for _ in range(10):
            queries.page(reading, filters.parse(filter), limit=20)
        assert _kept(reading, "FROM ticket \nWHERE ticket.id IN")
        more = [statement for statement in _kept(reading) if statement not in before]
        assert not [statement for statement in more if "ORDER BY ticket.due_key" in statement or "@@" in statement]


@pytest.mark.parametrize("filter", ["", "is:open", "is:closed"])
def test_a_page_of_all_tickets_or_of_one_half_is_one_statement_that_is_planned_once(large: Desk, filter: str) -> None:
    """Also near the end of the list, where a server expects so few rows that it would rather plan each time."""
    with large.read() as reading:
        if reading.sqlite:
            return
        wanted = filters.parse(filter)
        number = queries.count(reading, wanted).number
        for after in (None, queries.page(reading, wanted, limit=1, offset=number - 10).after):
            for _ in range(15):
                with _heard(reading.connection) as asked:
                    queries.page(reading, wanted, limit=5, after=after)
            assert len(asked) == 1
            plans = "SELECT generic_plans FROM pg_prepared_statements WHERE strpos(statement, 'LIMIT 5) AS t') > 0"
            assert all(reading.connection.exec_driver_sql(plans).scalars())
        assert len(_kept(reading, "LIMIT 5) AS t")) >= 2


def _kept(reading: Reading, part: str = "") -> list[str]:
    """The statements that the server keeps for this connection and that say this."""
    statements = reading.connection.exec_driver_sql("SELECT statement FROM pg_prepared_statements").scalars()
    return [statement for statement in statements if part in statement]
