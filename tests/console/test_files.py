"""The files of a ticket at the console: opened by the system's own program, or saved where the agent wants them."""

import os
from pathlib import Path

import pytest

from supportdesk.console import files
from supportdesk.desk import Desk
from supportdesk.domain.ticket import MessageKind
from supportdesk.errors import DeskError
from supportdesk.services import conversation, select
from supportdesk.services.conversation import File
from tests.console.hands import at


def send(desk: Desk, number: int, *sent: File) -> None:
    """Let the customer of a ticket send files."""
    with desk.change("received") as change:
        held = select.tickets(change, numbers=[number])
        [message] = conversation.add(change, held, MessageKind.CUSTOMER, bodies={number: "See the files."})
        for file in sent:
            change.attach([message], file.name, file.type, file.content)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a folder for downloads, and a program that opens files by noting them."""
    downloads = tmp_path / "home" / "Downloads"
    downloads.mkdir(parents=True)
    programs = tmp_path / "programs"
    programs.mkdir()
    opener = programs / "xdg-open"
    opener.write_text(f'#!/bin/sh\ncp "$1" {tmp_path}/opened\n')
    opener.chmod(0o755)
    monkeypatch.setenv("HOME", str(downloads.parent))
    monkeypatch.delenv("XDG_DOWNLOAD_DIR", raising=False)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return downloads


async def test_a_file_is_saved_to_the_downloads_and_never_replaces_another(each_desk: Desk, home: Path) -> None:
    send(each_desk, 5, File("log.txt", b"it fails", "text/plain"))
    (home / "log.txt").write_text("mine")
    async with at(each_desk) as hands:
        await hands.press("o")
        assert "save to ~/Downloads" in hands.screen
        await hands.press("enter")
        assert "saved" in hands.said
    assert (home / "log.txt").read_text() == "mine"
    assert (home / "log (2).txt").read_bytes() == b"it fails"


async def test_files_are_offered_where_only_the_list_is_on_the_screen(busy: Desk) -> None:
    send(busy, 5, File("log.txt", b"it fails", "text/plain"))
    async with at(busy, size=(80, 24)) as hands:
        await hands.press("o")
        assert "save to ~/Downloads" in hands.screen


async def test_one_of_several_or_all_of_them_go_to_a_folder_that_is_typed(busy: Desk, tmp_path: Path) -> None:
    send(busy, 5, File("one.txt", b"1", "text/plain"), File("two.pdf", b"22", "application/pdf"))
    folder = tmp_path / "chosen"
    folder.mkdir()
    async with at(busy) as hands:
        await hands.press("o")
        assert "files of #5" in hands.screen
        await hands.type("two")
        await hands.press("enter")
        await hands.type(str(folder))
        await hands.press("enter")
        assert [path.name for path in folder.iterdir()] == ["two.pdf"]
        await hands.press("o")
        await hands.type("all")
        await hands.press("enter")
        assert "/chosen" in hands.screen
        await hands.press("enter")
    assert sorted(path.name for path in folder.iterdir()) == ["one.txt", "two (2).pdf", "two.pdf"]


async def test_a_file_is_opened_by_the_systems_own_program(busy: Desk, tmp_path: Path) -> None:
    send(busy, 5, File("photo.png", b"\x89PNG", "image/png"))
    async with at(busy) as hands:
        await hands.press("o", "down", "enter")
        assert "opened photo.png" in hands.said
        await hands.until(lambda: (tmp_path / "opened").exists() and bool((tmp_path / "opened").read_bytes()))
    assert (tmp_path / "opened").read_bytes() == b"\x89PNG"


async def test_a_program_is_not_run(busy: Desk) -> None:
    send(busy, 5, File("invoice.pdf.EXE", b"MZ", "application/pdf"))
    async with at(busy) as hands:
        await hands.press("o", "down", "enter")
        assert "is a program; save it if you trust it" in hands.said


async def test_what_cannot_be_is_said(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("o")
        assert "#5 has no files" in hands.said
    send(busy, 5, File("log.txt", b"1", "text/plain"))
    async with at(busy) as hands:
        await hands.press("o")
        await hands.type("/nowhere/at/all")
        await hands.press("enter")
        assert "there is no folder /nowhere/at/all" in hands.said


@pytest.mark.parametrize("typed", ["~nobody-of-this-name/here", "n" * 300])
async def test_a_folder_that_no_system_has_is_told_and_the_console_goes_on(busy: Desk, typed: str) -> None:
    send(busy, 5, File("log.txt", b"1", "text/plain"))
    async with at(busy) as hands:
        await hands.press("o")
        await hands.type(typed)
        await hands.press("enter")
        assert "there is no folder" in hands.said
        await hands.press("j")
        assert hands.number == 4


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system32\\evil.dll", "evil.dll"),
        (".bashrc", "bashrc"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b\n.txt", "a_b_.txt"),
        ("счёт № 5.pdf", "счёт № 5.pdf"),
        ("x" * 300 + ".tar", "x" * 120 + ".tar"),
        ("д" * 300 + ".tar", "д" * 100 + ".tar"),
        ("報" * 300, "報" * 66),
        ("報" * 300 + "." + "告" * 12, "報" * 66 + "." + "告" * 12),
    ],
)
def test_a_name_from_outside_stays_in_its_folder(tmp_path: Path, name: str, fit: str) -> None:
    path = files.save(tmp_path, name, b"x")
    assert path.parent == tmp_path
    assert not path.name.startswith(".")
    assert path.name == fit or "\x00" in name
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskError, match=r"cannot save .*: not a directory"):
        files.save(tmp_path / "file", "a.txt", b"x")


def test_where_nothing_opens_files_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="no xdg-open here"):
        files.show("a.txt", b"x", {"PATH": str(tmp_path)})
