"""Memory is tidied when nobody waits, and not while somebody does."""

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from supportdesk.console.tidying import ENOUGH, Tidying


class Ring:
    """Something that holds itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def tidying() -> Iterator[Tidying]:
    """It has begun, and Python's own collector does nothing meanwhile."""
    gc.disable()
    begun = Tidying()
    begun.look(idle=True)
    yield begun
    begun.end()
    gc.enable()


def test_what_nobody_reaches_is_freed_in_a_quiet_moment_and_not_before(tidying: Tidying) -> None:
    lost, kept = ref(Ring()), [[] for _ in range(2 * ENOUGH)]
    tidying.look(idle=False)
    assert lost() is not None
    tidying.look(idle=True)
    assert lost() is None
    assert len(kept) == 2 * ENOUGH


def test_a_console_that_does_nothing_is_not_looked_through(tidying: Tidying) -> None:
    lost = ref(Ring())
    tidying.look(idle=True)
    assert lost() is not None


def test_what_was_loaded_is_an_ordinary_object_again_when_the_console_is_left(tidying: Tidying) -> None:
    assert gc.get_freeze_count() > 0
    tidying.end()
    assert gc.get_freeze_count() == 0
