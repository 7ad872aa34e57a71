"""From the rows of somebody's table to tickets, and to the people that they need.

What headers and words mean stands in `columns.py`, how a table is read in `sheet.py`.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from supportdesk.domain.addresses import is_address
from supportdesk.domain.identity import clean, identity
from supportdesk.domain.models import Person
from supportdesk.domain.rating import SCORES, ImportedRating, tidy_comment
from supportdesk.domain.shape import (
    CustomerKey,
    ImportedCustomer,
    ImportedMessage,
    ImportedOrganization,
    ImportedTicket,
)
from supportdesk.domain.ticket import Channel, MessageKind, Priority, Status, TicketType
from supportdesk.errors import DeskError
from supportdesk.exchange import columns as table
from supportdesk.exchange import people
from supportdesk.exchange.columns import Column, tidy
from supportdesk.exchange.fields import HIGHEST_COUNT, refuse_long
from supportdesk.exchange.running import Item
from supportdesk.exchange.sheet import Row, plain
from supportdesk.services import intake
from supportdesk.services.intake import Unfit, stems_of
from supportdesk.services.naming import NAME, tidy_phone

_APART = re.compile(r"[\s,:()\"'=<>!|\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ticket of a table and the records that it needs: they are added where the desk does not have them."""

    ticket: ImportedTicket
    customer: ImportedCustomer | None = None
    organization: ImportedOrganization | None = None
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class Reader:
    """Makes tickets of rows: the columns, the name of the other desk, and the instant of the import."""

    columns: Sequence[Column]
    source: str
    now: str

    def items(self, rows: Sequence[Row]) -> list[Item[Wanted]]:
        """Rows as items, each with its fault where it has one."""
        return [self._item(row) for row in rows]

    def _item(self, row: Row) -> Item[Wanted]:
        raw = row.text.encode("utf-8", "surrogateescape")
        if row.fault:
            return Item(row.line, row.offset, len(raw), None, raw, row.fault)
        try:
            return Item(row.line, row.offset, len(raw), self._wanted(row), raw)
        except DeskError as error:
            return Item(row.line, row.offset, len(raw), None, raw, error.message)

    def _wanted(self, row: Row) -> Wanted:
        if len(row.cells) > len(self.columns):
            raise Unfit(f"the row has {len(row.cells)} cells, and the header {len(self.columns)}")
        cells: dict[str, str] = {}
        chosen: dict[str, Column] = {}
        for column, cell in zip(self.columns, row.cells, strict=False):
            if column.ours:
                cells[column.ours] = clean(plain(cell))
                chosen[column.ours] = column
        return _made(Cells(cells, chosen, self.source, self.now))


@dataclass(slots=True)
class Cells:
    """The cells of one row, by our names."""

    cells: Mapping[str, str]
    columns: Mapping[str, Column]
    source: str
    now: str

    def text(self, name: str) -> str:
        """A cell without what stands around it; "" where it says nothing."""
        value = self.cells.get(name, "").strip()
        return "" if value.casefold() in table.NOTHING else value

    def instant(self, name: str) -> str | None:
        """A cell as a time."""
        return table.instant(self.text(name), name, self.columns[name].order) if name in self.columns else None

    def number(self, name: str) -> int | None:
        """A cell as a whole number."""
        value = self.text(name)
        if not value:
            return None
        if not value.isascii() or not value.isdigit() or len(value) > 12:
            raise Unfit(f"{name} is {value[:60]!r}, not a whole number")
        return int(value)

    def count(self, name: str) -> int:
        """A cell as a number of something."""
        value = self.number(name) or 0
        if value > HIGHEST_COUNT:
            raise Unfit(f"{name} is {value}; it is a number from 0 to {HIGHEST_COUNT:,}")
        return value

    def word(self, name: str) -> str:
        """A cell as a word to look up, after what the mapping says of it."""
        value = tidy(self.text(name))
        words = self.columns[name].words if name in self.columns else None
        return (words or {}).get(value, value)


