"""How fast 16 processes take the next ticket, each the most pressing that nobody has, for some seconds.

The reference claims with the one statement that its database has for it, and writes the same change and event.
"""

import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import Any

from bench.figures import Figure
from bench.places import AGENT, NOW, BarePostgres, BareSqlite, Place, bare, desk
from bench.stores import Stores

PROCESSES = 16
PATIENCE = 120.0
"""Seconds for all processes to get ready: one that failed must not leave the others waiting."""
INSTANT = f"{NOW:%Y-%m-%dT%H:%M:%SZ}"

FREED = """UPDATE ticket SET status = 'new', is_open = 1, assignee_id = NULL, snoozed_until = NULL, solved_at = NULL,
    closed_at = NULL"""
CHANGE = "INSERT INTO change (at, agent_id, actor, verb) VALUES (?, ?, ?, 'next') RETURNING id"
EVENT = """INSERT INTO event (change_id, ticket_id, kind, at, actor, changes) VALUES (?, ?, 'assigned', ?, ?, ?)"""
NEXT = """SELECT id FROM ticket WHERE is_open = 1 AND assignee_id IS NULL AND status IN ('new', 'open')
    AND snoozed_until IS NULL AND deleted_at IS NULL ORDER BY due_key, upd_neg, id LIMIT 1"""
CLAIM = f"""UPDATE ticket SET assignee_id = ?, status = 'open', updated_at = '{INSTANT}',
    upd_neg = {-int(NOW.timestamp())}
    WHERE id = ({{next}}) RETURNING id"""


def claims(stores: Stores, tickets: int, rounds: int) -> Iterator[Figure]:
    """Claims a second by both, and none of them double."""
    seconds = min(3.0, rounds / 6)
    for place in stores.places():
        prepared = place.copy(stores.filled(place, tickets), "prepared")
        with bare(place, prepared) as theirs:
            theirs.run(FREED)
            if place.name == "PostgreSQL":
                theirs.run("VACUUM ANALYZE ticket")
        rates = []
        for claim in (_claim, _claim_bare):
            address = place.copy(prepared, "claimed")
            rates.append(_claims(place, address, claim, seconds))
            place.remove(address)
        place.remove(prepared)
        note = f"{PROCESSES} processes for {seconds:g} s, no double claim"
        yield Figure(
            "next (claims)", place.name, tickets, rates[0], rates[1], "claims/s", rates[0] / rates[1], note=note
        )


def _claims(place: Place, address: str, claim: Callable[..., None], seconds: float) -> float:
    """Claims a second of all processes together."""
    context = get_context("spawn")
    barrier, queue = context.Barrier(PROCESSES), context.Queue()
    arguments = (address, place.name, seconds, barrier, queue)
    processes = [context.Process(target=claim, args=arguments) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    claimed = [number for _ in processes for number in queue.get(timeout=2 * PATIENCE)]
    for process in processes:
        process.join()
    assert len(claimed) == len(set(claimed)), "two processes claimed the same ticket"
    return (len(claimed) - PROCESSES) / seconds


def _claim(address: str, _place: str, seconds: float, barrier: Barrier, queue: Any) -> None:
    from supportdesk.services.queue import claim_next

    with desk(address) as ours:
        with ours.read():
            pass

        def take() -> int | None:
            with ours.change("next") as change:
                return claim_next(change).number

        _until(take, seconds, barrier, queue)


def _claim_bare(address: str, place: str, seconds: float, barrier: Barrier, queue: Any) -> None:
    theirs = BareSqlite(address) if place == "SQLite" else BarePostgres(address)
    claim = CLAIM.format(next=NEXT if place == "SQLite" else f"{NEXT} FOR UPDATE SKIP LOCKED")
    [(agent,)] = theirs.run("SELECT id FROM agent WHERE login = ?", (AGENT,))
    changes = f'{{"assignee_id":[null,{agent}],"status":["new","open"]}}'

    def take() -> int | None:
        theirs.begin()
        found = theirs.run(claim, (agent,))
        if found:
            [(change,)] = theirs.run(CHANGE, (INSTANT, agent, AGENT))
            theirs.run(EVENT, (change, found[0][0], INSTANT, AGENT, changes))
        theirs.commit()
        return found[0][0] if found else None

    _until(take, seconds, barrier, queue)
    theirs.close()


def _until(take: Callable[[], int | None], seconds: float, barrier: Barrier, queue: Any) -> None:
    """Take one to get warm, then all that there are until the time is over."""
    first = take()
    claimed: list[int] = [] if first is None else [first]
    barrier.wait(PATIENCE)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        number = take()
        if number is None:
            break
        claimed.append(number)
    queue.put(claimed)
