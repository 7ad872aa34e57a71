"""The demo desk: believable, the same for a seed, and gone when it is closed."""

import re
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from supportdesk import demo
from supportdesk.demo import cast
from supportdesk.demo.attachments import content
from supportdesk.demo.particulars import particulars
from supportdesk.demo.records import Size, records
from supportdesk.demo.scenarios import PRODUCTS, Response, Scenario, responses, scenarios
from supportdesk.demo.wording import VARIANTS, Wording
from supportdesk.desk import Desk
from supportdesk.domain import template
from supportdesk.domain.filters import parse
from supportdesk.domain.shape import ImportedTicket
from supportdesk.domain.ticket import MessageKind, Status
from supportdesk.store import queries, thread
from supportdesk.store.engine import Store
from tests.templates import MORNING

PARTICULARS = particulars(
    cast.caller(1, "ru", business=True, companies=12), cast.COLLEAGUES[0], MORNING, PRODUCTS, Random(1)
)
STORIES = [story for language in ("en", "ru") for story in scenarios(language)]


def _desk(store: Store) -> Desk:
    return Desk(store, "anna", lambda: MORNING)


def _tickets(count: int, seed: int = 1) -> list[ImportedTicket]:
    size = Size(count, seed, MORNING, "anna")
    return [record for record in records(size) if isinstance(record, ImportedTicket)]


def test_a_desk_is_filled_with_as_many_tickets_as_are_asked_for_on_either_database(store: Store) -> None:
    desk = _desk(store)
    assert demo.fill(desk, tickets=60, seed=3) == 60
    with desk.read() as reading:
        assert queries.count(reading, parse("")).number == 60


def test_filling_twice_with_one_seed_adds_no_ticket(sqlite_store: Store) -> None:
    desk = _desk(sqlite_store)
    demo.fill(desk, tickets=40, seed=3)
    assert demo.fill(desk, tickets=40, seed=3) == 0


def test_a_seed_and_an_instant_give_the_same_records() -> None:
    assert _tickets(50) == _tickets(50)


def test_another_seed_gives_other_tickets() -> None:
    first, second = _tickets(50, seed=1), _tickets(50, seed=2)
    assert [one.subject for one in first] != [one.subject for one in second]


def test_progress_is_told_up_to_the_last_ticket(sqlite_store: Store) -> None:
    told: list[int] = []
    demo.fill(_desk(sqlite_store), tickets=30, seed=1, progress=told.append)
    assert told[-1] == 30


@pytest.mark.parametrize(
    "filter", [*(f"status:{word}" for word in Status), "is:overdue", "is:snoozed", "has:attachment"]
)
def test_a_demo_desk_has_tickets_of_every_sort(demo_desk: Desk, filter: str) -> None:
    with demo_desk.read() as reading:
        assert queries.count(reading, parse(filter)).number > 0


@pytest.mark.parametrize(
    "filter",
    ["vip:yes is:open", "assignee:me is:open", "is:unassigned", "due<1h -is:overdue", "org:any", "посылка", "parcel"],
)
def test_a_demo_desk_has_something_to_find_for_everybody(demo_desk: Desk, filter: str) -> None:
    with demo_desk.read() as reading:
        assert queries.count(reading, parse(filter)).number > 0


def test_threads_run_from_one_message_to_eight_and_never_into_the_future(demo_desk: Desk) -> None:
    with demo_desk.read() as reading:
        threads = [thread.detail(reading, number).thread for number in range(1, 301)]
    assert {1, 2, 5} <= {len(messages) for messages in threads} <= set(range(1, 9))
    assert max(message.at for messages in threads for message in messages) <= MORNING


def test_messages_are_told_apart_as_those_of_real_mail_are() -> None:
    told = [message.message_id for ticket in _tickets(50) for message in ticket.thread]
    assert len(set(told)) == len(told)
    assert not [one for one in told if one.strip("<> ") != one]


def test_an_answer_by_mail_quotes_what_it_answers() -> None:
    quoting = [message for one in _tickets(300) for message in one.thread if message.quoted]
    assert quoting
    assert all(f"{message.text}\n\n{message.quoted}" == message.body for message in quoting)


def test_a_tickets_status_fits_its_thread() -> None:
    for one in _tickets(400):
        kinds = [message.kind for message in one.thread]
        assert one.status != Status.NEW or kinds == [MessageKind.CUSTOMER]
        assert one.status != Status.PENDING or kinds[-1] == MessageKind.REPLY
        assert (one.first_reply_at is not None) == (MessageKind.REPLY in kinds)
        assert (one.closed_at is not None) == (one.status == Status.CLOSED)


def test_due_times_of_a_small_desk_lie_around_now() -> None:
    open_ones = [one for one in _tickets(300) if one.solved_at is None]
    dues = [due for one in open_ones for due in (one.first_reply_due, one.next_reply_due, one.due_at) if due]
    soon = f"{MORNING + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    assert any(due < f"{MORNING:%Y-%m-%dT%H:%M:%SZ}" for due in dues)
    assert any(f"{MORNING:%Y-%m-%dT%H:%M:%SZ}" < due < soon for due in dues)


@pytest.mark.parametrize("story", STORIES)
def test_every_story_reads_well_in_all_its_variants(story: Scenario) -> None:
    places = {name: value or "X1" for name, value in PARTICULARS.items()}
    for wording in (story.subject, *(line.words for line in story.thread)):
        for variant in range(VARIANTS):
            said = wording.say(variant, places)
            assert said
            assert not re.search(r"[\[\]{}|]| ,|\S  +\S| \n", said.replace("    ", ""))


def test_alternatives_of_one_number_go_together() -> None:
    wording = Wording("one hour [late|early], at [7:00|5:00]")
    assert {wording.say(variant, {}) for variant in range(VARIANTS)} == {
        "one hour late, at 7:00",
        "one hour early, at 5:00",
    }


@pytest.mark.parametrize("response", responses(), ids=lambda response: response.name)
def test_canned_responses_have_known_placeholders_alone(response: Response) -> None:
    template.check(response.body)


def test_there_are_canned_responses_in_both_languages() -> None:
    languages = [response.language for response in responses()]
    assert min(languages.count("en"), languages.count("ru")) >= 7


def test_customers_are_people_of_their_own_with_addresses_that_belong_to_nobody() -> None:
    people = [
        cast.caller(number, language, business=False, companies=12)
        for language in ("en", "ru")
        for number in range(500)
    ]
    assert len({one.email for one in people}) == 1000
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+\d+@[a-z.-]+\.example", one.email) for one in people)


@pytest.mark.parametrize(
    ("name", "start"), [("a.png", b"\x89PNG"), ("a.gif", b"GIF89a"), ("a.pdf", b"%PDF-"), ("a.txt", b"03:")]
)
def test_attached_files_are_what_their_names_say(name: str, start: bytes) -> None:
    assert content(name, 3).startswith(start)


def test_a_throw_away_desk_is_private_and_leaves_nothing_behind() -> None:
    with demo.open_throwaway(tickets=20, clock=lambda: MORNING) as desk:
        path = desk.store.path
        assert path is not None
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0
    assert not Path(path).parent.exists()


def test_a_large_desk_has_words_by_the_thousand() -> None:
    words = {
        word.lower()
        for one in _tickets(2_500)
        for message in one.thread
        for word in re.findall(r"[^\W\d_]{3,}", message.body)
    }
    assert len(words) > 5_000


@pytest.fixture(scope="module")
def demo_desk() -> object:
    with demo.open_throwaway(login="anna", clock=lambda: MORNING) as desk:
        yield desk
