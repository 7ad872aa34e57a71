"""Command lines run in this process or in a child that can be killed, and the proof that a store is sound."""

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from sqlalchemy import Select, func, select

from bench.places import AGENT, desk
from supportdesk.cli import main as command_line
from supportdesk.cli.streams import Streams
from supportdesk.store import replay
from supportdesk.store.fault import Fault


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


def run(words: Sequence[str], address: str, login: str = AGENT) -> Ran:
    """A command line in this process."""
    home = tempfile.gettempdir()
    environment = {
        "HOME": home,
        "XDG_CONFIG_HOME": f"{home}/none",
        "SUPPORTDESK_STORE": address,
        "SUPPORTDESK_AS": login,
    }
    out, err = BytesIO(), BytesIO()
    code = command_line(words, Streams(out=out, err=err), environment)
    return Ran(code, out.getvalue().decode(), err.getvalue().decode())


def started(act: Callable[[], object]) -> int:
    """A child process that does something and is gone; what was imported here need not be imported there."""
    child = os.fork()
    if child:
        return child
    try:
        act()
        os._exit(0)
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(70)


def faults(address: str) -> tuple[Fault, ...]:
    """What `db check --deep` finds."""
    with desk(address) as checked, checked.read() as reading:
        return replay.check(reading, deep=True)


def count(address: str, chosen: Select[Any]) -> int:
    """How many rows a store has."""
    with desk(address) as counted, counted.read() as reading:
        return int(reading.value(select(func.count()).select_from(chosen.subquery())))
