"""Whether a mail was written by a machine, and what for: such mail is kept, but never answered.

Here: the signs (RFC 3834, 3464, 5965, 2919 and the habits of mail programs). Not here: what the desk does about it.
"""

import re

from supportdesk.mail.headers import Block
from supportdesk.mail.structure import Entity

_DAEMON = re.compile(r"(?:^|[<\s])(?:mailer-?daemon|postmaster|mail-?daemon|mdaemon|bounces?)(?:@|\b)", re.IGNORECASE)


def reason(tree: Entity) -> str:
    """Why a mail counts as automatic, in one word, or "" for mail that a person wrote."""
    block = tree.block
    if tree.type.value == "multipart/report":
        return "bounce"
    submitted = block.text("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return "auto-reply"
    return _bulk(block)


def _bulk(block: Block) -> str:
    if block.raw("list-id") or block.raw("list-post"):
        return "list"
    return {"list": "list", "bulk": "bulk", "junk": "bulk", "auto_reply": "auto-reply"}.get(
        block.text("precedence").lower(), ""
    )
