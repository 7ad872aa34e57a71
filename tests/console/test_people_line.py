"""Who gets to read something is seen, or at least counted."""

import pytest

from supportdesk.domain.models import Person
from supportdesk.widgets.ink import cells
from supportdesk.widgets.people_line import people_line

ADA, BOB, CEM = Person("Ada Lane", "ada@example.net"), Person("", "bob@example.net"), Person("山田", "cem@example.net")


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (80, "Ada Lane <ada@example.net> · bob@example.net · 山田 <cem@example.net>"),
        (40, "Ada Lane · bob@example.net · 山田"),
        (36, "Ada Lane · bob@example.net · 山田"),
        (32, "Ada Lane and 2 more"),
        (12, "Ada Lane and 2 more"),
    ],
)
def test_people_are_named_as_there_is_room_and_the_rest_is_counted(width: int, line: str) -> None:
    assert people_line([ADA, BOB, CEM], width) == line
    assert cells(line) <= max(width, 19)


@pytest.mark.parametrize("width", [40, 0, -3])
def test_nobody_is_nothing_in_any_width(width: int) -> None:
    assert people_line([], width) == ""
