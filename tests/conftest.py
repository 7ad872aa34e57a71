"""What the tests stand on: a desk on either database, with a clock of its own, and its command line.

A desk is a copy of one that was made once, so a test that needs one pays a few milliseconds for it.
"""

import gc
import importlib
import json
import os
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import sqlalchemy

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Channel
from supportdesk.store import tables
from supportdesk.store.columns import instant_text
from supportdesk.store.engine import Store, connect
from tests import postgres
from tests.lending import USES, Lending
from tests.templates import NEW, Beginning, Clock, Templates

FOLDER = Path(__file__).parent

DATABASES = ("sqlite", "postgres")

gc.set_threshold(50_000, 20, 100)  # tests make much and leave little: a tenth of their time went into looking for it

if postgres.spacious(postgres.MEMORY):  # a desk costs much less there than on a disk
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(postgres.MEMORY))


BY_TURNS = {"cli", "mail"}
"""Folders of tests that reach the store through services which have tests of their own on both databases."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--both", action="store_true", help="run every test on both databases, also where one would do")
    parser.addoption("--fresh", action="store_true", help="make a database for every test instead of lending one again")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both: what it shows hangs on the database, so it runs on both")


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """In a new clone every module has to be compiled: each worker begins elsewhere, and finds done what others had."""
    worker: dict[str, Any] = getattr(session.config, "workerinput", {})
    if worker:
        asked = [session.config.invocation_params.dir / str(name).split("::")[0] for name in session.config.args]
        found = sorted(path for path in FOLDER.rglob("test_*.py") if any(map(path.is_relative_to, asked)))
        first = len(found) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
        for path in [*found[first:], *found[:first]]:
            with suppress(Exception, pytest.skip.Exception):  # whatever it is, collecting the module tells of it
                importlib.import_module(".".join(path.relative_to(FOLDER.parent).with_suffix("").parts))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test runs on both databases; in some folders on one, half of them on each, unless it is marked `both`."""
    if "place" in metafunc.fixturenames:
        test = metafunc.definition
        both = test.get_closest_marker("both") or metafunc.config.getoption("--both")
        by_turns = test.path.parent.name in BY_TURNS and not both
        metafunc.parametrize("place", [turn(test.name)] if by_turns else DATABASES, indirect=True)


def turn(name: str) -> str:
    """The database of a test that runs on one of them."""
    return DATABASES[crc32(name.encode()) % 2]


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """Every test has an engine of its own; what one of them has compiled, the next of its kind need not."""
    create, known = sqlalchemy.create_engine, dict[str, tuple[Any, Any]]()

    def create_knowing(url: str, **words: Any) -> sqlalchemy.Engine:
        engine: Any = create(url, **words)
        engine.dialect, engine._compiled_cache = known.setdefault(url, (engine.dialect, engine._compiled_cache))
        return engine  # type: ignore[no-any-return]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlalchemy, "create_engine", create_knowing)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this test process."""
    server = postgres.server()
    yield server
    server.close()


@pytest.fixture(scope="session")
def lending(postgres_server: postgres.Server, pytestconfig: pytest.Config) -> Iterator[Lending]:
    """Databases to use one after another; on a server that is not ours alone, each only once."""
    again = isinstance(postgres_server, postgres.OwnServer) and not pytestconfig.getoption("--fresh")
    uses = USES if again else 1
    with closing(Lending(postgres_server, uses=uses)) as found, found.attended():
        yield found


