"""How values of a desk's own fields are ordered: numbers by what they count, dates by the calendar, others not at all.

What a field may hold is settled in `services/fields.py`; an import brings what it likes.
"""

import re

NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

ORDERED = {"number": NUMBER, "date": DATE}
"""The kinds of field that can be compared, and what a value of each looks like."""

_COMPLEMENT = str.maketrans("0123456789", "9876543210")


def rank(kind: str, text: str | None) -> str | None:
    """A text that sorts, byte by byte, as the value of a field does; None for what is no value of an ordered kind."""
    if text is None or kind not in ORDERED or not ORDERED[kind].fullmatch(text):
        return None
    return _number_rank(text) if kind == "number" else text


def _number_rank(text: str) -> str:
    whole, _, rest = text.lstrip("+-").partition(".")
    digits = whole.zfill(30) + rest.ljust(30, "0")
    if text.startswith("-") and digits.strip("0"):
        return f"-{digits.translate(_COMPLEMENT)}"
    return f"1{digits}"
