"""Addresses that get no automatic mail for a while, since mail to them came back for good."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from supportdesk.domain.idn import mailable
from supportdesk.domain.letters import Failed
from supportdesk.store.change import Change
from supportdesk.store.reading import Reading
from supportdesk.store.tables import silence as silenced

LASTING = timedelta(days=60)
"""How long such an address is left in peace."""

LONGEST_REASON = 500
"""Characters of a server's words that are kept."""


def silence(change: Change, failed: Iterable[Failed]) -> None:
    """Send nothing automatic for 60 days to addresses that are wrong or gone; full and picky ones are left."""
    for one in failed:
        if one.lasting:
            row = {"until": change.now + LASTING, "reason": one.reason[:LONGEST_REASON]}
            added = change.upsert(silenced).values(email=_known(one.address), **row)
            change.connection.execute(added.on_conflict_do_update(index_elements=[silenced.c.email], set_=row))


def is_silent(reading: Reading, email: str) -> bool:
    """Whether an address gets no automatic mail now."""
    found = select(silenced.c.email).where(silenced.c.email == _known(email), silenced.c.until > reading.now)
    return reading.row(found) is not None


def _known(email: str) -> str:
    """An address as servers name it when they send mail back."""
    return mailable(email).lower()
