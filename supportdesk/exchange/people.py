"""People in a cell of a table: `"Lane, Ada" <ada@example.org>, bob@example.org`, out and in."""

import re
from collections.abc import Iterable

from supportdesk.domain.followers import MOST, joined
from supportdesk.domain.models import Person
from supportdesk.services.intake import Unfit
from supportdesk.services.naming import person_of, tidy_email

_PARTING = re.compile("[,;]")
_ONE = re.compile(r'(?:"[^"]*"|[^,;])+')


def written(people: Iterable[Person]) -> str:
    """People side by side; a name with a comma in it stands in quotes."""
    return ", ".join(map(_said, people))


def _said(one: Person) -> str:
    return f'"{one.name}" <{one.email}>' if _PARTING.search(one.name) else str(one)


def read(cell: str) -> tuple[Person, ...]:
    """The inverse of `written`, each address once; UsageError where one is none, Unfit for too many."""
    named = [person_of(part) for part in _ONE.findall(cell) if part.strip()]
    listed = joined((), (Person(one.name, tidy_email(one.email or one.name)) for one in named), most=MOST + 1)
    if len(listed) > MOST:
        raise Unfit(f"a ticket has at most {MOST} followers")
    return listed
