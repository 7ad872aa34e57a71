"""What is drawn, without a terminal: widths, ages, lines of the list, threads."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, strategies
from rich.cells import cell_len

from supportdesk.domain.models import AttachedFile, Person, ThreadMessage, TicketCustomer
from supportdesk.domain.safe import shown, shown_line
from supportdesk.widgets.ages import age, countdown
from supportdesk.widgets.choices import Choice
from supportdesk.widgets.columns import Columns, Looks, Sign, heading, ticket_line
from supportdesk.widgets.facts import facts
from supportdesk.widgets.fitting import cut, left, right, wrap
from supportdesk.widgets.fuzzy import matching
from supportdesk.widgets.ink import Ink, agreed, length
from supportdesk.widgets.painting import strip
from supportdesk.widgets.palettes import DARK
from supportdesk.widgets.thread_lines import LONGEST_FOLDED, lay_out
from tests.console.test_row_cache import NOW, ticket

HOSTILE = "Оплата 返金 👩‍💻 \x1b]52;c;aGk=\x07 \u202eabc [/b]"


def text(line: tuple[tuple[str, Ink], ...]) -> str:
    """A line without its inks."""
    return "".join(part for part, _ in line)


@given(strategies.text(max_size=60), strategies.integers(0, 40))
def test_cut_left_and_right_keep_their_width_for_any_text(words: str, width: int) -> None:
    safe = shown_line(words)
    assert cell_len(agreed(cut(safe, width))) <= width
    assert cell_len(agreed(left(safe, width))) == width
    assert cell_len(agreed(right(safe, width))) == width


@given(strategies.text(max_size=200), strategies.integers(4, 40))
def test_wrapped_lines_fit_and_lose_no_letter(words: str, width: int) -> None:
    safe = shown(words)
    lines = list(wrap(safe, width))
    assert all(cell_len(agreed(line)) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(safe.split())


@pytest.mark.parametrize(
    ("said", "painted"),
    [
        ("love ❤️!", "love ❤!"),
        ("👍🏽 ok", "👍 ok"),
        ("👨‍👩‍👧 at home", "👨 at home"),
        ("👩🏽‍💻🏳️‍🌈", "👩🏳"),
        ("press 1️⃣", "press 1"),
        ("🇷🇺 नमस्ते क्‍ष 🏽", "🇷🇺 नमस्ते क्‍ष 🏽"),
    ],
)
def test_of_an_emoji_that_is_put_together_the_first_part_is_painted_alone(said: str, painted: str) -> None:
    """Terminals disagree on the width of the others, and the rest of the row would stand elsewhere."""
    line = strip([(left(shown(said), 20), Ink.TEXT)], 20, palette=DARK)
    assert line.text.rstrip() == painted
    assert line.cell_length == cell_len(line.text) == 20


def test_columns_between_tabs_stand_below_each_other_in_every_script() -> None:
    table = "name\tqty\tprice\nlamp\t2\t10\nдоставка\t1\t5\n返金\t1\t7\n\tnote\t"
    assert list(wrap(table, 40)) == [
        "name    qty     price",
        "lamp    2       10",
        "доставка        1       5",
        "返金    1       7",
        "        note",
    ]


def test_a_megabyte_without_a_space_is_wrapped_at_once() -> None:
    started = time.process_time()
    lines = list(wrap("x" * 1_000_000, 80))
    assert len(lines) == 12_500
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=5), "now"),
        (timedelta(minutes=59), "59m"),
        (timedelta(hours=23), "23h"),
        (timedelta(days=9), "9d"),
        (timedelta(weeks=5), "5w"),
        (timedelta(days=800), "2y"),
        (timedelta(days=-1), "now"),
    ],
)
def test_an_age_is_said_in_its_largest_unit(ago: timedelta, said: str) -> None:
    assert age(NOW, NOW - ago) == said


@pytest.mark.parametrize(
    ("left_over", "said", "ink"),
    [
        (timedelta(hours=-2), "!2h", Ink.LATE),
        (timedelta(0), "!0m", Ink.LATE),
        (timedelta(seconds=30), "~<1m", Ink.SOON),
        (timedelta(minutes=40), "~40m", Ink.SOON),
        (timedelta(days=3), "3d", Ink.DIM),
    ],
)
def test_a_countdown_has_a_glyph_besides_its_colour(left_over: timedelta, said: str, ink: Ink) -> None:
    counted = countdown(NOW, NOW + left_over)
    assert (counted.text, counted.ink) == (said, ink)


@pytest.mark.parametrize("width", [40, 60, 67, 80, 120, 200])
@pytest.mark.parametrize(
    "subject", ["Plain", "Оплата прошла, заказ не создан", "返金してください", "👩‍💻 remote", HOSTILE]
)
def test_every_line_of_the_list_has_the_width_of_its_heading(width: int, subject: str) -> None:
    columns = Columns.within(width, widest=1_000_000)
    customer = TicketCustomer("田中 太郎 Иванова", "t@example.jp", True, None)
    row = ticket(1_000_000)._replace(subject=subject, customer=customer, tags=("refund", "login"), due_at=NOW)
    for looks in (Looks(), Looks(cursor=True, marked=True, sign=Sign.DRAFT), Looks(left=True)):
        assert length(ticket_line(row, columns, NOW, looks)) == length(heading(columns)) == width - 1


def test_a_line_says_by_letters_what_it_says_by_colour() -> None:
    row = ticket(7)._replace(status="new", priority="urgent", due_at=NOW - timedelta(hours=3))
    line = text(ticket_line(row, Columns.within(80, widest=99), NOW, Looks(marked=True, sign=Sign.DRAFT)))
    assert "✓" in line
    assert "7 N U" in line
    assert "✎ Ticket 7" in line
    assert line.endswith("!3h")


def test_the_facts_of_a_ticket_fit_into_a_narrow_pane() -> None:
    row = ticket(7)._replace(subject=HOSTILE * 5, tags=tuple("abcdefgh"))
    assert all(length(line) <= 40 for line in facts(row, NOW, 40))


def message(kind: str = "customer", body: str = "Hello", quoted: str = "", **more: object) -> ThreadMessage:
    """A message as plain as can be."""
    plain = ThreadMessage(
        id=1,
        kind=kind,
        author=Person("Ivan", "ivan@example.org"),
        at=NOW,
        to=(),
        cc=(),
        subject="",
        message_id="",
        body=body,
        text=body,
        quoted=quoted,
        attachments=(),
        automatic=None,
        delivery=None,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def drawn(*messages: ThreadMessage, unfolded: bool = False, width: int = 60) -> str:
    """A thread as text."""
    return "\n".join(text(laid.line) for laid in lay_out(messages, width, NOW, unfolded=unfolded))


def test_a_note_differs_from_a_reply_in_bar_ground_and_words() -> None:
    note, reply = (lay_out([message(kind)], 60, NOW, unfolded=False) for kind in ("note", "reply"))
    assert "NOTE · agents only" in text(note[1].line)
    assert text(note[2].line)[0] != text(reply[2].line)[0]
    assert note[2].ground != reply[2].ground


def test_quoted_text_is_one_line_until_it_is_unfolded() -> None:
    quoting = message(quoted="> one\n> two")
    assert "▸ 2 quoted lines · f unfolds" in drawn(quoting)
    assert "> two" not in drawn(quoting)
    assert "> two" in drawn(quoting, unfolded=True)


def test_a_signature_alone_is_called_one() -> None:
    signed = message(body="Hi", quoted="-- \nLee Chen\nACME")
    assert "▸ signature, 3 lines · f unfolds" in drawn(signed)


def test_what_the_desk_says_is_one_line_until_it_is_unfolded() -> None:
    system = message("system", body="Merged into this ticket: #12.\nIts messages stand below.")
    assert [line for line in drawn(system).splitlines() if line.strip()] == [drawn(system).strip("\n")]
    assert "· Merged into this ticket: #12. Its messages" in drawn(system)
    assert "Its messages stand below." in drawn(system, unfolded=True)


def test_an_endless_message_is_cut_until_it_is_unfolded() -> None:
    endless = message(body="line\n" * 5_000)
    assert drawn(endless).count("line") == LONGEST_FOLDED
    assert "f unfolds" in drawn(endless)
    assert drawn(endless, unfolded=True).count("line") == 5_000


def test_files_deliveries_and_automatic_mail_are_named() -> None:
    file = AttachedFile("invoice \x1b[2J.pdf", 120_400, "application/pdf", "")
    sent = message("reply", delivery="failed", automatic="auto-replied", attachments=(file,))
    assert "✗ not delivered" in drawn(sent)
    assert "automatic" in drawn(sent)
    assert "invoice ␛[2J.pdf  120 kB" in drawn(sent)


def test_no_line_of_a_thread_is_wider_than_the_pane() -> None:
    wide = message(body=HOSTILE * 20, quoted=HOSTILE * 20, author=Person(HOSTILE * 5, ""))
    assert all(length(laid.line) <= 30 for laid in lay_out([wide], 30, NOW, unfolded=True))


@pytest.mark.parametrize(("kind", "delivery"), [("note", None), ("reply", "sent")])
def test_in_a_narrow_pane_the_name_stays_whole_and_the_date_goes_before_the_age(
    kind: str, delivery: str | None
) -> None:
    sent = message(kind, author=Person("Priya Raman", ""), at=NOW - timedelta(days=4), delivery=delivery)
    head = drawn(sent, width=46).splitlines()[1]
    assert "Priya Raman  " in head
    assert head.endswith("  4d ago")
    assert drawn(sent, width=80).splitlines()[1].endswith(" · 4d ago")


def test_a_few_letters_find_a_choice_and_the_closest_comes_first() -> None:
    choices = [
        Choice("1", "Thank you"),
        Choice("2", "Refund confirmed"),
        Choice("3", "Оплата найдена"),
        Choice("4", "Ask refund"),
    ]
    assert [choice.key for choice in matching("refu", choices)] == ["2", "4"]
    assert [choice.key for choice in matching("rfc", choices)] == ["2"]
    assert [choice.key for choice in matching("оплата", choices)] == ["3"]
    assert matching("zzz", choices) == []
