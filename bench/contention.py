"""Many agents at once on one store: command lines, and consoles that keep the desk open."""

import json
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import func, select

from bench.commands import Ran, run, started
from bench.kills import SEED, mailbox
from bench.places import desk
from supportdesk.desk import Desk
from supportdesk.errors import DeskError
from supportdesk.services import conversation, queue, tickets, undo
from supportdesk.services.select import tickets as selected
from supportdesk.store import tables
from supportdesk.store.change import Change
from supportdesk.store.tables import ticket


@dataclass(slots=True)
class Tally:
    """What many processes met: exit codes by verb, what was told besides, and which tickets `next` gave."""

    codes: Counter[tuple[str, int]] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)

    def add(self, verb: str, ran: Ran) -> None:
        """Count one command. Refusals of the desk's own rules (4, 5) and a busy store (6) are no errors."""
        self.codes[verb, ran.code] += 1
        if ran.code not in (0, 4, 5, 6):
            self.told.append(f"{verb}: exit {ran.code}: {ran.err.strip()}")
        if verb == "next" and ran.code == 0 and ran.out.strip():
            self.claims += [row["number"] for row in json.loads(ran.out)]

    def write(self, path: Path) -> None:
        """Leave it for another process."""
        codes = [(verb, code, number) for (verb, code), number in self.codes.items()]
        path.write_text(json.dumps({"codes": codes, "told": self.told, "claims": self.claims}))

    def read(self, path: Path) -> None:
        """Add what another process left."""
        told = json.loads(path.read_text())
        self.codes.update({(verb, code): number for verb, code, number in told["codes"]})
        self.told += told["told"]
        self.claims += told["claims"]

    def total(self, *codes: int) -> int:
        """How many commands ended with one of these codes; all of them without."""
        return sum(number for (_, code), number in self.codes.items() if not codes or code in codes)


def contend(address: str, *, processes: int, seconds: float, seed: int = SEED) -> Tally:
    """Mixed verbs by many processes on one store for so long."""
    with desk(address) as made, made.store.writing() as connection:
        logins = [{"login": f"a{n}", "name": f"Agent {n}", "role": 3} for n in range(processes)]
        connection.execute(tables.agent.insert(), logins)
        numbers = connection.execute(select(func.max(ticket.c.id))).scalar_one()
    run(["list", "--limit", "1"], address)
    with tempfile.TemporaryDirectory() as folder:
        mailbox(Path(folder, "mails.mbox"), 12)
        shifts = [Shift(address, f"a{n}", min(numbers, 40), seconds, seed + n, Path(folder)) for n in range(processes)]
        acts: list[Callable[[], None]] = [shift.typing if n % 2 else shift.watching for n, shift in enumerate(shifts)]
        ends = [os.waitpid(child, 0)[1] for child in [started(act) for act in acts]]
        assert ends == [0] * processes
        tally = Tally()
        for shift in shifts:
            tally.read(shift.report)
    return tally


@dataclass(frozen=True, slots=True)
class Shift:
    """One agent at work on the first so many tickets, for so long."""

    address: str
    login: str
    tickets: int
    seconds: float
    seed: int
    folder: Path

    @property
    def report(self) -> Path:
        """Where the shift's tally is left for the parent."""
        return self.folder / f"{self.login}.json"

    def typing(self) -> None:
        """Command lines, one after the other."""
        chance, tally, until = random.Random(self.seed), Tally(), time.monotonic() + self.seconds
        while time.monotonic() < until:
            words = _verb(chance, self.tickets, self.folder / "mails.mbox")
            tally.add(words[0], run(words, self.address, self.login))
        tally.write(self.report)

    def watching(self) -> None:
        """Verbs on a desk that stays open, as in the console: many more a second."""
        chance, tally, until = random.Random(self.seed), Tally(), time.monotonic() + self.seconds
        with desk(self.address) as opened:
            mine = replace(opened, login=self.login)
            while time.monotonic() < until:
                name = chance.choice(list(CONSOLE))
                tally.add(
                    name, _acted(mine, name, [chance.randint(1, self.tickets) for _ in range(chance.randint(1, 5))])
                )
        tally.write(self.report)


def _acted(desk: Desk, name: str, numbers: list[int]) -> Ran:
    """One verb in one change, told as a command line would."""
    try:
        with desk.change(name) as change:
            CONSOLE[name](change, numbers)
    except DeskError as error:
        return Ran(error.exit_code, "", error.message)
    except Exception as error:
        return Ran(1, "", f"{type(error).__name__}: {error}")
    return Ran(0, "", "")


CONSOLE: dict[str, Callable[[Change, list[int]], object]] = {
    "claim": lambda change, _: queue.claim_next(change),
    "close": lambda change, numbers: tickets.close(change, selected(change, numbers=numbers)),
    "reopen": lambda change, numbers: tickets.reopen(change, selected(change, numbers=numbers)),
    "tag": lambda change, numbers: tickets.tag(change, selected(change, numbers=numbers), add=[f"k{numbers[0] % 3}"]),
    "reply": lambda change, numbers: conversation.reply(change, selected(change, numbers=numbers), body="Ответ."),
    "assign": lambda change, numbers: tickets.assign(change, selected(change, numbers=numbers), to="me"),
    "undo": lambda change, _: undo.undo(change),
}


def _verb(chance: random.Random, tickets: int, mails: Path) -> list[str]:
    """Something that an agent might do next; many do it to the same few tickets."""
    number = str(chance.randint(1, min(tickets, 40)))
    some = sorted({str(chance.randint(1, min(tickets, 40))) for _ in range(5)}, key=lambda _: chance.random())
    customer = f"c{chance.randint(1, 4)}@example.org"
    verbs: list[tuple[int, list[str]]] = [
        (4, ["next", "--json", "number"]),
        (
            3,
            [
                "new",
                "--subject",
                f"Вопрос {number}",
                "--from",
                f"C {number} <{customer}>",
                "--body",
                "Помогите, please.",
            ],
        ),
        (3, ["list", "--limit", "20"]),
        (2, ["search", "please"]),
        (2, ["show", number]),
        (3, ["reply", number, "-m", "The order is on its way."]),
        (2, ["reply", *some, "-m", "На связи."]),
        (2, ["note", number, "-m", "called back"]),
        (2, ["close", *some]),
        (2, ["reopen", *some]),
        (2, ["solve", number]),
        (2, ["pend", number]),
        (2, ["assign", *some, "--to", "me"]),
        (2, ["priority", *some, chance.choice(["low", "normal", "high", "urgent"])]),
        (2, ["tag", *some, f"+t{chance.randint(1, 3)}"]),
        (1, ["tag", "--query", "is:open", "--yes", "+swept", "-t1"]),
        (1, ["set", number, f"subject=Тема {chance.randint(1, 99)}"]),
        (1, ["customer", "edit", customer, chance.choice(["--vip", "--not-vip"])]),
        (2, ["undo"]),
        (1, ["import", "mbox", str(mails)]),
        (1, ["count", "is:open", "--by", "status"]),
    ]
    return chance.choices([words for _, words in verbs], [weight for weight, _ in verbs])[0]
