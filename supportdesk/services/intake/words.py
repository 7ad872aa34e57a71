"""The full text of tickets that arrive: what `indexes.documents` would make of their rows, from stems made ahead."""

from collections.abc import Iterable, Sequence

from supportdesk.domain.shape import ImportedMessage, ImportedTicket
from supportdesk.domain.words import stemmed
from supportdesk.services.intake.names import Known
from supportdesk.store import bulk, tables, text
from supportdesk.store.change import Change


def stems_of(subject: str, thread: Iterable[ImportedMessage]) -> tuple[str, str]:
    """The stems of a ticket's subject and of its standing messages, as its document will hold them."""
    bodies = [text.stems_of(message.body) for message in thread if not message.withdrawn]
    return stemmed(subject), text.SEPARATOR.join(bodies)


def documents(
    pairs: Sequence[tuple[int, ImportedTicket]], people: Sequence[Known | None], change: Change
) -> dict[int, str]:
    """What `indexes.documents` would make of the rows, from stems made ahead."""
    shown = _shown_people(change, [known.id for known in people if known])
    documents: dict[int, str] = {}
    for (number, one), known in zip(pairs, people, strict=True):
        subject, bodies = one.stems or stems_of(one.subject, one.thread)
        who = shown.get(known.id, "") if known else ""
        documents[number] = text.cut(text.SEPARATOR.join((subject, who, bodies)))
    return documents


def _shown_people(change: Change, ids: Sequence[int]) -> dict[int, str]:
    """The stems of each customer's name and addresses."""
    said = {row[0]: row[1] for row in bulk.matching(change, tables.customer, ("id", "name"), "id", ids)}
    found = bulk.matching(change, tables.address, ("id", "customer_id", "value"), "customer_id", ids)
    for _, number, value in sorted(found):
        said[number] += f" {value}"
    return {number: stemmed(words) for number, words in said.items()}
