"""What each kind of row looks like: its fields for JSON, the columns of its table, and what `--ids` prints."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from importlib import import_module
from types import UnionType
from typing import TYPE_CHECKING, Generic, TypeVar, get_args, get_origin, get_type_hints

from supportdesk.errors import UsageError
from supportdesk.near import nearest_of

if TYPE_CHECKING:
    from supportdesk.domain import letters, mail_rows, models
    from supportdesk.domain.changes import ChangeEntry, Difference, HistoryEntry
    from supportdesk.domain.models import SearchHit, TicketRow

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Kind(Generic[Row]):
    """A kind of row. `columns` stand in the table and in a pipe, `default` in `--json` without FIELDS.

    A row is a class, or the name of one of the domain's, which is loaded when its fields are asked for. `more` are
    fields that are no plain attribute of it. All others are those of its `ticket` where it has one.
    """

    row: type[Row] | str
    columns: tuple[str, ...]
    key: str
    default: tuple[str, ...] = ()
    more: Mapping[str, Callable[[Row], object]] = field(default_factory=dict)
    ticket: "Callable[[Row], TicketRow] | None" = None

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that `--json help` lists."""
        if self.ticket is not None:
            return self.default or (*TICKETS.names, *self.more)
        return tuple(dict.fromkeys([*_attributes(self.row), *self.default]))

    def value(self, row: Row, name: str) -> object:
        """One field of a row; `customer.name` looks into the field `customer`."""
        if name in self.more:
            return self.more[name](row)
        if self.ticket is not None:
            return TICKETS.value(self.ticket(row), name)
        head, _, inner = name.partition(".")
        return _inside(getattr(row, head), inner) if inner else getattr(row, head)

    def chosen(self, listed: str, *, hint: str = "") -> tuple[str, ...]:
        """The fields that FIELDS names; none means the default set. UsageError, with the hint, for an unknown one."""
        if not listed:
            return self.default or self.names
        wanted = tuple(filter(None, map(str.strip, listed.split(","))))
        if not wanted:
            raise UsageError(f"{listed[:60]!r} names no field; there are {', '.join(self.names)}", hint=hint)
        for name in wanted:
            self._require(name, hint)
        return wanted

    def _require(self, name: str, hint: str) -> None:
        known = {*self.names, *self.more}
        if self.ticket is not None:
            known |= {*TICKETS.names, *TICKETS.more}
        head, dot, inner = name.partition(".")
        parts = self._parts(head) if head in known and dot else None
        if head in known and (not dot or parts is None or inner in parts):
            return
        there = [f"{head}.{part}" for part in parts] if parts else self.names
        near = nearest_of(name, there)
        meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(there)}"
        raise UsageError(f"no field {name[:60]!r}; {meant}", hint=hint)

    def _parts(self, name: str) -> tuple[str, ...] | None:
        """What stands within a field: nothing within most, and None where any word may."""
        if name in self.more:
            return ()
        return _parts_of(_loaded(self.row if self.ticket is None else TICKETS.row), name)


def _attributes(row: type | str) -> list[str]:
    return list(_loaded(row).__annotations__)


def _loaded(row: type | str) -> type:
    if not isinstance(row, str):
        return row
    module, _, name = row.partition(".")
    found: type = getattr(import_module(f"supportdesk.domain.{module}"), name)
    return found


def _parts_of(row: type, name: str) -> tuple[str, ...] | None:
    """The fields of the dataclass that a field of a row may be; None for a mapping, whose words are its own."""
    declared = get_type_hints(row).get(name)
    for one in get_args(declared) if get_origin(declared) is UnionType else (declared,):
        if get_origin(one) is Mapping:
            return None
        if is_dataclass(one):
            return tuple(part.name for part in fields(one))
    return ()


def _inside(value: object, name: str) -> object:
    if isinstance(value, Mapping):
        return value.get(name)
    return getattr(value, name, None)


TICKETS: "Kind[TicketRow]" = Kind(
    "models.TicketRow",
    columns=("number", "status", "priority", "due", "updated_at", "assignee", "customer", "subject"),
    key="number",
    default=(
        "number",
        "subject",
        "status",
        "priority",
        "type",
        "channel",
        "customer",
        "assignee",
        "team",
        "tags",
        "created_at",
        "updated_at",
        "due_at",
    ),
    more={"due": lambda row: row.next_due},
)


