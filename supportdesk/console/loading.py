"""Readers and services come in when there is time for it: after the first rows, in a store thread, and only once.

Two threads that import modules which import each other can meet halfway; so all but the readers come in here.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import Lock

_turn = Lock()


def quietly(load: Callable[[], None]) -> None:
    """Import ahead; what is wrong with it is told when it is wanted."""
    with suppress(ImportError):
        load()


def load_readers() -> None:
    """Import what reads besides the first rows, before more than one thread asks for it."""
    from supportdesk.store import history, people, queries, records, thread

    assert all((history, people, queries, records, thread))


def load_services() -> None:
    """Import what verbs need; a second call waits for the first and then costs nothing."""
    with _turn:
        from supportdesk.console import verbs
        from supportdesk.services import by_verb, conversation, queue, select, templating, undo

        assert all((verbs, by_verb, conversation, queue, select, templating, undo))
