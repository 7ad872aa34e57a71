"""Half-written words: what a draft is, and how two versions of one are both kept. Where they lie is not known here."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

DraftKey = tuple[int, bool]
"""The ticket, and whether it is a note: an agent has one draft of each."""

DIVIDER = "──── another version of this draft, kept at"
"""How the line begins under which the other version stands. Nothing with such a line is ready to go out."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Half-written words for a ticket, or for all of `numbers`; `note` tells whether only agents will see them.

    `files` are the paths of what will go with them, `actions` what is done when they are sent, in one line, `copies`
    who gets one: None for whoever follows.
    """

    ticket: int
    text: str
    note: bool
    numbers: tuple[int, ...]
    files: tuple[str, ...] = ()
    actions: str = ""
    copies: tuple[str, ...] | None = None

    @property
    def key(self) -> DraftKey:
        """What there is one draft of."""
        return self.ticket, self.note


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as the store has it; every save gives it another `revision`."""

    draft: Draft
    revision: str
    at: datetime


def merged(newer: Draft, older: Draft, *, at: datetime) -> Draft:
    """Both versions in one text, the older one (of `at`) below a line that says so; one that holds the other is enough.

    >>> merged(Draft(1, "Dear Lee", False, (1,)), Draft(1, "Dear", False, (1,)), at=datetime.now(UTC)).text
    'Dear Lee'
    """
    files = (*newer.files, *(file for file in older.files if file not in newer.files))
    both = replace(newer, files=files, actions=newer.actions or older.actions, copies=newer.copies)
    if older.text.strip() in newer.text:
        return both
    if newer.text.strip() in older.text:
        return replace(both, text=older.text)
    line = f"{DIVIDER} {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC ────"
    return replace(both, text=f"{newer.text.rstrip()}\n\n{line}\n\n{older.text.strip()}")
