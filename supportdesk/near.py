"""What somebody may have meant by a name that there is none of."""

from collections.abc import Iterable

LONGEST = 60
"""Characters of a name that is looked at: nobody mistypes more, and comparing takes the square of them."""


def nearest_of(name: str, known: Iterable[str]) -> list[str]:
    """The known name that is most like one, if any is like it."""
    from difflib import get_close_matches  # only mistakes need it

    return get_close_matches(name, list(known), n=1) if len(name) <= LONGEST else []
