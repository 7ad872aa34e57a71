"""Who is at a ticket at this moment, as screens show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague who has a ticket open; `typing` while they write to it."""

    ticket: int
    login: str
    name: str
    typing: bool
