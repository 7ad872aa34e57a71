"""A ticket in one line where it is not the list's: in a customer's past, among possible duplicates, in a search."""

from datetime import datetime

from supportdesk.domain.models import TicketRow
from supportdesk.domain.safe import shown_line
from supportdesk.widgets.ages import age
from supportdesk.widgets.columns import ENDED, STATUS_LETTERS
from supportdesk.widgets.fitting import cut, left, right
from supportdesk.widgets.ink import Ink, Line, cells

NUMBER = 6
AGE = 4


NOTHING: frozenset[int] = frozenset()


def short_ticket(row: TicketRow, now: datetime, width: int, *, who: str = "", hits: frozenset[int] = NOTHING) -> Line:
    """Number, status, subject, `who` at the right where there is room, and how long ago something happened to it.

    `hits` are the places of letters in the subject that were sought.
    """
    letter, ink = STATUS_LETTERS.get(row.status, ("?", Ink.DIM))
    faded = row.status in ENDED
    named = min(24, width // 4) if who and width >= 60 else 0
    room = max(width - NUMBER - AGE - named - 7 - bool(named), 8)
    subject = cut(shown_line(row.subject) or "(no subject)", room)
    text = Ink.DIM if faded else Ink.TEXT
    spans = [(letter_of, Ink.HIT if place in hits else text) for place, letter_of in enumerate(subject)]
    words = spans if hits else [(subject, text)]
    return (
        (right(str(row.number), NUMBER) + " ", Ink.FAINT if faded else Ink.DIM),
        (f"{letter} ", ink),
        (" ", Ink.TEXT),
        *words,
        (left("", room - cells(subject)) + " ", Ink.TEXT),
        *(((left(who, named) + " ", Ink.DIM),) if named else ()),
        (right(age(now, row.updated_at), AGE), Ink.FAINT if faded else Ink.DIM),
        (" ", Ink.TEXT),
    )
