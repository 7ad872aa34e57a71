"""The inbox as it was last seen, kept in a file: the next start shows it at once, greyed, until the desk answers.

It holds what a line of the list shows of each ticket and nothing of its thread; the file is the agent's alone (0600).
Where there is none yet, a glance at the store shows the first view. Whatever is wrong, there is simply nothing to show.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from supportdesk.config import APP
from supportdesk.domain.models import TicketCustomer, TicketRow
from supportdesk.domain.ticket import Priority
from supportdesk.store.servers import is_server

MOST_ROWS = 60
"""A screenful."""


@dataclass(frozen=True, slots=True)
class LastPage:
    """The first rows of a view, and when that was."""

    view: str
    at: datetime
    rows: tuple[TicketRow, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """Where the last page of an agent at a store is kept."""

    path: Path
    store: str = ""
    login: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str], store: str, login: str) -> "Memory":
        """In the platform's cache directory."""
        whose = hashlib.sha256(f"{store}\n{login}".encode()).hexdigest()
        name = f"inbox-{whose[:20]}.json"
        if home := environment.get("XDG_CACHE_HOME"):
            return cls(Path(home) / APP / name, store, login)
        from platformdirs import user_cache_path

        return cls(user_cache_path(APP) / name, store, login)

    def recall(self) -> LastPage | None:
        """The page that was kept, else what a local store shows at a glance."""
        return self._kept() or (glance(self.store, self.login) if self.store and not is_server(self.store) else None)

    def ask(self) -> LastPage | None:
        """What a server shows at a glance, for which it may have to be waited; None where a page was kept."""
        return glance(self.store, self.login) if is_server(self.store) and self._kept() is None else None

    def _kept(self) -> LastPage | None:
        try:
            kept = json.loads(self.path.read_text("utf-8"))
            rows = tuple(_row(record) for record in kept["rows"])
            return LastPage(str(kept["view"]), datetime.fromisoformat(kept["at"]), rows)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, page: LastPage) -> None:
        """Write a page; where the file cannot be written, the next start is a little slower and that is all."""
        head = {"view": page.view, "at": page.at.isoformat()}
        text = json.dumps({**head, "rows": [_record(row) for row in page.rows[:MOST_ROWS]]}, ensure_ascii=False)
        written = self.path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as stream:
                stream.write(text)
            written.replace(self.path)


OPEN, NOT_PUT_OFF = "is:open", "-is:snoozed"
"""What a view may say to be shown at a glance: first views say no more than that."""

NEVER = "9999-12-31T00:00:00Z"
"""Later than anything is put off."""


def glance(store: str, login: str) -> LastPage | None:
    """The first view of a store as its driver alone reads it; None for any other view."""
    from supportdesk.store.glancing import first_view, looking, pressing

    now = datetime.now(UTC).replace(microsecond=0)
    with looking(store) as look:
        name, wanted, sort = first_view(look, login) or ("", "", "")
        asked = set(wanted.split())
        if OPEN not in asked or not asked <= {OPEN, NOT_PUT_OFF} or sort not in ("", "pressing"):
            return None
        until = now.strftime("%Y-%m-%dT%H:%M:%SZ") if NOT_PUT_OFF in asked else NEVER
        seen = pressing(look, until, MOST_ROWS)
    try:
        return LastPage(name, now, tuple(_row(_glanced(row)) for row in seen))
    except (ValueError, TypeError):
        return None


def _glanced(row: Sequence[Any]) -> Sequence[object]:
    """The record of a row as the store keeps it."""
    number, subject, status, priority, assignee, tags, updated, answered, *dues, customer, name, vip, email = row
    due = min((due for due in (None if answered else dues[0], *dues[1:]) if due), default=None)
    person = None if customer is None else [name or "", email or "", vip]
    return number, subject, status, Priority(priority).word, assignee, json.loads(tags), updated, due, person


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
