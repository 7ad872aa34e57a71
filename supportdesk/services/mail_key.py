"""The secret that makes ids of the desk's mails ours; see `domain/mail_ids.py` for what it is good for."""

import secrets

from sqlalchemy import select

from supportdesk.store.change import Change
from supportdesk.store.tables import meta

KEY = "mail_key"


def mail_key(change: Change) -> bytes:
    """The desk's key, made when it is first asked for; whoever makes one at the same moment gets the same."""
    wanted = select(meta.c.value).where(meta.c.key == KEY)
    found = change.value(wanted)
    if found is None:
        made = change.upsert(meta).values(key=KEY, value=secrets.token_hex(32)).on_conflict_do_nothing()
        change.connection.execute(made)
        found = change.value(wanted)
    return bytes.fromhex(str(found))
