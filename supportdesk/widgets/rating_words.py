"""A customer's rating in a few words, for a ticket's facts and for the customer's own page."""

from datetime import datetime

from supportdesk.domain.models import CustomerProfile
from supportdesk.domain.rating import Rating
from supportdesk.widgets.ages import age
from supportdesk.widgets.ink import Ink, Span

INKS = {1: Ink.BAD, 2: Ink.BAD, 3: Ink.WARN}
"""How a score looks; the better ones are good."""


def score(rating: Rating) -> Span:
    """The score alone, such as 4/5."""
    return str(rating), INKS.get(rating.score, Ink.GOOD)


def last(profile: CustomerProfile, now: datetime) -> tuple[Span, ...]:
    """What they rated last: the score, how long ago, and which ticket."""
    if profile.rating is None:
        return (("none yet", Ink.FAINT),)
    ago = age(now, profile.rating.at)
    return score(profile.rating), (f"  {'just now' if ago == 'now' else f'{ago} ago'} · #{profile.rated}", Ink.DIM)
