"""JSON lines: nothing is lost, nothing is doubled, and nothing that cannot be read passes unseen."""

import io
import json
from collections.abc import Callable

import pytest

from supportdesk.desk import Desk
from supportdesk.exchange import ImportOptions, ImportReport, exporter, importer
from supportdesk.services import select, tickets
from supportdesk.store import history, tables, thread
from tests.exchange.conftest import live


def export(desk: Desk, filter: str = "") -> bytes:
    """A desk as JSON lines."""
    out = io.BytesIO()
    exporter("jsonl")(desk, out, filter=filter)
    return out.getvalue()


def take(desk: Desk, *lines: object, rejects: io.BytesIO | None = None, source: str = "") -> ImportReport:
    """Import lines: objects, or bytes as they are."""
    raw = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return importer("jsonl")(desk, io.BytesIO(raw), options=ImportOptions(rejects=rejects, source=source))


def test_a_whole_desk_goes_through_an_empty_one_without_a_byte_lost(lived: Desk, other: Desk) -> None:
    before = export(lived)
    report = take(other, before)
    assert report.rejected == 0
    assert export(other) == before
