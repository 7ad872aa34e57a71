"""The secret that makes ids of the desk's mails ours; see `domain/mail_ids.py` for what it is good for."""

import secrets

from supportdesk.store import mailboxes
from supportdesk.store.change import Change
from supportdesk.store.tables import meta


def mail_key(change: Change) -> bytes:
    """The desk's key, made when it is first asked for; whoever makes one at the same moment gets the same."""
    found = mailboxes.mail_key(change)
    if found is None:
        values = {"key": mailboxes.KEY, "value": secrets.token_hex(32)}
        change.connection.execute(change.upsert(meta).values(values).on_conflict_do_nothing())
        found = mailboxes.mail_key(change)
    assert found is not None
    return found
