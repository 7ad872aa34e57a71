"""What things and people of a desk may be called: names, titles, notes, mail addresses and phone numbers made tidy."""

import re

from sqlalchemy import Table, select

from supportdesk.domain.addresses import EMAIL, LONGEST_EMAIL, is_address
from supportdesk.domain.idn import known_as
from supportdesk.domain.models import Person
from supportdesk.domain.plain import one_line, plain
from supportdesk.errors import Refused, UsageError
from supportdesk.near import alike_in
from supportdesk.store.reading import Reading

LONGEST_PHONE = 32
"""Digits of a phone number."""

DIALLED = re.compile(r"[\d\s()+./-]+")
"""What people write a phone number with."""

LIKE_A_PHONE = 7
"""Digits that are a phone number rather than a name; a leading plus says so by itself."""

LONGEST_TITLE = 200
"""Characters of what people call somebody or something."""

LONGEST_NOTE = 10_000
"""Characters of a remark on a record."""

NAME = re.compile(r"[^\s,:()\"'=<>!|\x00-\x1f\x7f][^\s,:()\"'=<>!|\x00-\x1f\x7f]{0,63}")
JOINERS = str.maketrans("", "", "\u200c\u200d")
"""Persian and Indic words and emoji are written with them; nothing else that is invisible may stand in a name."""

MEANT = frozenset({"me", "none", "any"})
"""What filters and flags take for something else than a name."""


def tidy_name(name: str, what: str) -> str:
    """A name that can stand in a filter: one word without commas, colons or brackets, at most 64 characters."""
    if not NAME.fullmatch(name) or not name.translate(JOINERS).isprintable():
        shown = plain(name) if len(name) <= 80 else f"{plain(name[:80])}…"
        raise UsageError(
            f"{shown!r} cannot name {_a(what)}: use one word of at most 64 characters, without , : ( ) or quotes"
        )
    return name


def own_name(name: str, what: str) -> str:
    """A name of an agent or a team, which no flag or filter takes for something else."""
    if name.casefold() in MEANT:
        raise UsageError(f"{name!r} has a meaning in filters and cannot name {_a(what)}")
    return tidy_name(name, what)


def tidy_title(text: str, what: str) -> str:
    """What people call somebody or something: one line of at most 200 characters, which may be empty."""
    line = one_line(text)
    if len(line) > LONGEST_TITLE:
        raise UsageError(f"a {what} has at most {LONGEST_TITLE} characters, not {len(line):,}")
    return line


def tidy_note(text: str) -> str:
    """A remark on a record: any lines, at most 10,000 characters."""
    note = plain(text).strip()
    if len(note) > LONGEST_NOTE:
        raise UsageError(f"a note has at most {LONGEST_NOTE:,} characters, not {len(note):,}")
    return note


def tidy_email(text: str) -> str:
    """A mail address as it is compared: in lower case, its domain readable. UsageError for what is none."""
    email = known_as(plain(text).strip())
    if not EMAIL.fullmatch(email):
        raise UsageError(f"{_short(text)!r} is not a mail address")
    if len(email) > LONGEST_EMAIL:
        raise UsageError(f"a mail address has at most {LONGEST_EMAIL} characters, not {len(email):,}")
    return email


def tidy_phone(text: str) -> str:
    """A phone number as it is compared: digits, with a leading plus where it was written. UsageError for none."""
    digits = re.sub(r"[^0-9]", "", text)
    if (text.strip() and not digits) or len(digits) > LONGEST_PHONE:
        raise UsageError(f"{_short(text)!r} is not a phone number")
    return f"+{digits}" if text.strip().startswith("+") else digits


def phone_of(name: str) -> str:
    """The phone number that stands where a name was asked for, as of a caller who gave none; empty for any name."""
    digits = sum(map(str.isdecimal, name))
    said = DIALLED.fullmatch(name) and (digits >= LIKE_A_PHONE or (digits > 2 and name.strip().startswith("+")))
    return tidy_phone(name) if said else ""


def person_of(text: str) -> Person:
    """`Ivan <ivan@example.com>`, a bare address or a bare name."""
    line = one_line(text)
    name, bracket, email = line.partition("<")
    if bracket and email.endswith(">") and not {"<", ">"} & {*name, *email[:-1]}:
        return Person(name.strip(' "'), email[:-1].strip())
    return Person("", line) if "@" in line else Person(line, "")


def reachable(text: str) -> Person:
    """Somebody by name and address, or by the address alone; UsageError where there is none."""
    person = person_of(text)
    return Person(person.name if person.email else "", tidy_email(person.email or text))


def named_in_mail(person: Person) -> Person:
    """Somebody as a mail names them, as far as a customer can be called and known so: what is no address is none."""
    return Person(one_line(person.name)[:LONGEST_TITLE], person.email if is_address(person.email) else "")


def refuse_taken(reading: Reading, table: Table, name: str, *, key: str = "name", besides: int = 0) -> None:
    """Two records of a kind never bear the same name, in any case of its letters; `besides` is one that is renamed."""
    names = [row[0] for row in reading.rows(select(table.c[key]).where(table.c.id != besides))]
    if alike := alike_in(names, name):
        noun = "org" if table.name == "organization" else table.name
        raise Refused(f"there is {_a(table.name)} {alike[0]!r} already", hint=f"supportdesk {noun} edit {alike[0]!r}")


def tidy_number(number: int, what: str, *, most: int) -> int:
    """A number from 0 to `most`."""
    if not 0 <= number <= most:
        raise UsageError(f"a {what} is a number from 0 to {most:,}, not {number}")
    return number


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
