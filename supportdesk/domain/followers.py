"""Followers of a ticket: people who get a copy of its answers. How they are written down, and who can be none.

Pure. Which mail makes somebody a follower is in `services/mail_following.py`.
"""

import json
import re
from collections.abc import Iterable, Sequence

from supportdesk.domain.models import Person
from supportdesk.domain.plain import one_line

NOBODY = "[]"
"""What the column holds where nobody follows."""

MOST = 100
"""Followers that a ticket has at most."""

LONGEST_NAME = 200

_MACHINE = re.compile(
    r"(?:do)?[-_.]?not?[-_.]?reply|mailer[-_.]?daemon|postmaster|hostmaster|abuse|bounces?|majordomo|listserv|mailman"
    r"|(?:auto|notifications?|alerts?|newsletter|unsubscribe|subscribe)|nobody",
    re.IGNORECASE,
)
_OF_A_LIST = re.compile(
    r".*[-+_.](?:bounces?|request|owner|(?:un)?subscribe|confirm|leave|join|noreply)|owner-.*", re.I
)
_LISTS = re.compile(
    r"(?:.*\.)?(?:lists?|groups|listserv|mailman)\..*|(?:.*\.)?(?:googlegroups\.com|groups\.io|freelists\.org"
    r"|yahoogroups\.com|sympa\.community)",
    re.IGNORECASE,
)


def is_machine(email: str) -> bool:
    """Whether an address is a mailing list's or a program's, as far as it can be told from the address."""
    whole, _, domain = email.rpartition("@")
    local = whole.partition("+")[0]
    return bool(_MACHINE.fullmatch(local) or _OF_A_LIST.fullmatch(local) or _LISTS.fullmatch(domain))


def written(people: Iterable[Person]) -> str:
    """Followers as the column keeps them: each as one text, in the order in which they came."""
    return json.dumps([_said(one) for one in people], ensure_ascii=False, separators=(",", ":"))


def _said(one: Person) -> str:
    name = one_line(re.sub(r'[<>"]', "", one.name))[:LONGEST_NAME]
    return f"{name} <{one.email}>" if name else one.email


def read(listed: str) -> tuple[Person, ...]:
    """The inverse of `written`."""
    return () if listed == NOBODY else tuple(person(said) for said in json.loads(listed))


def person(said: str) -> Person:
    """Somebody as they are written down."""
    name, bracket, email = said.rpartition(" <")
    return Person(name, email.removesuffix(">")) if bracket else Person("", said)


def joined(standing: Sequence[Person], added: Iterable[Person], *, most: int = MOST) -> tuple[Person, ...]:
    """Those who follow and those who are added, each address once; who is too many is left out."""
    found = {one.email.lower(): one for one in standing}
    for one in added:
        if len(found) < most:
            found.setdefault(one.email.lower(), one)
    return tuple(found.values())
