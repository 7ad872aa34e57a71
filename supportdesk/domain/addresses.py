"""What a mail address looks like. Who has one, and whether it is a machine's, is not settled here."""

import re

EMAIL = re.compile(r"[^@\s<>,;\"()]+@[^@\s<>,;\"()]+")

LONGEST_EMAIL = 254
"""Characters of a mail address (RFC 5321, 4.5.3.1.3, less its brackets); an index cannot hold what is much longer."""


def is_address(text: str) -> bool:
    """Whether a text is a mail address that somebody can be known by."""
    return len(text) <= LONGEST_EMAIL and EMAIL.fullmatch(text) is not None
