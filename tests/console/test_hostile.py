"""Customers' words at the console: shown, never obeyed, never taken for markup."""

import io

import pytest
from rich.console import Console as Terminal

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.services import people, records, select, tickets
from tests.console.conftest import write_from
from tests.console.hands import at

EVIL = "\x1b]52;c;aGk=\x07\x1b[2J\x9b31m[/b] [URGENT] x [/red] [@click=app.exit]\u202egnp\u200b\x00"

FORBIDDEN = ("\x1b]52", "\x1b[2J", "\x9b", "\u202e", "\u200b", "\x07", "\x00")


@pytest.fixture
def evil(busy: Desk) -> Desk:
    """A desk where everything that a stranger or a careless agent can name is hostile."""
    with busy.change("new") as change:
        customer = Person(f"Eve {EVIL}".replace("\x00", ""), "eve@example.org")
        tickets.open_ticket(change, subject=f"Look {EVIL}", customer=customer, body=f"{EVIL}\n> {EVIL}\n{EVIL}")
    with busy.change("template") as change:
        records.add_template(change, name="bad", title="[/b] bad \x1b[2J", body="{{ ticket.subject }} [/b] \x1b[31m")
        people.edit_agent(change, "boris", name="Boris [/b] \x1b[2J")
    write_from(busy, 6, f"again {EVIL}")
    with busy.change("assign") as change:
        tickets.assign(change, select.tickets(change, numbers=[6]), to="boris")
    return busy


def clean(text: str) -> bool:
    """Whether nothing in it would be obeyed by a terminal."""
    return not any(part in text for part in FORBIDDEN)


@pytest.mark.parametrize(
    "keys",
    [
        [],
        ["j", "k", "enter", "f"],
        ["h"],
        ["r"],
        ["n"],
        ["m"],
        ["m", "b", "a", "d", "enter"],
        ["A"],
        ["t"],
        ["s"],
        ["x", "p"],
        ["*", "c"],
        ["/", "z", "[", "/", "b", "]"],
        ["?"],
    ],
    ids=" ".join,
)
async def test_hostile_text_reaches_no_part_of_the_screen_raw(evil: Desk, keys: list[str]) -> None:
    async with at(evil, size=(160, 48)) as hands:
        await hands.press(*keys)
        assert clean(hands.screen)
        assert "␛]52" in hands.screen or keys[:1] == ["/"]


async def test_what_is_pasted_into_a_reply_or_the_filter_is_made_visible(evil: Desk) -> None:
    from textual.events import Paste

    async with at(evil) as hands:
        await hands.press("r")
        hands.app.post_message(Paste(EVIL))
        await hands.settle()
        assert hands.app.desk_screen.writing.composer is not None
        assert clean(hands.app.desk_screen.writing.composer.page.text)
        await hands.press("escape", "escape", "/")
        hands.app.post_message(Paste(EVIL))
        await hands.settle()
        assert hands.app.desk_screen.viewing.bar is not None
        assert clean(hands.app.desk_screen.viewing.bar.field.value)


async def test_a_refusal_that_repeats_hostile_words_is_safe(evil: Desk) -> None:
    from supportdesk.errors import DeskError

    async with at(evil) as hands:
        hands.app.desk_screen.tell_failure(DeskError(f"no tag {EVIL}"))
        hands.app.desk_screen.lose(f"cannot reach {EVIL}")
        await hands.settle()
        assert clean(hands.screen)
        assert clean(hands.said)


async def test_nothing_that_a_terminal_obeys_is_written_to_it(evil: Desk) -> None:
    written = io.StringIO()
    async with at(evil, size=(160, 48)) as hands:
        console = Terminal(file=written, force_terminal=True, color_system="truecolor", width=160, legacy_windows=False)
        rows = hands.app.desk_screen.rows
        thread = hands.app.desk_screen.thread
        for widget in (rows, thread, hands.app.desk_screen.facts):
            for line in range(widget.size.height):
                written.write(widget.render_line(line).render(console))
    assert clean(written.getvalue())


@pytest.mark.parametrize("key", ["r", "/", ":"])
async def test_a_field_that_is_going_away_may_be_painted_once_more(busy: Desk, key: str) -> None:
    async with at(busy) as hands:
        await hands.press(key)
        field = hands.app.focused
        assert field is not None
        await field.remove()
        hands.app.screen._compositor.render_update(full=True)
