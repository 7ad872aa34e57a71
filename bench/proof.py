"""Whether a store and its events agree with what an agent meant: everything once, on the tickets that were seen.

The agent's changes since the beginning of the shift, in their order, must be the ledger's deeds, in theirs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from bench.places import AGENT, desk
from bench.seat import Deed, Ledger
from supportdesk.store import around
from supportdesk.store.reading import Reading
from supportdesk.store.tables import agent, change, event, message


@dataclass(slots=True)
class Verdict:
    """What does not agree."""

    undone: list[str] = field(default_factory=list)
    unmeant: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """All of it."""
        return [*self.undone, *self.unmeant, *self.drafts, *self.words]


def last_change(address: str) -> int:
    """The newest change of a store."""
    with desk(address) as ours, ours.read() as reading:
        return int(reading.value(select(func.max(change.c.id))))


def proof(address: str, ledger: Ledger, since: int) -> Verdict:
    """Compare what was meant with what is there."""
    verdict = Verdict()
    with desk(address) as ours, ours.read() as reading:
        _compare(list(_changes(reading, since)), ledger.deeds, verdict)
        _compare_words(reading, ledger, verdict)
        _compare_drafts(reading, ledger, verdict)
    return verdict


def _changes(reading: Reading, since: int) -> Iterator[tuple[int, str, frozenset[int]]]:
    """The agent's changes: number, verb and tickets."""
    wanted = select(change.c.id, change.c.verb).where(change.c.actor == AGENT, change.c.id > since)
    for number, verb in reading.rows(wanted.order_by(change.c.id)):
        tickets = reading.ids(
            select(event.c.ticket_id).where(event.c.change_id == number, event.c.ticket_id.is_not(None))
        )
        yield number, verb, frozenset(tickets)


def _compare(done: Sequence[tuple[int, str, frozenset[int]]], deeds: Sequence[Deed], verdict: Verdict) -> None:
    """Both in their order; what stands on one side alone is a fault of it."""
    waiting = list(deeds)
    for number, verb, tickets in done:
        place = next((at for at, deed in enumerate(waiting) if (deed.verb, deed.tickets) == (verb, tickets)), None)
        if place is None:
            verdict.unmeant.append(f"change {number}: {verb} on {sorted(tickets)} was not meant")
            continue
        verdict.undone += [_missing(deed) for deed in waiting[:place] if not deed.may]
        del waiting[: place + 1]
    verdict.undone += [_missing(deed) for deed in waiting if not deed.may]


def _missing(deed: Deed) -> str:
    return f"{deed.verb} on {sorted(deed.tickets)} was not done, or not in its turn"


def _compare_words(reading: Reading, ledger: Ledger, verdict: Verdict) -> None:
    """Every text once on each of its tickets, letter by letter, and no other text of the agent anywhere."""
    meant = {(number, deed.text) for deed in ledger.deeds if deed.text for number in deed.tickets}
    mine = select(message.c.ticket_id, message.c.body).join(agent, agent.c.id == message.c.agent_id)
    wanted = mine.where(agent.c.login == AGENT, message.c.withdrawn == 0, message.c.body.like("%end0___z%"))
    found = [(row[0], row[1]) for row in reading.rows(wanted)]
    verdict.words += [f"#{number}: {text!r} stands there and was not meant" for number, text in set(found) - meant]
    verdict.words += [f"#{number}: {text!r} does not stand there" for number, text in meant - set(found)]
    verdict.words += [f"#{one[0]}: {one[1]!r} stands there twice" for one in set(found) if found.count(one) > 1]


def _compare_drafts(reading: Reading, ledger: Ledger, verdict: Verdict) -> None:
    """What was left half-written is there to the letter, and nothing else is."""
    kept = {one.draft.key: one.draft.text for one in around.own_drafts(reading)}
    for key, text in ledger.drafts.items():
        if kept.get(key) != text:
            verdict.drafts.append(f"draft of #{key[0]}: {text!r} was left, {kept.get(key)!r} is there")
    for key in kept.keys() - ledger.drafts.keys():
        verdict.drafts.append(f"draft of #{key[0]}: {kept[key]!r} is there, and was sent or never left")