def _made(cells: Cells) -> Wanted:
    subject = " ".join(cells.text("subject").split()) or " ".join(cells.text("body").split())[:80]
    if not subject:
        raise Unfit("a ticket needs a subject")
    number = cells.text("number")
    external_id = cells.text("external_id") or ("" if number.isdigit() else number)
    uid = cells.text("uid") or _uid(cells, external_id)
    clocks = {name: cells.instant(name) for name in table.TIMES}
    made = clocks["created_at"] or min((at for at in clocks.values() if at), default=cells.now)
    status = _status(cells, clocks)
    if not cells.text("uid"):
        _refuse_backwards(clocks)
    customer, organization = _customer(cells)
    thread = _thread(cells, uid, made)
    fields, soft = _fields(cells), _soft(cells)
    ticket = ImportedTicket(
        uid=identity(uid),
        subject=subject[:1000],
        created_at=made,
        updated_at=clocks["updated_at"] or max(at for at in (made, clocks["solved_at"], clocks["closed_at"]) if at),
        number=cells.number("number") if number.isdigit() and int(number) > 0 else None,
        status=status,
        priority=int(_priority(cells)),
        type=table.TYPE_WORDS.get(cells.word("type"), TicketType.QUESTION),
        channel=table.CHANNEL_WORDS.get(cells.word("channel"), Channel.OTHER),
        customer=_key(customer),
        assignee=_name(cells.text("assignee")) or None,
        team=cells.text("team") or None,
        tags=_tags(cells),
        fields=fields | soft,
        first_reply_at=clocks["first_reply_at"],
        first_reply_due=clocks["first_reply_due"],
        next_reply_due=clocks["next_reply_due"],
        due_at=clocks["due_at"],
        solved_at=clocks["solved_at"],
        closed_at=clocks["closed_at"],
        waiting_since=clocks["waiting_since"],
        snoozed_until=clocks["snoozed_until"],
        reopened=cells.count("reopened"),
        minutes_spent=cells.count("minutes_spent"),
        merged_into=cells.number("merged_into"),
        source=identity(cells.text("source") or cells.source) if external_id else None,
        external_id=identity(external_id) or None,
        thread=thread,
        stems=stems_of(subject[:1000], thread),
        rating=_rating(cells, clocks["solved_at"] or made),
        followers=people.read(cells.text("followers")),
    )
    return Wanted(ticket, customer, organization, tuple(fields | soft))


def _uid(cells: Cells, external_id: str) -> str:
    """A row is known by its id at the other desk, else by its content."""
    known = [cells.source, external_id] if external_id else sorted(cells.cells.items())
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:32]


def _status(cells: Cells, clocks: dict[str, str | None]) -> Status:
    """The status that a row names, with the times that belong to it; one that it does not name follows from those."""
    word = cells.word("status")
    if not word:
        return Status.CLOSED if clocks["closed_at"] else Status.SOLVED if clocks["solved_at"] else Status.NEW
    if word not in table.STATUS_WORDS:
        header = cells.columns["status"].header
        raise Unfit(f"status is {cells.text('status')!r}; say which of ours it is: --map '{header}:{word}=open'")
    status = table.STATUS_WORDS[word]
    if status in (Status.SOLVED, Status.CLOSED) and "solved_at" not in cells.columns:
        clocks["solved_at"] = clocks["closed_at"] or clocks["updated_at"]
    if status == Status.CLOSED and "closed_at" not in cells.columns:
        clocks["closed_at"] = clocks["solved_at"]
    return status


def _refuse_backwards(clocks: Mapping[str, str | None]) -> None:
    """A ticket is opened, answered and solved in this order, or a report would count backwards.

    Of a desk of ours, which gives rows their `uid`, it may be otherwise: a solved ticket can get its first answer.
    """
    made, first = clocks["created_at"], clocks["first_reply_at"]
    for name in ("solved_at", "closed_at"):
        ended = clocks[name]
        for earlier, what in ((made, "created_at"), (first, "first_reply_at")):
            if ended and earlier and ended < earlier:
                raise Unfit(f"{name} ({ended}) is before {what} ({earlier})")
    if made and first and first < made:
        raise Unfit(f"first_reply_at ({first}) is before created_at ({made})")


