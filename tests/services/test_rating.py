"""What customers thought of their tickets: kept once a ticket, replaced, taken back, and found again."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.filters import parse
from supportdesk.domain.rating import LONGEST_COMMENT, Rating
from supportdesk.errors import UsageError
from supportdesk.services import rating, tickets, undo
from supportdesk.store import acquaintance, queries, replay
from tests.conftest import opened
from tests.services.acting import act, events, kinds, row, run
from tests.templates import Clock


def test_a_rating_is_kept_with_its_words_and_its_time_and_moves_nothing_else(desk: Desk) -> None:
    opened(desk)
    act(desk, tickets.solve, 1)
    before = row(desk, 1)
    act(desk, rating.rate, 1, score=4, comment=" quick,\n but twice\x00 ")
    assert row(desk, 1) == before._replace(rating=Rating(4, "quick, but twice", desk.clock()))
    assert {name: new for name, _, new in events(desk, 1)[-1].changes} == {
        "rating": "4",
        "rating_comment": "quick, but twice",
        "rated_at": "2026-11-21T09:00:00Z",
    }


def test_the_same_rating_again_changes_nothing_not_even_its_time(desk: Desk, clock: Clock) -> None:
    opened(desk)
    act(desk, rating.rate, 1, score=5)
    clock.advance(hours=1)
    assert act(desk, rating.rate, 1, score=5).changed == ()
    clock.advance(hours=1)
    act(desk, rating.rate, 1, score=5, comment="even better")
    assert row(desk, 1).rating == Rating(5, "even better", clock())
    assert kinds(desk, 1).count("rated") == 2


def test_a_rating_is_taken_back_by_none_and_by_undo(desk: Desk, clock: Clock) -> None:
    opened(desk)
    act(desk, rating.rate, 1, score=1, comment="never again")
    given = row(desk, 1).rating
    clock.advance(hours=1)
    act(desk, rating.rate, 1, score=None)
    assert row(desk, 1).rating is None
    run(desk, undo.undo)
    assert row(desk, 1).rating == given
    with desk.read() as reading:
        assert replay.check(reading, deep=True) == ()


@pytest.mark.parametrize(("score", "comment"), [(None, "why"), (4, "x" * (LONGEST_COMMENT + 1))])
def test_a_comment_without_a_score_and_one_too_long_are_refused(desk: Desk, score: int | None, comment: str) -> None:
    opened(desk)
    with pytest.raises(UsageError, match="comment"):
        act(desk, rating.rate, 1, score=score, comment=comment)


def test_a_customers_last_rating_is_the_one_given_last_whatever_the_tickets_number(desk: Desk, clock: Clock) -> None:
    for _ in range(4):
        opened(desk)
    for number, score in ((2, 2), (1, 5), (4, 1)):
        clock.advance(minutes=1)
        act(desk, rating.rate, number, score=score)
    act(desk, tickets.delete, 4)
    with desk.read() as reading:
        found = acquaintance.profile(reading, 1)
    assert found.rated == 1
    assert found.rating == row(desk, 1).rating


def test_the_unhappy_are_counted_by_their_scores(desk: Desk) -> None:
    for number, score in enumerate((1, 2, 2, None), 1):
        opened(desk)
        if score is not None:
            act(desk, rating.rate, number, score=score)
    with desk.read() as reading:
        counted = queries.count_by(reading, parse(""), "rating")
    assert {found.value: found.count for found in counted} == {"2": 2, "1": 1, None: 1}
