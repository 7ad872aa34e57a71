"""Cycles are looked for seldom while records come in great numbers, and as before when that is over."""

import gc
from contextlib import ExitStack

from supportdesk.collecting import SELDOM, rare_collections


def test_python_looks_for_cycles_as_before_when_the_records_are_in() -> None:
    before = gc.get_threshold()
    with rare_collections():
        assert gc.get_threshold() == SELDOM
    assert gc.get_threshold() == before


def test_one_that_ends_before_another_leaves_the_other_its_peace() -> None:
    before = gc.get_threshold()
    first, second = ExitStack(), ExitStack()
    first.enter_context(rare_collections())
    second.enter_context(rare_collections())
    first.close()
    assert gc.get_threshold() == SELDOM
    second.close()
    assert gc.get_threshold() == before


class Knot(list["Knot"]):
    """Something that only a search for cycles can free."""


def test_a_worker_that_takes_one_mail_after_the_other_keeps_no_cycles_of_those_before() -> None:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    try:
        for _ in range(3_000):
            with rare_collections():
                knot = Knot()
                knot.append(knot)
            del knot
        kept = sum(isinstance(one, Knot) for one in gc.get_objects())
    finally:
        gc.set_threshold(*before)
    assert kept < 1_500
