"""Whatever ends the console or the database while somebody types, at most three seconds of it are lost."""

import signal
from pathlib import Path

from supportdesk.console.editor import command
from supportdesk.console.spool import folder_for
from supportdesk.desk import Desk
from tests import postgres
from tests.console.conftest import desk_on, drafts
from tests.console.hands import at
from tests.console.terminal import Terminal, console
from tests.templates import Clock

LOST = 3.0
"""Seconds of typing that may be lost."""


def begin_reply(terminal: Terminal) -> None:
    """Open the composer on the first ticket."""
    terminal.until_drawn("Export to CSV")
    terminal.until_drawn("Please help")
    terminal.press("r")
    terminal.until_drawn("reply to Lee Chen")


async def found_again(desk: Desk, home: Path, place: str) -> str:
    """The draft as the next console finds it."""
    folder = folder_for({"XDG_STATE_HOME": f"{home}/state"}, place, "anna")
    async with at(desk, spool=folder) as hands:
        await hands.press("r")
        return hands.written or ""


def missing(text: str, typed: list[tuple[float, str]], ended: float) -> list[str]:
    """The words that should be there and are not."""
    return [word for at, word in typed if at < ended - LOST and word not in text]


async def test_killing_the_console_loses_three_seconds_at_most(each_desk: Desk, place: str, tmp_path: Path) -> None:
    with console(place, tmp_path / "home") as terminal:
        begin_reply(terminal)
        typed = terminal.type_for(5)
        ended = terminal.kill()
    text = await found_again(each_desk, tmp_path / "home", place)
    assert len(typed) > 3
    assert missing(text, typed, ended) == []
    assert text.count(typed[0][1]) == 1


async def test_killing_the_database_and_then_the_console_loses_three_seconds_at_most(
    server: postgres.OwnServer, clock: Clock, tmp_path: Path
) -> None:
    desk, place = desk_on(server, clock), server.database("desk")
    with console(place, tmp_path / "home") as terminal:
        begin_reply(terminal)
        typed = terminal.type_for(2)
        server.crash()
        typed += terminal.type_for(5, first=len(typed))
        ended = terminal.kill()
    server.start()
    desk.store.close()
    text = await found_again(desk, tmp_path / "home", place)
    assert missing(text, typed, ended) == []
    assert text.count(typed[0][1]) == 1


async def test_a_database_that_comes_back_while_it_is_typed_has_it_all(
    server: postgres.OwnServer, clock: Clock, tmp_path: Path
) -> None:
    desk, place = desk_on(server, clock), server.database("desk")
    with console(place, tmp_path / "home") as terminal:
        begin_reply(terminal)
        typed = terminal.type_for(1)
        server.crash()
        typed += terminal.type_for(2, first=len(typed))
        server.start()
        desk.store.close()
        typed += terminal.type_for(1, first=len(typed))
        wanted = " ".join(word for _, word in typed)
        terminal.until(lambda: drafts(desk).get((5, False), "").strip() == wanted)
    desk.store.close()


async def test_a_signal_that_ends_the_console_loses_nothing(
    postgres_desk: Desk, postgres_place: str, tmp_path: Path
) -> None:
    with console(postgres_place, tmp_path / "home") as terminal:
        begin_reply(terminal)
        terminal.press("Dear Lee")
        terminal.until_drawn("Dear Lee")
        assert terminal.end(signal.SIGTERM) == 0
    assert drafts(postgres_desk) == {(5, False): "Dear Lee"}


async def test_ctrl_c_leaves_what_is_written_alone_and_a_closed_terminal_loses_nothing_of_it(
    busy: Desk, sqlite_place: str, tmp_path: Path
) -> None:
    with console(sqlite_place, tmp_path / "home") as terminal:
        begin_reply(terminal)
        terminal.press("Dear Lee\x03")
        terminal.until_drawn("leaves the console from the list")
        terminal.press("!")
        terminal.until_drawn("Lee!")
        terminal.process.send_signal(signal.SIGINT)
        terminal.press("?")
        terminal.until_drawn("Lee!?")
        assert terminal.end(signal.SIGHUP) == 0
    assert drafts(busy) == {(5, False): "Dear Lee!?"}


# The agent's own editor ----------------------------------------------------------------------------------------------


def editor(tmp_path: Path, script: str) -> str:
    """An editor that does one thing and ends."""
    path = tmp_path / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


async def test_the_text_goes_to_the_agents_editor_and_comes_back_unless_the_editor_fails_or_is_not_there(
    busy: Desk, sqlite_place: str, tmp_path: Path
) -> None:
    visual = editor(tmp_path, f'ls -l "$1" > {tmp_path}/seen; cp "$1" {tmp_path}/given; echo "Regards, Anna" >> "$1"')
    with console(sqlite_place, tmp_path / "home", VISUAL=visual, EDITOR="false") as terminal:
        begin_reply(terminal)
        terminal.press("Dear Lee\x05")
        terminal.until_drawn("the text is as editor left it")
        terminal.press("!")
        terminal.until(lambda: drafts(busy) == {(5, False): "Dear Lee\nRegards, Anna!"})
        assert (tmp_path / "given").read_text() == "Dear Lee\n"
        assert (tmp_path / "seen").read_text().startswith("-rw-------")
        editor(tmp_path, 'echo "lost" > "$1"; exit 3')
        terminal.press("\x05")
        terminal.until_drawn("ended with 3; the text is as it was")
        editor(tmp_path, "kill -9 $$")
        terminal.press("\x05")
        terminal.until_drawn("was ended by signal 9; the text is as it was")
        editor(tmp_path, 'rm "$1"')
        terminal.press("\x05")
        terminal.until_drawn("editor left nothing to read: No such file or directory; the text is as it was")
        editor(tmp_path, 'echo "Bye" >> "$1"')
        terminal.press("\x05")
        terminal.until_drawn("Bye")
        terminal.press("w0000x")
        terminal.until_drawn("w0000x")
        Path(visual).unlink()
        terminal.press("\x05")
        terminal.until_drawn(f"cannot open {visual}")
        terminal.press("?")
        terminal.until(lambda: drafts(busy) == {(5, False): "Dear Lee\nRegards, Anna!\nByew0000x?"})


def test_the_editor_is_the_chosen_one_then_visual_then_editor_then_vi() -> None:
    both = {"VISUAL": "ed -s", "EDITOR": "false"}
    assert command(both, "nano -w") == ["nano", "-w"]
    assert command(both) == ["ed", "-s"]
    assert command({"EDITOR": "false"}) == ["false"]
    assert command({}) == ["vi"]
