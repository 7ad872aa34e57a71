"""The way in for records in number: an import's records become rows, in one change over many short transactions.

`write` takes records through an open change; what it has taken in before it recognises (by uid, by source and external
id, by mail id), so the same records may come again. Here: what each record means for the desk, and its events. Not
here: files, formats, transactions; the rows' way into the database is `store/bulk.py`.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, TypeAlias

from supportdesk.domain.shape import (
    Content,
    Imported,
    ImportedChange,
    ImportedCustomer,
    ImportedEvent,
    ImportedTicket,
    Whole,
)
from supportdesk.services.intake import changes, customers, past, records, threads, tickets
from supportdesk.services.intake.mail import Placed, add_mail
from supportdesk.services.intake.names import Names, uid_of_name
from supportdesk.services.intake.past import parted
from supportdesk.services.intake.records import end_whole
from supportdesk.services.intake.threads import known_mails, waits_since
from supportdesk.services.intake.verdict import Added, Decision, Memory, Unfit, Verdict
from supportdesk.services.intake.words import stems_of
from supportdesk.store.change import Change

__all__ = [
    "Added",
    "Decision",
    "Memory",
    "Placed",
    "Unfit",
    "Verdict",
    "add_mail",
    "end_whole",
    "known_mails",
    "parted",
    "stems_of",
    "uid_of_name",
    "waits_since",
    "write",
]

Writer: TypeAlias = Callable[[Change, Sequence[Any], Names, Memory], list[Decision]]


def write(change: Change, listed: Sequence[Imported], memory: Memory) -> tuple[list[Decision], Added]:
    """Take records in, in their order: what became of each, and how many rows were added.

    NotPermitted where the acting agent may not bring in what a record holds.
    """
    names, added = Names(change, aliases=memory.aliases, spelled=memory.spelled, signing=not memory.whole), Added()
    decisions: list[Decision] = []
    for kind, group in groupby(listed, key=type):
        same = list(group)
        if kind is ImportedTicket:
            decisions += tickets.add(change, same, names, memory, added)  # type: ignore[arg-type]
        else:
            decisions += WRITERS.get(kind, records.add)(change, same, names, memory)
    added.customers = names.added
    return decisions, added


def _contents(change: Change, listed: Sequence[Content], _names: Names, _memory: Memory) -> list[Decision]:
    standing = threads.kept(change, {content.sha256 for content in listed})
    threads.keep(change, [content for content in listed if content.sha256 not in standing])
    return [Verdict.DUPLICATE if content.sha256 in standing else Verdict.NEW for content in listed]


def _whole(change: Change, listed: Sequence[Whole], names: Names, memory: Memory) -> list[Decision]:
    records.begin_whole(change, memory)
    names.signing = False
    return [Verdict.NEW if memory.restoring else Verdict.DUPLICATE] * len(listed)


WRITERS: dict[type, Writer] = {
    Content: _contents,
    Whole: _whole,
    ImportedChange: changes.add_changes,
    ImportedCustomer: customers.add_people,
    ImportedEvent: past.add_events,
}
"""Who writes which record; tickets apart, and all the others are `records.add`."""
