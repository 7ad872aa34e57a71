"""Lends databases of the tests' server to one test after another, each as if it were new.

To make a database costs the server 20 ms and the first statements of a connection 30 more, several times what a test
does with it. So both are kept, as a pool outside the program keeps them. `lent.py` takes back what a test wrote;
whatever cannot be taken back for certain is thrown away.
"""

import itertools
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.lent import OPENED, Lent, Template, read
from tests.postgres import Server

USES = 60
"""Tests that a database serves."""

NUMBERS = itertools.count(1)
"""No two databases of a process have one name, whoever lends them."""

SPARE = 4
"""Databases that wait at once; they cost memory."""

LIKE_OURS = {"connect_timeout", "application_name"}
"""What the program says when it connects; whoever says more, or less, gets a session of his own."""


class Lending:
    """Lends databases of a server; `uses` is how many tests one serves."""

    def __init__(self, server: Server, *, uses: int = USES) -> None:
        self.server, self.uses, self.made, self.started = server, uses, 0, 0
        self._spare: list[tuple[str, Lent]] = []
        self._out: dict[str, Lent] = {}
        self._templates: dict[str, Template] = {}
        self._children: list[int] = []

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        """A database that holds what the template holds, by its URL."""
        lent = self._taken(template) or self._new(template)
        started, threads = self.started, threading.active_count()
        lent.lent, self._out[lent.url] = True, lent
        try:
            yield lent.url
        finally:
            lent.lent = False
            del self._out[lent.url]
            quiet = self.started == started and self._childless() and threading.active_count() <= threads
            self._put_back(template, lent, quiet=quiet)

    def close(self) -> None:
        """Leave nothing behind."""
        while self._spare:
            self._drop(self._spare.pop()[1])

    @contextmanager
    def attended(self) -> Iterator[None]:
        """Whoever connects to what is lent gets its sessions; processes that a test starts are noticed."""
        start, fork = subprocess.Popen.__init__, os.fork

        def connect(conninfo: str = "", **words: Any) -> psycopg.Connection[Any]:
            lent = self._out.get(conninfo)
            if lent is not None and words.keys() == LIKE_OURS and lent.process == os.getpid():
                return lent.connect(**words)
            return OPENED(conninfo, **words)

        def started(process: Any, *given: Any, **words: Any) -> None:
            self.started += 1
            start(process, *given, **words)

        def forked() -> int:
            child = fork()
            self._children.append(child)
            return child

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(psycopg, "connect", connect)
            patch.setattr(subprocess.Popen, "__init__", started)
            patch.setattr(os, "fork", forked)
            yield

    def _childless(self) -> bool:
        """Whether the doubles of this process have ended, and nothing that they inherited is in use any more."""
        self._children = [child for child in self._children if _runs(child)]
        return not self._children

    def _taken(self, template: str) -> Lent | None:
        for place, (name, lent) in enumerate(self._spare):
            if name == template:
                del self._spare[place]
                return lent
        return None

    def _new(self, template: str) -> Lent:
        self.made += 1
        name = f"desk_{os.getpid()}_{next(NUMBERS)}"
        self.server.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY {self.server.strategy}")
        url = self.server.database(name)
        watch = OPENED(url, autocommit=True)
        if template not in self._templates:
            self._templates[template] = read(watch)
        return Lent(name, url, watch, self._templates[template])

    def _put_back(self, template: str, lent: Lent, *, quiet: bool) -> None:
        """Keep it for another test if it is again as it was made; else it goes."""
        lent.uses += 1
        try:
            again = quiet and lent.uses < self.uses and lent.restore()
        except psycopg.Error:
            again = False
        if again:
            self._spare.insert(0, (template, lent))
        else:
            self._drop(lent)
        while len(self._spare) > SPARE:
            self._drop(self._spare.pop()[1])

    def _drop(self, lent: Lent) -> None:
        lent.close()
        self.server.run(f"DROP DATABASE IF EXISTS {lent.name} WITH (FORCE)")


def _runs(child: int) -> bool:
    try:
        return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:  # whoever made it has seen its end
        return False
