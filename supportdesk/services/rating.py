"""What customers thought of how their tickets went, as they told an agent or another system does."""

from sqlalchemy import Text, and_, case, literal

from supportdesk.domain.changes import Outcome
from supportdesk.domain.rating import tidy_comment
from supportdesk.errors import UsageError
from supportdesk.store.change import Change
from supportdesk.store.selection import Selection
from supportdesk.store.tables import ticket


def rate(change: Change, tickets: Selection, *, score: int | None, comment: str = "") -> Outcome:
    """Keep the customer's rating of tickets, 1 (bad) to 5 (good), in the place of one before; None takes it back.

    The same rating again changes nothing, not even its time.
    """
    if score is None and comment.strip():
        raise UsageError("a rating that is taken back has no comment")
    said = tidy_comment(comment)
    same = and_(ticket.c.rating == score, ticket.c.rating_comment.is_not_distinct_from(literal(said, Text())))
    now = literal(change.now, ticket.c.rated_at.type)
    given = None if score is None else case((same, ticket.c.rated_at), else_=now)
    change.set(tickets, "rated", rating=score, rating_comment=said, rated_at=given)
    return change.outcome(tickets)
