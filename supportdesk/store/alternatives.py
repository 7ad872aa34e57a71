"""Many conditions of which one must hold, however many they are. What they ask is not settled here."""

from sqlalchemy import false, func, or_
from sqlalchemy.sql.elements import ColumnElement

TOGETHER = 100
"""Conditions that stand side by side: `a or b or c` has two levels, and SQLite takes no more than 1,000 of them."""


def any_of(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one of these conditions holds, none of which is ever NULL."""
    if len(conditions) <= TOGETHER:
        return or_(*conditions)
    parts = (conditions[at : at + TOGETHER] for at in range(0, len(conditions), TOGETHER))
    return any_of(*(func.coalesce(or_(*part), false()) for part in parts))
