"""From what a file says of a customer's rating to the rating."""

from supportdesk.domain.changes import Machine
from supportdesk.domain.rating import BEST, WORST, ImportedRating, tidy_comment
from supportdesk.exchange import fields
from supportdesk.exchange.forms import Form
from supportdesk.services.intake import Unfit

_RATING = Form("rating", {"score": fields.whole, "comment": fields.text, "at": fields.instant})


def rating(value: Machine, otherwise: str) -> ImportedRating:
    """The rating that an object is, given at the instant `otherwise` where it does not say when."""
    if not isinstance(value, dict):
        raise Unfit(f"rating is {str(value)[:60]!r}, not an object with a score")
    score, comment, at = _RATING.values(value)
    if score is None or not WORST <= score <= BEST:
        raise Unfit(f"the rating's score is {score}; it is from {WORST} to {BEST}")
    return ImportedRating(
        score, tidy_comment(comment or ""), fields.canonical(at, "the rating's at") if at else otherwise
    )
