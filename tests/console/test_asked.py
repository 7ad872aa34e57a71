"""What nobody waits for any more ends in the store, and nobody is told of it."""

from threading import Event, Thread

from supportdesk.console.asked import Asked, UnderWay
from supportdesk.console.asking import Question
from supportdesk.desk import Desk
from supportdesk.store.reading import Reading

WITHOUT_END = "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number) SELECT count(*) FROM number"


class Endless(Question[int]):
    """A count that never comes to its end."""

    def answer(self, reading: Reading) -> int:
        return int(reading.connection.exec_driver_sql(WITHOUT_END).scalar_one())


class EndlessLater(Endless):
    """The same, begun when nobody waits for it any more: in between, its connection did nothing."""

    def __init__(self) -> None:
        self.begun, self.given_up = Event(), Event()

    def answer(self, reading: Reading) -> int:
        self.begun.set()
        self.given_up.wait()
        return super().answer(reading)


class Login(Question[str]):
    """Who asks."""

    def answer(self, reading: Reading) -> str:
        return reading.actor.login


def test_a_question_that_is_given_up_ends_in_the_store_and_nobody_is_told(busy: Desk) -> None:
    told: list[object] = []
    asked = Asked(Endless())

    def ask() -> None:
        asked.outcome(busy, told.append, told.append)()

    thread = Thread(target=ask, daemon=True)
    thread.start()
    for _ in range(1000):
        asked.give_up()
        thread.join(0.01)
        if not thread.is_alive():
            break
    assert not thread.is_alive()
    assert told == []
    Asked(Login()).outcome(busy, told.append, told.append)()
    assert told == ["anna"]


def test_a_question_that_is_given_up_between_two_statements_ends_as_well(busy: Desk) -> None:
    told: list[object] = []
    question = EndlessLater()
    asked = Asked(question)
    thread = Thread(target=lambda: asked.outcome(busy, told.append, told.append)(), daemon=True)  # noqa: PLW0108 - in it
    thread.start()
    assert question.begun.wait(10)
    asked.give_up()
    question.given_up.set()
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
