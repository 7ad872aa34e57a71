"""People on one line: all with their addresses, or by what they are called, and how many there is no room for."""

from collections.abc import Sequence

from supportdesk.domain.models import Person
from supportdesk.domain.safe import shown_line
from supportdesk.widgets.fitting import cut
from supportdesk.widgets.ink import cells

BETWEEN = " · "


def people_line(people: Sequence[Person], width: int) -> str:
    """Nobody is left out in silence: who gets to read something must be seen, or at least be counted."""
    whole = BETWEEN.join(shown_line(str(one)) for one in people)
    if cells(whole) <= width or not people:
        return whole
    called = [shown_line(one.name or one.email) for one in people]
    for number in range(len(called), 0, -1):
        more = f" and {len(called) - number} more" if number < len(called) else ""
        line = BETWEEN.join(called[:number]) + more
        if cells(line) <= width:
            return line
    more = f" and {len(called) - 1} more" if len(called) > 1 else ""
    return cut(called[0], max(width - len(more), 8)) + more
