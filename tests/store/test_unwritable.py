"""Stores that may not be written, or not even be reached: what a reader sees of them, and what is said."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from supportdesk.errors import DeskError, Refused, Unavailable
from supportdesk.store import tables
from supportdesk.store.engine import connect
from tests.store.test_engine import tagged, tags
from tests.templates import make


@pytest.mark.parametrize("mode", [0o777, 0o555])
def test_a_read_only_store_is_read_and_refuses_writes(sqlite_place: str, mode: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "desk.db")
        shutil.copyfile(sqlite_place, path)
        path.chmod(0o444)
        path.parent.chmod(mode)
        assert _as_nobody(lambda: _read_and_write(str(path))) == "1 agents; the store is read-only, exit 5"
        path.parent.chmod(0o755)


def test_a_reader_who_may_not_write_to_the_folder_sees_what_others_have_just_written(sqlite_place: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "desk.db")
        shutil.copyfile(sqlite_place, path)
        path.parent.chmod(0o755)
        writer = connect(str(path))
        tagged(writer)
        for file in path.parent.iterdir():
            file.chmod(0o644)
        assert _as_nobody(lambda: f"{tags(connect(str(path)))} tags") == "1 tags"
        writer.close()


def test_a_reader_of_a_file_that_lay_still_sees_what_is_written_next(sqlite_place: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "desk.db")
        shutil.copyfile(sqlite_place, path)
        path.chmod(0o644)
        path.parent.chmod(0o755)
        read, written = os.pipe(), os.pipe()
        answer = _begun_as_nobody(lambda: _counted_twice(str(path), read[1], written[0]))
        os.read(read[0], 1)
        writer = connect(str(path))
        tagged(writer)
        for file in path.parent.iterdir():
            file.chmod(0o644)
        os.write(written[1], b".")
        assert answer() == "0, then 1"
        writer.close()
        for end in (*read, *written):
            os.close(end)


def _counted_twice(place: str, read: int, written: int) -> str:
    store = connect(place)
    before = tags(store)
    os.write(read, b".")
    os.read(written, 1)
    return f"{before}, then {tags(store)}"


def test_a_store_that_was_read_only_and_was_read_can_be_written_again(sqlite_place: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "desk.db")
        shutil.copyfile(sqlite_place, path)
        path.chmod(0o444)
        path.parent.chmod(0o777)
        if os.geteuid() == 0:
            os.chown(path, 65534, 65534)
        assert _as_nobody(lambda: _read_and_write(str(path))) == "1 agents; the store is read-only, exit 5"
        path.chmod(0o600)
        assert _as_nobody(lambda: _read_and_write(str(path))) == "written"


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (os.mkfifo, "is not a supportdesk store"),
        (lambda path: path.parent.chmod(0), "cannot open the store .*: Permission denied"),
        (lambda path: path.touch(mode=0), r"Refused\(.cannot open the store .*: Permission denied"),
    ],
)
def test_what_can_be_no_store_is_refused(make: Callable[[Path], None], told: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder, "closed")
        inner.mkdir()
        Path(folder).chmod(0o755)
        make(inner / "desk.db")
        assert re.search(told, _as_nobody(lambda: _read_and_write(str(inner / "desk.db"))))
        inner.chmod(0o755)


def test_a_path_that_is_too_long_is_refused() -> None:
    with pytest.raises(Refused, match=r"cannot open the store .*: File name too long"):
        connect("a" * 300)


def _read_and_write(place: str) -> str:
    store = connect(place)
    with store.reading() as connection:
        agents = len(connection.execute(tables.agent.select()).all())
    try:
        tagged(store)
    except DeskError as error:
        return f"{agents} agents; {error.message.replace(store.place + ' ', '')}, exit {error.exit_code}"
    return "written"


def _as_nobody(act: Callable[[], str]) -> str:
    """What a function returns in a child process that has no rights beyond anybody's: root may write any file."""
    return _begun_as_nobody(act)()


def _begun_as_nobody(act: Callable[[], str]) -> Callable[[], str]:
    """The same, begun and not waited for."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            os.write(writer, act().encode())
        except BaseException as error:
            os.write(writer, repr(error).encode())
        finally:
            os._exit(0)
    os.close(writer)

    def answer() -> str:
        with os.fdopen(reader, "rb") as told:
            words = told.read().decode()
        os.waitpid(child, 0)
        return words

    return answer


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    try:
        subprocess.run(mount, check=True, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be made here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_store_on_a_disk_without_any_room_is_told_to_be_on_a_full_disk(small_disk: Path) -> None:
    place = str(small_disk / "desk.db")
    make(place)
    with (small_disk / "more").open("wb", buffering=0) as more, suppress(OSError):
        while True:
            more.write(bytes(4096))
    for _ in range(2):
        with closing(connect(place)) as store, pytest.raises(Unavailable, match="is full; nothing was changed"):
            tags(store)
    (small_disk / "more").unlink()
    with closing(connect(place)) as store:
        assert tags(store) == 0
