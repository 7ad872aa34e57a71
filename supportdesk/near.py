"""What somebody may have meant by a name: the same in another case of its letters, or one that is like it."""

from collections.abc import Iterable

LONGEST = 60
"""Characters of a name that is looked at: nobody mistypes more, and comparing takes the square of them."""


def nearest_of(name: str, known: Iterable[str]) -> list[str]:
    """The known name that is most like one, if any is like it."""
    from difflib import get_close_matches  # only mistakes need it

    return get_close_matches(name, list(known), n=1) if len(name) <= LONGEST else []


def spelled(known: Iterable[str], name: str) -> str | None:
    """The known name that a name stands for: in any case of its letters, if only one fits."""
    alike = alike_in(known, name)
    return alike[0] if name in alike or len(alike) == 1 else None


def alike_in(known: Iterable[str], name: str) -> list[str]:
    """The known names that differ from a name by the case of letters alone, first the one that does not differ."""
    folded = name.casefold()
    return sorted((other for other in known if other.casefold() == folded), key=lambda other: other != name)
