"""Mail in the console: the quarantine, sources as they came, why messages are here, and letters that did not go."""

from supportdesk.desk import Desk
from supportdesk.domain.filters import parse
from supportdesk.screens.came import CameScreen
from supportdesk.screens.quarantine import QuarantineScreen
from supportdesk.screens.source import SourceScreen
from supportdesk.store import ledger, outbox, queries, thread
from tests.console.hands import Hands, at
from tests.console.mails import fail, mail, quarantine, take_in
from tests.console.test_commands import say
from tests.console.test_hostile import clean


def held(desk: Desk) -> list[str]:
    """What lies in quarantine, by its subjects."""
    with desk.read() as reading:
        return [row.subject for row in ledger.quarantine(reading)]


def delivery(desk: Desk, ticket: int) -> str | None:
    """How far the last letter of a ticket is."""
    with desk.read() as reading:
        return next(one.delivery for one in reversed(thread.messages(reading, ticket)) if one.kind == "reply")


def title(hands: Hands) -> str:
    """The title of the room that is open."""
    room = hands.app.screen
    assert isinstance(room, QuarantineScreen | SourceScreen | CameScreen)
    return room.title_bar.text


def particulars(hands: Hands) -> str:
    """What is said of the message under the cursor, on one line."""
    room = hands.app.screen
    assert isinstance(room, CameScreen)
    return " ".join(room.panel.text.split())


# The quarantine ------------------------------------------------------------------------------------------------------


async def test_the_quarantine_says_why_and_shows_all_of_a_mail_without_obeying_it(busy: Desk) -> None:
    quarantine(busy)
    async with at(busy, size=(160, 48)) as hands:
        await hands.press("g", "q")
        assert "quarantine · 3" in title(hands)
        assert "its Message-ID is that of a mail by olga@example.org" in hands.screen
        assert "Message-ID: <one@x.example>" in hands.screen
        assert "␛]52;c;aGk=␇" in hands.screen
        assert clean(hands.screen)
        await hands.press("G")
        assert "NO internal error" in hands.screen
        await hands.press("g", "g", "enter")
        assert "as it came" in hands.screen
        assert clean(hands.screen)


async def test_a_mail_is_taken_in_after_all_and_the_list_goes_on(team_desk: Desk) -> None:
    quarantine(team_desk)
    async with at(team_desk) as hands:
        await hands.press("g", "q", "j", "r")
        assert "it is on ticket 7" in hands.screen
        assert held(team_desk)[0] == ""
        assert len(held(team_desk)) == 2
        await hands.press("escape")
        assert 7 in hands.listed


async def test_what_cannot_be_taken_in_stays_and_says_so(busy: Desk) -> None:
    quarantine(busy)
    async with at(busy) as hands:
        await hands.press("g", "q", "G", "r")
        assert "it stays in quarantine: the server answered" in hands.screen
        assert len(held(busy)) == 3


async def test_throwing_away_asks_and_can_be_undone(busy: Desk) -> None:
    quarantine(busy)
    async with at(busy) as hands:
        await hands.press("g", "q", "x", "escape")
        assert len(held(busy)) == 3
        await hands.press("x", "y")
        assert len(held(busy)) == 2
        await hands.press("u")
        assert len(held(busy)) == 3


async def test_an_empty_quarantine_says_so(busy: Desk) -> None:
    async with at(busy) as hands:
        await say(hands, "mail quarantine")
        assert "Nothing lies in quarantine." in hands.screen
        await hands.press("r", "x", "enter", "q")
        assert not isinstance(hands.app.screen, QuarantineScreen)


