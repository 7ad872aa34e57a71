"""What a customer thought of how a ticket went: a score from 1 to 5, and their own words where they said any."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from supportdesk.domain.plain import one_line
from supportdesk.errors import UsageError

WORST, BEST = 1, 5

SCORES = tuple(str(score) for score in range(WORST, BEST + 1))
"""Every score as filters and tables write it."""

WRITTEN = {f"{score}/{BEST}": int(score) for score in SCORES}
"""Every score as verbs take it and readers get it: unlike `4`, `4/5` cannot be taken for a ticket."""

TAKEN_BACK = "none"
"""In the place of a score: the ticket is not rated any more."""

LONGEST_COMMENT = 2000
"""Characters of a comment."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A customer's rating of one ticket: `score` from 1 (bad) to 5 (good), and when it was given."""

    score: int
    comment: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.score}/{BEST}"


class ImportedRating(NamedTuple):
    """What the customer thought, as the columns of a ticket keep it."""

    score: int
    comment: str | None
    at: str


def score_of(word: str) -> int | None:
    """The score that a word names, None for `none`; UsageError for anything else."""
    if word.casefold() == TAKEN_BACK:
        return None
    if word not in WRITTEN:
        raise UsageError(f"no rating is {word[:40]!r}; there are {', '.join(WRITTEN)} (the best), and {TAKEN_BACK}")
    return WRITTEN[word]


def tidy_comment(comment: str) -> str | None:
    """A customer's few words on one line; None where there are none."""
    line = one_line(comment)
    if len(line) > LONGEST_COMMENT:
        raise UsageError(f"a rating's comment has at most {LONGEST_COMMENT:,} characters, not {len(line):,}")
    return line or None
