"""What nobody waits for any more ends in the store, and nobody is told of it."""

from threading import Event, Thread

from sqlalchemy import text

from supportdesk.console.asked import Asked, UnderWay
from supportdesk.console.asking import Question
from supportdesk.desk import Desk
from supportdesk.store.reading import Reading

WITHOUT_END = "SELECT count(*) FROM generate_series(1, 1000000000000)"
WITHOUT_END_IN_A_FILE = (
    "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number) SELECT count(*) FROM number"
)


class Endless(Question[int]):
    """A count that never comes to its end, begun when it `may` be; its connection does nothing before."""

    def __init__(self) -> None:
        self.begun, self.may = Event(), Event()

    def answer(self, reading: Reading) -> int:
        self.begun.set()
        self.may.wait()
        return int(reading.value(text(WITHOUT_END_IN_A_FILE if reading.sqlite else WITHOUT_END)))


class Login(Question[str]):
    """Who asks."""

    def answer(self, reading: Reading) -> str:
        return reading.actor.login


def asked_and_given_up(desk: Desk, question: Endless, told: list[object]) -> Thread:
    """Ask a question in a thread, and give it up once when it has begun."""
    asked = Asked(question)
    thread = Thread(target=lambda: asked.outcome(desk, told.append, told.append)(), daemon=True)  # noqa: PLW0108 - in it
    thread.start()
    assert question.begun.wait(10)
    asked.give_up()
    return thread


def test_a_question_that_is_given_up_ends_in_the_store_and_nobody_is_told(each_desk: Desk) -> None:
    told: list[object] = []
    question = Endless()
    question.may.set()
    thread = asked_and_given_up(each_desk, question, told)
    thread.join(10)
    assert not thread.is_alive()
    assert told == []
    for _ in range(3):
        Asked(Login()).outcome(each_desk, told.append, told.append)()
    assert told == ["anna"] * 3


def test_a_question_that_is_given_up_between_two_statements_ends_as_well(each_desk: Desk) -> None:
    told: list[object] = []
    question = Endless()
    thread = asked_and_given_up(each_desk, question, told)
    question.may.set()
    thread.join(10)
    assert not thread.is_alive()
    assert told == []


def test_an_answer_that_is_given_up_on_its_way_back_is_not_heard(busy: Desk) -> None:
    told: list[object] = []
    asked = Asked(Login())
    heard = asked.outcome(busy, told.append, told.append)
    asked.give_up()
    heard()
    assert told == []


def test_a_question_takes_the_place_of_the_one_before_it_under_its_topic_alone() -> None:
    under_way = UnderWay()
    first, other = under_way.begin(Login(), "list"), under_way.begin(Login(), "ticket")
    free = under_way.begin(Login(), "")
    second = under_way.begin(Login(), "list")
    under_way.begin(Login(), "")
    assert (first.wanted, second.wanted, other.wanted, free.wanted) == (False, True, True, True)
