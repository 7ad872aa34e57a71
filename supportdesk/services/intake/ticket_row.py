"""The row of a ticket that is brought: its cells, and the event that says how it began."""

import json

from supportdesk.domain.followers import NOBODY, written
from supportdesk.domain.shape import ImportedTicket
from supportdesk.domain.ticket import OPEN_STATUSES
from supportdesk.services.intake import threads
from supportdesk.services.intake.names import Known, Names
from supportdesk.services.intake.notation import changes_text, list_text
from supportdesk.services.intake.verdict import Memory
from supportdesk.store import bulk, rows
from supportdesk.store.columns import instant_text
from supportdesk.store.logged import no_due

TICKET = (
    "id", "uid", "subject", "status", "priority", "type", "channel", "customer_id", "assignee_id", "team_id", "tags",
    "fields", "created_at", "updated_at", "first_reply_at", "first_reply_due", "next_reply_due", "due_at", "solved_at",
    "closed_at", "waiting_since", "snoozed_until", "reopened", "minutes_spent", "deleted_at", "source", "external_id",
    "is_open", "due_key", "upd_neg", "vip", "messages", "attachments", "followers", "rating",
    "rating_comment", "rated_at",
)  # fmt: skip

NO_DUE = {rank: instant_text(no_due(rank)) for rank in range(2, 10)}
UNRATED = (None, None, None)
_OPEN = frozenset(map(str, OPEN_STATUSES))


def cells_of(number: int, one: ImportedTicket, known: Known | None, names: Names) -> bulk.Cells:
    """The cells of `TICKET`; what is derived from others follows the same rules as for a ticket opened here."""
    vip = int(one.vip) if one.vip is not None else (known.vip if known else 0)
    dues = [due for due in (one.next_reply_due, one.due_at) if due]
    if one.first_reply_at is None and one.first_reply_due:
        dues.append(one.first_reply_due)
    return (
        number, one.uid, one.subject, one.status, one.priority, one.type, one.channel, known.id if known else None,
        names.agent(one.assignee), names.team(one.team), list_text(sorted({*one.tags})) if one.tags else "[]",
        rows.object_json(one.fields) if one.fields else "{}", one.created_at, one.updated_at, one.first_reply_at,
        one.first_reply_due, one.next_reply_due, one.due_at, one.solved_at, one.closed_at, one.waiting_since,
        one.snoozed_until, one.reopened, one.minutes_spent, one.deleted_at, one.source, one.external_id,
        int(one.status in _OPEN and one.deleted_at is None), min(dues) if dues else NO_DUE[one.priority * 2 + vip],
        -threads.seconds(one.updated_at), vip,
        sum(1 for message in one.thread if not message.withdrawn),
        sum(len(message.attachments) for message in one.thread if not message.withdrawn),
        written(one.followers) if one.followers else NOBODY, *(one.rating or UNRATED),
    )  # fmt: skip


_LOGGED = tuple(
    (TICKET.index(name), name)
    for name in (
        "subject", "status", "priority", "type", "channel", "customer_id", "assignee_id", "team_id", "tags", "fields",
        "created_at", "first_reply_at", "first_reply_due", "next_reply_due", "due_at", "solved_at", "closed_at",
        "waiting_since", "snoozed_until", "reopened", "minutes_spent", "deleted_at", "followers", "rating",
        "rating_comment", "rated_at",
    )
)  # fmt: skip
_EMPTY = frozenset({"[]", "{}", None, 0})


def opening(row: bulk.Cells, one: ImportedTicket, memory: Memory) -> str:
    """The changes of a first event that holds all that is not empty."""
    changes: dict[str, list[object]] = {name: [None, row[at]] for at, name in _LOGGED if row[at] not in _EMPTY}
    if "tags" in changes:
        changes["tags"] = [None, sorted(set(one.tags))]
    if "followers" in changes:
        changes["followers"] = [None, json.loads(written(one.followers))]
    if "fields" in changes:
        changes["fields"] = [None, dict(sorted(one.fields.items()))]
    if one.merged_into is not None:
        changes["merged_into"] = [None, memory.number_of(one.merged_into)]
    return changes_text(changes)