@pytest.fixture(scope="session")
def templates(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Desks to copy."""
    return Templates(tmp_path_factory.mktemp("templates"), lambda: request.getfixturevalue("postgres_server"))


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning:
    """What the desk of a test is furnished with; modules that begin with more say so in a fixture of this name."""
    return ONE_TICKET if "ticket" in request.fixturenames else NEW


@pytest.fixture
def sqlite_place(templates: Templates, beginning: Beginning, tmp_path: Path) -> str:
    """The path of a new desk."""
    path = tmp_path / "desk.db"
    shutil.copyfile(templates.sqlite(beginning), path)
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def postgres_place(lending: Lending, templates: Templates, beginning: Beginning) -> Iterator[str]:
    """The URL of a new desk."""
    with lending.copy(templates.postgres(beginning)) as url:
        yield url


@pytest.fixture
def place(request: pytest.FixtureRequest) -> str:
    """The path or URL of a new desk, on each database; which ones a test gets is settled above."""
    found: str = request.getfixturevalue(f"{request.param}_place")
    return found


def _opened(place: str) -> Iterator[Store]:
    store = connect(place)
    yield store
    store.close()


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """A new desk's store, on each database."""
    yield from _opened(place)


@pytest.fixture
def sqlite_store(sqlite_place: str) -> Iterator[Store]:
    """A new desk's store in a file."""
    yield from _opened(sqlite_place)


@pytest.fixture
def postgres_store(postgres_place: str) -> Iterator[Store]:
    """A new desk's store on a server."""
    yield from _opened(postgres_place)


@pytest.fixture
def clock(templates: Templates, beginning: Beginning) -> Clock:
    """The desk's clock; it stands at nine in the morning of a Saturday, or when the desk has been furnished."""
    return Clock(templates.ended(beginning))


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    """A desk on each database, where anna acts; `desk.clock.advance(hours=1)` lets time pass."""
    return Desk(store, "anna", clock)


@pytest.fixture
def sqlite_desk(sqlite_store: Store, clock: Clock) -> Desk:
    """A desk in a file, where anna acts."""
    return Desk(sqlite_store, "anna", clock)


@pytest.fixture
def postgres_desk(postgres_store: Store, clock: Clock) -> Desk:
    """A desk on a server, where anna acts."""
    return Desk(postgres_store, "anna", clock)


AGENTS = {"boris": ("Boris Agent", 2), "vera": ("Vera Viewer", 1), "lena": ("Lena Lead", 3)}


@pytest.fixture
def agents(desk: Desk) -> dict[str, Desk]:
    """The same desk as each agent sees it: anna (admin), boris (agent), vera (viewer), lena (lead)."""
    rows = [{"login": login, "name": name, "role": role} for login, (name, role) in AGENTS.items()]
    with desk.store.writing() as connection:
        connection.execute(tables.agent.insert(), rows)
    return {login: replace(desk, login=login) for login in ("anna", *AGENTS)}


@pytest.fixture
def ticket() -> int:
    """A ticket that Ivan opened by mail: new, unassigned, with his first message."""
    return 1


def opened(desk: Desk, **values: object) -> int:
    """Open a ticket for Ivan; what is not given is as plain as can be."""
    from supportdesk.services import tickets

    ivan = Person("Ivan Petrov", "ivan@example.org")
    plain = {"subject": "The printer is on fire", "customer": ivan, "body": "Please help.", "channel": Channel.MAIL}
    with desk.change("new") as change:
        number = tickets.open_ticket(change, **{**plain, **values}).number
    assert number is not None
    return number


ONE_TICKET = Beginning("one_ticket", opened)


@dataclass(frozen=True)
class Ran:
    """What a command line left behind."""

    out: str
    err: str
    code: int

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(desk: Desk, place: str, clock: Clock, tmp_path: Path) -> Run:
    """`run("close 12 --json")` on the desk, as anna, from a home of its own; gives `.out .err .code .json`."""
    home = tmp_path / "home"
    home.mkdir()

    def call(
        line: str | Sequence[str], *, given: str | bytes = "", streams: Mapping[str, Any] | None = None, **more: str
    ) -> Ran:
        from supportdesk.cli import main
        from supportdesk.cli.streams import Streams

        words = shlex.split(line) if isinstance(line, str) else list(line)
        out, err = BytesIO(), BytesIO()
        source = BytesIO(given.encode() if isinstance(given, str) else given)
        environment = {
            "HOME": str(home),
            "XDG_CONFIG_HOME": f"{home}/config",
            "XDG_DATA_HOME": f"{home}/data",
            "SUPPORTDESK_STORE": place,
            "SUPPORTDESK_AS": desk.login,
            "SUPPORTDESK_NOW": instant_text(clock()),
            "SUPPORTDESK_LOCK_WAIT": "5",
            **more,
        }
        code = main(words, Streams(out=out, err=err, source=source, **(streams or {})), environment)
        return Ran(out.getvalue().decode(), err.getvalue().decode(), code)

    return call


def pytest_sessionfinish() -> None:
    """pytest looks five times for what nobody reaches; what the first look leaves is not looked through again."""
    gc.collect()
    gc.freeze()
