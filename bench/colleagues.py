"""Other agents of the desk, a process each, who write until they are told to stop; often on what one agent works on.

They do what consoles do, on a desk that stays open, by the clock on the wall. What they met is left for the parent.
"""

import os
import random
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import Any

from bench.commands import Ran, started
from bench.contention import Tally
from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import MessageKind, Priority, Status
from supportdesk.errors import DeskError
from supportdesk.services import conversation, people, queue, snoozing, tickets, undo
from supportdesk.services.select import tickets as selected
from supportdesk.store.change import Change
from supportdesk.store.engine import connect

NEAR = 0.25
"""How often a colleague picks the very ticket that the agent works on."""

Act = Callable[[Change, list[int], random.Random], object]


def _write(change: Change, numbers: list[int], chance: random.Random) -> None:
    """A customer writes again."""
    bodies = dict.fromkeys(numbers, f"Is there any news? {chance.randrange(10**6)}")
    conversation.add(change, selected(change, numbers=numbers), MessageKind.CUSTOMER, bodies=bodies)


def _open(change: Change, _numbers: list[int], chance: random.Random) -> None:
    which = chance.randrange(10**6)
    customer = Person(f"Customer {which}", f"c{which % 500}@mail.example")
    tickets.open_ticket(change, subject=f"Question {which}", customer=customer, body="Please help. Помогите!")


def _answer(change: Change, numbers: list[int], _chance: random.Random) -> None:
    conversation.reply(change, selected(change, numbers=numbers), body="We are looking into it.")


def _note(change: Change, numbers: list[int], _chance: random.Random) -> None:
    conversation.note(change, selected(change, numbers=numbers), body="Called back, nobody there.")


def _tag(change: Change, numbers: list[int], chance: random.Random) -> None:
    tickets.tag(change, selected(change, numbers=numbers), add=[f"colleague{chance.randrange(4)}"])


def _hand_on(change: Change, numbers: list[int], chance: random.Random) -> None:
    tickets.assign(change, selected(change, numbers=numbers), to=chance.choice(["me", None]))


def _prioritise(change: Change, numbers: list[int], chance: random.Random) -> None:
    tickets.prioritise(change, selected(change, numbers=numbers), to=chance.choice(list(Priority)))


def _reopen(change: Change, numbers: list[int], _chance: random.Random) -> None:
    tickets.reopen(change, selected(change, numbers=numbers))


def _end(change: Change, numbers: list[int], chance: random.Random) -> None:
    to = chance.choice([Status.PENDING, Status.HOLD, Status.SOLVED, Status.SOLVED, Status.CLOSED])
    tickets.move(change, selected(change, numbers=numbers[:1]), to=to)


def _snooze(change: Change, numbers: list[int], _chance: random.Random) -> None:
    snoozing.snooze(change, selected(change, numbers=numbers[:1]), until=change.now + timedelta(hours=3))


ACTS: dict[str, tuple[int, Act]] = {
    "new": (4, _open),
    "received": (4, _write),
    "reply": (3, _answer),
    "note": (3, _note),
    "tag": (2, _tag),
    "assign": (2, _hand_on),
    "priority": (2, _prioritise),
    "reopen": (4, _reopen),
    "move": (2, _end),
    "snooze": (1, _snooze),
    "next": (2, lambda change, _numbers, _chance: queue.claim_next(change)),
    "undo": (1, lambda change, _numbers, _chance: undo.undo(change)),
}
"""What colleagues do, and how often beside the rest."""


@dataclass(slots=True)
class Team:
    """The colleagues at work. `number` is the ticket that the agent works on, shared with them."""

    logins: Sequence[str]
    number: Any
    ended: Any
    tally: Tally

    def watch(self, number: int) -> None:
        """The agent works on this one now."""
        self.number.value = number


@contextmanager
def at_work(address: str, *, agents: int, tickets: int, pause: float, seed: int) -> Iterator[Team]:
    """So many colleagues, each a process that writes, rests so many seconds and writes again until the end."""
    logins = [f"colleague{number}" for number in range(agents)]
    team = Team(logins, RawValue("i", 1), RawValue("b", 0), Tally())
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{login}.json") for login in logins]

        def shift(place: int) -> Callable[[], None]:
            chance = random.Random(f"{seed} {logins[place]}")
            return lambda: _shift(address, logins[place], team, tickets, pause, chance).write(paths[place])

        children = [started(shift(place)) for place in range(agents)]
        try:
            yield team
        finally:
            team.ended.value = 1
            ends = [os.waitpid(child, 0)[1] for child in children]
        for path, end in zip(paths, ends, strict=True):
            if end:
                team.tally.told.append(f"{path.stem} ended with {end}")
            else:
                team.tally.read(path)


def hire(desk: Desk, agents: int) -> None:
    """Have so many colleagues, who may take back what others did."""
    with desk.change("setup") as change:
        for number in range(agents):
            people.add_agent(change, login=f"colleague{number}", name=f"Colleague {number}", role="lead")


def _shift(address: str, login: str, team: Team, tickets: int, pause: float, chance: random.Random) -> Tally:
    tally, store = Tally(), connect(address)
    desk = Desk(store, login)
    names, weights = list(ACTS), [weight for weight, _ in ACTS.values()]
    parent = os.getppid()
    while not team.ended.value and os.getppid() == parent:
        name = chance.choices(names, weights)[0]
        near = [team.number.value] if chance.random() < NEAR else []
        numbers = near + [chance.randint(1, tickets) for _ in range(chance.randint(0 if near else 1, 2))]
        tally.add(name, _acted(desk, name, numbers, chance))
        time.sleep(pause * chance.uniform(0.5, 1.5))
    store.close()
    return tally


def _acted(desk: Desk, name: str, numbers: list[int], chance: random.Random) -> Ran:
    """One verb in one change, told as a command line would."""
    try:
        with desk.change(name) as change:
            ACTS[name][1](change, numbers, chance)
    except DeskError as error:
        return Ran(error.exit_code, "", error.message)
    except Exception:
        return Ran(1, "", traceback.format_exc())
    return Ran(0, "", "")