def _priority(cells: Cells) -> Priority:
    word = cells.word("priority")
    if not word:
        return Priority.NORMAL
    if word not in table.PRIORITY_WORDS:
        header = cells.columns["priority"].header
        raise Unfit(f"priority is {cells.text('priority')!r}; say which of ours it is: --map '{header}:{word}=normal'")
    return table.PRIORITY_WORDS[word]


def _soft(cells: Cells) -> dict[str, str]:
    """Types, channels and ratings that are not ours are kept as fields, in their words."""
    kept: dict[str, str] = {}
    for name, words in (("type", table.TYPE_WORDS), ("channel", table.CHANNEL_WORDS)):
        if cells.text(name) and cells.word(name) not in words:
            kept[_name(f"original_{name}")] = cells.text(name)
    if cells.text("rating") and cells.word("rating") not in SCORES:
        kept[_name("original_rating")] = cells.text("rating")
    return kept


def _rating(cells: Cells, otherwise: str) -> ImportedRating | None:
    """What the customer thought of it; a score that is none of ours is kept as a field instead."""
    if (score := cells.word("rating")) not in SCORES:
        return None
    return ImportedRating(
        int(score), tidy_comment(cells.text("rating_comment")), cells.instant("rated_at") or otherwise
    )


def _fields(cells: Cells) -> dict[str, str]:
    named = {key.removeprefix("field."): cells.text(key) for key in cells.cells if key.startswith("field.")}
    return {_name(name): value for name, value in named.items() if value}


def _name(text: str) -> str:
    """A name that can stand in a filter, as near to the text as one can be."""
    if not text or NAME.fullmatch(text):
        return text
    return "-".join(filter(None, _APART.split(text)))[:64] or "-"


def _customer(cells: Cells) -> tuple[ImportedCustomer | None, ImportedOrganization | None]:
    """Who asks, and for whom they work."""
    name, email = cells.text("customer_name"), cells.text("customer_email").lower()
    phone = tidy_phone(cells.text("customer_phone"))
    if not (email or "@" not in name):
        name, email = "", name.lower()
    refuse_long(name, "customer_name")
    if email and not is_address(email):
        raise Unfit(f"customer_email is {email[:60]!r}, which is no mail address")
    if not (name or email or phone):
        return None, None
    company = cells.text("organization")
    uid = uuid4().hex if email or phone else intake.uid_of_name(name)
    emails, phones = (email,) if email else (), (phone,) if phone else ()
    person = ImportedCustomer(uid, name, cells.now, None, emails, phones, organization=company or None)
    return person, ImportedOrganization(company, cells.now) if company else None


def _key(customer: ImportedCustomer | None) -> CustomerKey | None:
    if customer is None:
        return None
    email, phone = "".join(customer.emails[:1]), "".join(customer.phones[:1])
    return CustomerKey("" if email or phone else customer.uid, email, customer.name, phone)


def _tags(cells: Cells) -> tuple[str, ...]:
    listed = (_name(tag.strip()).lower() for tag in cells.text("tags").replace(";", ",").split(","))
    return tuple(dict.fromkeys(tag for tag in listed if tag))


def _thread(cells: Cells, uid: str, at: str) -> tuple[ImportedMessage, ...]:
    """What the customer said."""
    body = cells.cells.get("body", "").strip("\n\r").replace("\r\n", "\n")
    if not body.strip():
        return ()
    author = Person(cells.text("customer_name"), cells.text("customer_email").lower())
    return (ImportedMessage(MessageKind.CUSTOMER, at, f"{identity(uid)}.0@import.invalid", body, author),)