async def test_the_views_name_the_quarantine_and_what_was_not_delivered_only_when_there_is_some(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        assert "quarantine" not in hands.screen
        assert "not delivered" not in hands.screen
    quarantine(busy)
    fail(busy, 5)
    async with at(busy, size=(160, 48)) as hands:
        lines = {line.lead: (line.text, line.more) for line in hands.app.desk_screen.views.choices if line.alarms}
        assert lines == {"✗": ("not delivered", "1"), "▲": ("quarantine", "3")}
        await hands.press("g", "f")
        assert hands.listed == [5]
        hands.app.desk_screen.views.move_to(7)
        await hands.press("h", "enter")
        assert isinstance(hands.app.screen, QuarantineScreen)


# Sources -------------------------------------------------------------------------------------------------------------


async def test_a_mail_is_shown_as_it_came_searched_and_left(busy: Desk) -> None:
    take_in(busy, mail("one two\r\n" * 300 + "the serial is PL204", id="a@x.example", more="X-Secret: kept\r\n"))
    async with at(busy) as hands:
        await say(hands, "6")
        await hands.press("v")
        assert "X-Secret: kept" in hands.screen
        await hands.press("/")
        await hands.type("serial")
        await hands.press("enter")
        assert "the serial is PL204" in hands.screen
        assert "1 of 1" in hands.screen
        await hands.press("g", "g")
        assert "X-Secret: kept" in hands.screen
        await hands.press("escape")
        assert isinstance(hands.app.screen, SourceScreen)
        await hands.press("escape")
        assert not isinstance(hands.app.screen, SourceScreen)


async def test_what_was_written_at_the_desk_has_its_words_for_a_source(busy: Desk) -> None:
    async with at(busy) as hands:
        await say(hands, "show 5 --raw")
        assert "Please help: Export to CSV fails." in hands.screen
        assert "no mail, its words alone" in hands.screen


async def test_the_messages_of_a_ticket_follow_each_other(busy: Desk) -> None:
    take_in(busy, mail("first", id="a@x.example"))
    take_in(busy, mail("second", id="b@x.example", subject="Re: A question", more="In-Reply-To: <a@x.example>\r\n"))
    async with at(busy) as hands:
        await say(hands, "show 6 --raw")
        assert "2 of 2" in title(hands)
        await hands.press("[")
        assert "<a@x.example>" in hands.screen
        assert "1 of 2" in title(hands)


# Why, and moving -----------------------------------------------------------------------------------------------------


async def test_why_a_message_is_here_is_told_beside_it(busy: Desk) -> None:
    take_in(busy, mail("first", id="a@x.example"))
    take_in(busy, mail("second", id="b@x.example", subject="Re: A question", more="In-Reply-To: <a@x.example>\r\n"))
    async with at(busy, size=(160, 48)) as hands:
        await say(hands, "6")
        await hands.press("W")
        assert "it names a mail of that ticket" in particulars(hands)
        await hands.press("j")
        assert "so it began a ticket" in particulars(hands)
        await hands.press("q")
        await say(hands, "why <a@x.example>")
        assert "is on #6: it names no mail" in hands.said


async def test_a_message_is_moved_by_its_line_and_undo_brings_it_back(team_desk: Desk) -> None:
    take_in(team_desk, mail("mine", id="a@x.example"))
    async with at(team_desk) as hands:
        await say(hands, "6")
        await say(hands, "rethread --to 5")
        assert "moved the message to #5" in hands.said
        with team_desk.read() as reading:
            assert [one.text.strip() for one in thread.messages(reading, 5)][-1] == "mine"
        await hands.press("u")
        with team_desk.read() as reading:
            assert len(thread.messages(reading, 5)) == 1


# Letters -------------------------------------------------------------------------------------------------------------


async def test_a_letter_that_failed_says_so_with_the_reason_and_is_sent_again_by_a_key(team_desk: Desk) -> None:
    fail(team_desk, 5, "550 5.1.1 no such user \x1b[31m")
    async with at(team_desk, size=(160, 48)) as hands:
        await say(hands, "5")
        assert "✗ not delivered" in hands.screen
        assert "550 5.1.1 no such user ␛[31m" in hands.screen
        await hands.press("!")
        assert "sent again at once" in hands.said
        assert delivery(team_desk, 5) == "queued"
        with team_desk.read() as reading:
            assert queries.count(reading, parse("has:failed")).number == 0


async def test_a_letter_that_is_held_says_until_when_and_can_be_called_back(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        await hands.press("r")
        await hands.type("It works.")
        await hands.press("ctrl+j")
        await say(hands, "5")
        assert "◷ held till" in hands.screen
        await hands.press("X")
        assert "called back" in hands.said
        with busy.read() as reading:
            assert outbox.listed(reading) == ()
            assert len(thread.messages(reading, 5)) == 1


async def test_where_several_wait_it_is_asked_which(busy: Desk) -> None:
    first, second = fail(busy, 5), fail(busy, 5)
    async with at(busy) as hands:
        await say(hands, "5")
        await hands.press("!")
        await hands.type(str(second))
        await hands.press("enter")
        with busy.read() as reading:
            assert {one.id: one.state for one in outbox.listed(reading)} == {first: "failed", second: "queued"}


async def test_what_is_known_of_a_letter_stands_beside_it_and_it_is_sent_again_from_there(busy: Desk) -> None:
    fail(busy, 5)
    async with at(busy, size=(160, 48)) as hands:
        await say(hands, "5")
        await hands.press("W", "j")
        assert "550 5.1.1 no such user" in particulars(hands)
        await hands.press("r")
        assert "◷ queued" in particulars(hands)
        await hands.press("G", "r")
        assert "this is no letter that waits or has failed" in hands.screen


async def test_only_what_can_be_done_with_a_message_is_offered(busy: Desk) -> None:
    fail(busy, 5)
    async with at(busy, size=(160, 48)) as hands:
        await say(hands, "5")
        await hands.press("W", "j")
        assert "send again" in title(hands)
        assert "call back" in title(hands)
        await hands.press("G")
        assert "source" in title(hands)
        assert "send again" not in title(hands)
        assert "call back" not in title(hands)


async def test_an_empty_quarantine_offers_nothing_to_do_with_it(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        await hands.press("g", "q")
        assert "back" in title(hands)
        assert "retry" not in title(hands)
        assert "throw" not in title(hands)


# Who gets a copy -----------------------------------------------------------------------------------------------------


def copies(desk: Desk, number: int) -> list[str]:
    """Who got a copy of the last answer on a ticket."""
    with desk.read() as reading:
        return [one.email for one in thread.messages(reading, number)[-1].cc]


async def test_who_follows_is_named_and_gets_a_copy_unless_taken_off(team_desk: Desk) -> None:
    async with at(team_desk, size=(160, 48)) as hands:
        await say(hands, "follow 5 +Ada Lane <ada@example.net> +bob@example.net")
        assert "changed who follows #5" in hands.said
        await say(hands, "5")
        assert "cc Ada Lane <ada@example.net>" in hands.screen
        await hands.press("r")
        await hands.type("hello")
        assert "Ada Lane <ada@example.net> · bob@example.net" in hands.screen
        await hands.press("f2", "enter")
        await hands.press("escape", "r")
        assert hands.app.desk_screen.writing.composer is not None
        assert hands.app.desk_screen.writing.composer.copied == ("bob@example.net",)
        await hands.press("ctrl+j")
        assert copies(team_desk, 5) == ["bob@example.net"]
        await hands.press("u")
        await hands.press("r", "f2")
        await hands.type("Cem <cem@example.net>")
        await hands.press("enter", "ctrl+j")
        assert copies(team_desk, 5) == ["bob@example.net", "cem@example.net"]


async def test_several_tickets_have_followers_of_their_own_or_none_get_a_copy(busy: Desk) -> None:
    async with at(busy) as hands:
        await say(hands, "follow 4 +ada@example.net")
        await say(hands, "follow 5 +bob@example.net")
        await say(hands, "filter number:4,5")
        await hands.press("x", "x", "r")
        assert "who follows each of them" in hands.screen
        await hands.type("hello")
        await hands.press("ctrl+j")
        assert (copies(busy, 4), copies(busy, 5)) == (["ada@example.net"], ["bob@example.net"])
        await hands.press("escape", "g", "g", "x", "x", "r", "f2", "down", "enter")
        await hands.type("hello again")
        await hands.press("ctrl+j")
        assert (copies(busy, 4), copies(busy, 5)) == ([], [])
