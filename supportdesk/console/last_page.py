"""The inbox as it was last seen, kept in a file: the next start shows it at once, greyed, until the desk answers.

It holds what a line of the list shows of each ticket and nothing of its thread; the file is the agent's alone (0600).
Whatever is wrong with the file, there is simply nothing to show.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from supportdesk.config import APP
from supportdesk.domain.models import TicketCustomer, TicketRow

MOST_ROWS = 60
"""A screenful."""


@dataclass(frozen=True, slots=True)
class LastPage:
    """The first rows of a view, and when that was."""

    view: str
    at: datetime
    rows: tuple[TicketRow, ...]


def path_for(environment: Mapping[str, str], store: str, login: str) -> Path:
    """Where the last page of an agent at a store is kept: in the platform's cache directory."""
    name = hashlib.sha256(f"{store}\n{login}".encode()).hexdigest()[:20]
    if home := environment.get("XDG_CACHE_HOME"):
        return Path(home) / APP / f"inbox-{name}.json"
    from platformdirs import user_cache_path

    return user_cache_path(APP) / f"inbox-{name}.json"


def keep(path: Path, page: LastPage) -> None:
    """Write a page; where the file cannot be written, the next start is a little slower and that is all."""
    head = {"view": page.view, "at": page.at.isoformat()}
    text = json.dumps({**head, "rows": [_record(row) for row in page.rows[:MOST_ROWS]]}, ensure_ascii=False)
    written = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        written.replace(path)


def recall(path: Path) -> LastPage | None:
    """The page that was kept, or None."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        rows = tuple(_row(record) for record in kept["rows"])
        return LastPage(str(kept["view"]), datetime.fromisoformat(kept["at"]), rows)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _record(row: TicketRow) -> Sequence[object]:
    customer = row.customer
    return (
        row.number,
        row.subject,
        row.status,
        row.priority,
        row.assignee,
        row.tags,
        row.updated_at.isoformat(),
        row.next_due.isoformat() if row.next_due else None,
        (customer.name, customer.email, customer.vip) if customer else None,
    )


def _row(record: Sequence[object]) -> TicketRow:
    number, subject, status, priority, assignee, tags, updated, due, customer = record
    if not isinstance(tags, list) or not isinstance(customer, list | None):
        raise TypeError(record)
    at = datetime.fromisoformat(str(updated))
    return TicketRow(
        number=int(str(number)),
        subject=str(subject),
        status=str(status),
        priority=str(priority),
        type="",
        channel="",
        customer=TicketCustomer(str(customer[0]), str(customer[1]), bool(customer[2]), None) if customer else None,
        assignee=str(assignee) if assignee else None,
        team=None,
        tags=tuple(map(str, tags)),
        created_at=at,
        updated_at=at,
        first_reply_at=None,
        first_reply_due=None,
        next_reply_due=None,
        due_at=datetime.fromisoformat(str(due)) if due else None,
        solved_at=None,
        closed_at=None,
        waiting_since=None,
        snoozed_until=None,
        reopened=0,
        minutes_spent=0,
        messages=0,
        attachments=0,
        merged_into=None,
        external_id=None,
        source=None,
        fields={},
    )
