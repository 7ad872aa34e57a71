"""What customers of the demo desk thought of how it went: every fifth says so, and most of them kindly."""

from datetime import datetime, timedelta
from random import Random

from supportdesk.demo import lists
from supportdesk.domain.rating import ImportedRating
from supportdesk.store.columns import instant_text

RATED = 0.2
"""The share of solved tickets that are rated."""

SCORES, WEIGHTS = (1, 2, 3, 4, 5), (6, 6, 10, 28, 50)
COMMENTED = 0.5


def opinion(ticket: str, language: str, solved: datetime, now: datetime) -> ImportedRating | None:
    """The rating of a solved ticket, the same for its id; most customers give none."""
    random = Random(f"rating {ticket}")  # noqa: S311  repeatable, not secret
    given = solved + timedelta(minutes=random.randrange(5, 2880))
    if random.random() >= RATED or given > now:
        return None
    (score,) = random.choices(SCORES, WEIGHTS)
    pool = lists.lines(f"words-{language}.txt", "praise" if score > 3 else "blame")
    comment = random.choice(pool) if random.random() < COMMENTED else None
    return ImportedRating(score, comment, instant_text(given))
