"""What the letters and signs of the list mean, for help."""

from supportdesk.widgets.ink import Ink, Line

LEGEND: tuple[Line, ...] = (
    (
        ("   status    ", Ink.DIM),
        ("N", Ink.NEW),
        (" new  ", Ink.DIM),
        ("O", Ink.OPEN),
        (" open  ", Ink.DIM),
        ("P", Ink.PENDING),
        (" pending  ", Ink.DIM),
        ("H", Ink.PENDING),
        (" hold  ", Ink.DIM),
        ("S", Ink.SOLVED),
        (" solved  ", Ink.DIM),
        ("C", Ink.SOLVED),
        (" closed", Ink.DIM),
    ),
    (
        ("   priority  ", Ink.DIM),
        ("U", Ink.URGENT),
        (" urgent  ", Ink.DIM),
        ("H", Ink.HIGH),
        (" high  ", Ink.DIM),
        ("·", Ink.FAINT),
        (" normal  ", Ink.DIM),
        ("l", Ink.FAINT),
        (" low", Ink.DIM),
    ),
    (
        ("   due       ", Ink.DIM),
        ("!2h", Ink.LATE),
        (" late by two hours  ", Ink.DIM),
        ("~40m", Ink.SOON),
        (" 40 minutes left  ", Ink.DIM),
        ("3d", Ink.DIM),
        (" three days left", Ink.DIM),
    ),
    (
        ("   marks     ", Ink.DIM),
        ("★", Ink.VIP),
        (" VIP  ", Ink.DIM),
        ("✓", Ink.MARK),
        (" marked  ", Ink.DIM),
        ("✎", Ink.WARN),
        (" draft  ", Ink.DIM),
        ("-", Ink.FAINT),
        (" no longer in this view", Ink.DIM),
    ),
)
"""Status, priority, due time and marks."""