HITS: "Kind[SearchHit]" = Kind(
    "models.SearchHit",
    columns=("number", "status", "updated_at", "customer", "subject", "snippet"),
    key="number",
    default=(*TICKETS.default, "snippet"),
    more={"snippet": lambda hit: hit.snippet},
    ticket=lambda hit: hit.ticket,
)

AGENTS: "Kind[models.AgentRow]" = Kind(
    "models.AgentRow", ("login", "role", "active", "open_tickets", "teams", "email", "name"), "login"
)
TEAMS: "Kind[models.TeamRow]" = Kind("models.TeamRow", ("name", "line", "agents", "note"), "name")
CUSTOMERS: "Kind[models.CustomerRow]" = Kind(
    "models.CustomerRow", ("id", "vip", "tickets", "organization", "emails", "name"), "id"
)
ORGANIZATIONS: "Kind[models.OrganizationRow]" = Kind(
    "models.OrganizationRow", ("name", "vip", "customers", "domains", "note"), "name"
)


def _does(template: "models.TemplateRow") -> str:
    from supportdesk.domain.macro import write_actions

    return write_actions(template.actions)


TEMPLATES: "Kind[models.TemplateRow]" = Kind(
    "models.TemplateRow",
    ("name", "language", "team", "updated_at", "title", "does"),
    "name",
    default=("name", "title", "body", "language", "team", "actions", "updated_at"),
    more={"does": _does},
)
VIEWS: "Kind[models.ViewRow]" = Kind("models.ViewRow", ("name", "owner", "sort", "filter"), "name")
TAGS: "Kind[models.TagRow]" = Kind("models.TagRow", ("name", "tickets", "note"), "name")
FIELDS: "Kind[models.FieldRow]" = Kind("models.FieldRow", ("name", "kind", "choices", "label"), "name")
MAILBOXES: "Kind[mail_rows.MailboxRow]" = Kind(
    "mail_rows.MailboxRow",
    ("name", "active", "address", "team", "source", "target"),
    "name",
    default=(
        "name",
        "address",
        "sender",
        "team",
        "source",
        "target",
        "password_command",
        "password_file",
        "token_command",
        "signature",
        "auto_reply",
        "authserv_id",
        "html",
        "active",
    ),
)
ARRIVALS: "Kind[mail_rows.ArrivalRow]" = Kind(
    "mail_rows.ArrivalRow", ("id", "at", "mailbox", "state", "ticket", "sender", "subject", "reason"), "id"
)
BALANCES: "Kind[mail_rows.MailBalance]" = Kind(
    "mail_rows.MailBalance",
    ("mailbox", "received", "new", "threaded", "duplicate", "automatic", "quarantined", "waiting", "last"),
    "mailbox",
)
COUNTS: "Kind[models.CountRow]" = Kind("models.CountRow", ("value", "count"), "value")
LETTERS: "Kind[letters.OutboxRow]" = Kind(
    "letters.OutboxRow", ("id", "ticket", "state", "next_at", "tries", "to", "subject", "failure"), "id"
)
CHANGES: "Kind[ChangeEntry]" = Kind(
    "changes.ChangeEntry", ("id", "at", "actor", "verb", "tickets", "undoes", "undone_by"), "id"
)
DIFFERENCES: "Kind[Difference]" = Kind("changes.Difference", ("ticket", "field", "old", "new"), "ticket")


def _altered(entry: "HistoryEntry") -> str:
    return "; ".join(f"{name}: {old or '-'} → {new or '-'}" for name, old, new in entry.changes)


def _altered_json(entry: "HistoryEntry") -> list[dict[str, str]]:
    return [{"field": name, "old": old, "new": new} for name, old, new in entry.changes]


EVENTS: "Kind[HistoryEntry]" = Kind(
    "changes.HistoryEntry",
    columns=("id", "at", "ticket", "actor", "kind", "altered"),
    key="id",
    default=("id", "change", "ticket", "record", "kind", "at", "actor", "changes", "message"),
    more={"altered": _altered, "changes": _altered_json},
)
