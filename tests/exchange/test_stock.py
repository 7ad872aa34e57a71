"""After an import PostgreSQL knows how much its tables hold, and needs no minute to find out."""

import io

from supportdesk.desk import Desk
from supportdesk.exchange import importer
from supportdesk.store import stock


def test_a_server_knows_at_once_what_a_large_import_brought(desk: Desk) -> None:
    _import(desk, stock.FEW)
    assert _known(desk) in (None, stock.FEW)


def test_a_few_more_tickets_do_not_have_all_tables_looked_at(desk: Desk) -> None:
    _import(desk, stock.FEW)
    _import(desk, stock.FEW // 10, first=stock.FEW)
    assert _known(desk) in (None, stock.FEW)


def test_a_small_import_leaves_it_to_the_server(desk: Desk) -> None:
    _import(desk, 3)
    assert _known(desk) in (None, -1, 0)


def test_an_import_ends_well_where_a_server_may_not_be_told(desk: Desk) -> None:
    if desk.store.sqlite:
        return
    with desk.store.writing() as busy:
        busy.exec_driver_sql("LOCK TABLE customer IN SHARE UPDATE EXCLUSIVE MODE")
        _import(desk, stock.FEW)
    assert _known(desk) == stock.FEW


def _import(desk: Desk, tickets: int, *, first: int = 0) -> None:
    rows = "".join(f"S-{first + number},Request,Anna,anna@example.org\n" for number in range(tickets))
    report = importer("csv")(desk, io.BytesIO(f"Ticket ID,Title,Requester,Email\n{rows}".encode()))
    assert report.new == tickets


def _known(desk: Desk) -> int | None:
    """How many tickets the server's planner thinks of; a file has none."""
    if desk.store.sqlite:
        return None
    with desk.store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT reltuples FROM pg_class WHERE relname = 'ticket'").scalar_one())
