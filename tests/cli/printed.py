"""What a command printed, as tests compare it."""

from tests.conftest import Ran


def fields(ran: Ran, *names: str) -> list[tuple[object, ...]]:
    """Some fields of each object that was printed."""
    return [tuple(row[name] for name in names) for row in ran.json]
