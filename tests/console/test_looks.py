"""How every screen looks, in three sizes and two themes: each is held against its picture in `looks/`.

`SUPPORTDESK_GOLDEN=write pytest tests/console/test_looks.py` makes the pictures anew.
"""

import shutil
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from supportdesk.config import resolve
from supportdesk.console.habits import Habits
from supportdesk.desk import Desk
from supportdesk.services import tickets
from supportdesk.store.engine import connect
from tests.console import frames, mails, picture, shop
from tests.console.conftest import write_from
from tests.console.hands import Hands, at
from tests.templates import Beginning, Clock, Templates

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot be told another time zone")

NewDesk = Callable[[], Desk]

KEYS: dict[str, tuple[str, ...]] = {
    "inbox": (),
    "views": ("h", "j"),
    "marked": ("j", "x", "x"),
    "empty": ("8",),
    "ticket": ("enter",),
    "unfolded": ("enter", "f", "G"),
    "searched": ("enter", "/", "=serial", "enter"),
    "composer": ("enter", "r", "=Dear Nadia,\n\nthank you. We have found"),
    "note": ("enter", "n", "=@lena: can you have a look?"),
    "stop": ("enter", "r", "=Dear Ivan,\n\nI have attached the new release for [PRODUCT]."),
    "search": ("F", "=thermostat"),
    "customer": ("i",),
    "new": ("N", "=berg", "enter", "tab", "tab", "=Thermostat"),
    "canned": ("g", "r"),
    "canned-form": ("g", "r", "enter"),
    "answer": ("m", "down"),
    "columns": ("g", "c", "j", "j"),
    "settings": (",",),
    "help": ("?",),
    "assign": ("A", "=bo"),
    "palette": ("ctrl+p", "=un"),
    "command": (":", "=assign b"),
    "filter": ("/", "=status:new tag:"),
    "fault": ("/", "=status:opne lamp"),
    "nothing-found": ("/", "=zebra", "enter"),
    "badges": ("ctrl+o",),
    "session": ("j", "a", "e", "g", "s"),
    "files": ("o",),
    "question": ("*", "e"),
    "arrivals": (),
    "lost": (),
    "quarantine": ("g", "q"),
    "source": ("enter", "v"),
    "came": ("j", "enter", "W", "G"),
}
"""The keys that lead from the inbox to each screen; after `=` comes text."""

ANEW = {"ticket", "unfolded", "searched", "composer", "note", "stop", "badges"}
"""Screens that are opened in each size. Where a thread stands depends on that; the badges go when the size changes."""


FEWER = {"quarantine", "source", "came"}
"""Screens that are laid out like others: the largest and the smallest size show all that is theirs."""


def _letter_failed(desk: Desk) -> None:
    mails.fail(desk, shop.MAIN)


BEFORE: dict[str, Callable[[Desk], None]] = {
    "quarantine": mails.quarantine,
    "came": _letter_failed,
}
"""What the desk has besides."""


async def _draft_is_kept(hands: Hands, _desk: Desk) -> None:
    hands.app.desk_screen.writing.keep_now()
    await hands.settle()


async def _customer_writes(hands: Hands, desk: Desk) -> None:
    write_from(desk, shop.MAIN, "It works again, thank you!\n\nNadia")
    await hands.hear()
    await hands.press("ctrl+j")
    await _draft_is_kept(hands, desk)


async def _ticket_arrives(hands: Hands, desk: Desk) -> None:
    with desk.change("new") as change:
        tickets.open_ticket(change, subject="Is anybody there?", customer=shop.IVAN, body="Hello?")
    await hands.hear()


async def _store_goes(hands: Hands, _desk: Desk) -> None:
    hands.app.desk_screen.lose("cannot reach the store at db.example.org: connection refused")


THEN: dict[str, Callable[[Hands, Desk], Awaitable[None]]] = {
    "composer": _draft_is_kept,
    "note": _draft_is_kept,
    "stop": _customer_writes,
    "arrivals": _ticket_arrives,
    "lost": _store_goes,
}
"""What happens after the keys."""


@pytest.fixture
def beginning() -> Beginning:
    """Consoles open on the shop's desk."""
    return Beginning("shop", shop.furnish)


@pytest.fixture
def new_desk(templates: Templates, beginning: Beginning, clock: Clock, tmp_path: Path) -> Iterator[NewDesk]:
    """Makes desks that are all the same."""
    with ExitStack() as opened:

        def new() -> Desk:
            place = tmp_path / str(len(list(tmp_path.iterdir()))) / "desk.db"
            place.parent.mkdir()
            shutil.copyfile(templates.sqlite(beginning), place)
            return Desk(opened.enter_context(closing(connect(str(place)))), "anna", clock)

        yield new


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hours, colours and folders are shown alike wherever the tests run."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        patch.setenv("HOME", "/home/anna")
        for name in ("NO_COLOR", "XDG_DOWNLOAD_DIR", "XDG_CONFIG_HOME"):
            patch.delenv(name, raising=False)
        time.tzset()
        yield
    time.tzset()


def habits(theme: str = "dark") -> Habits:
    """Settings of one who has chosen some."""
    environment = {"SUPPORTDESK_STORE": "/home/anna/desk.db", "SUPPORTDESK_AS": "anna", "HOME": "/home/anna"}
    return Habits(settings=resolve(environment, flags={}), theme=theme)


async def go(hands: Hands, desk: Desk, name: str) -> None:
    """Go to a screen from the inbox."""
    for key in KEYS[name]:
        await (hands.give(*key[1:]) if key.startswith("=") else hands.give(key))
    if name in THEN:
        await THEN[name](hands, desk)


@pytest.mark.parametrize("name", KEYS)
async def test_a_screen_looks_like_its_picture(name: str, new_desk: NewDesk) -> None:
    views: picture.Picture = {}
    sizes = [picture.SIZES[0], picture.SIZES[-1]] if name in FEWER else picture.SIZES
    for opened in [[size] for size in sizes] if name in ANEW else [sizes]:
        desk = new_desk()
        BEFORE.get(name, lambda _desk: None)(desk)
        async with at(desk, size=opened[0], habits=habits()) as hands:
            await go(hands, desk, name)
            for size in opened:
                await hands.resize(*size)
                views[picture.named(size)] = await picture.view(hands)
    picture.compare(name, views)


@pytest.mark.parametrize("name", ["inbox", "customer", "new", "canned-form", "columns", "fault"])
async def test_a_screen_that_is_opened_small_and_light_looks_as_if_it_had_become_so(
    name: str, new_desk: NewDesk
) -> None:
    desk, small = new_desk(), picture.SIZES[-1]
    async with at(desk, size=small, habits=habits("light")) as hands:
        await go(hands, desk, name)
        seen = frames.lines(hands.app)
    view = picture.kept(name)[picture.named(small)]
    assert [picture.words_of(line) for line in seen] == view.lines
    assert [picture.styles_of(line) for line in seen] == [[cell[1] for cell in line] for line in view.cells]


def test_every_picture_is_of_a_screen() -> None:
    assert sorted(file.stem for file in picture.FOLDER.iterdir()) == sorted(KEYS)
