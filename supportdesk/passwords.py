"""Addresses of stores as they may be shown: never with a password."""

import re


def without_password(url: str) -> str:
    """A store's address without the password that it may hold."""
    shown = re.sub(r"(://[^:@?]*):[^?]*@", r"\1@", url)  # to the last @: passwords are not always escaped
    return re.sub(r"(?i)([?&](?:ssl)?password=)[^&]*", r"\1…", shown)
