"""Desks as JSON lines: out, and in."""

import io
import json

from sqlalchemy import func, select

from supportdesk.desk import Desk
from supportdesk.exchange import ImportOptions, ImportReport, exporter, importer


def export(desk: Desk, filter: str = "") -> bytes:
    """A desk as JSON lines."""
    out = io.BytesIO()
    exporter("jsonl")(desk, out, filter=filter)
    return out.getvalue()


def take(desk: Desk, *lines: object, rejects: io.BytesIO | None = None, source: str = "") -> ImportReport:
    """Import lines: objects, or bytes as they are."""
    raw = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    report = importer("jsonl")(desk, io.BytesIO(raw), options=ImportOptions(rejects=rejects, source=source))
    assert report.received == report.new + report.threaded + report.duplicate + report.rejected
    return report


def count(desk: Desk, table: object) -> int:
    """How many rows a table has."""
    with desk.read() as reading:
        return int(reading.value(select(func.count()).select_from(table)))  # type: ignore[arg-type]
