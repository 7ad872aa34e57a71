"""What each kind of row looks like: its fields for JSON, the columns of its table, and what `--ids` prints."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Generic, TypeVar

from supportdesk.domain import models
from supportdesk.domain.changes import ChangeEntry, Difference, HistoryEntry
from supportdesk.domain.models import SearchHit, TicketRow
from supportdesk.errors import UsageError

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Kind(Generic[Row]):
    """A kind of row. `columns` stand in the table and in a pipe, `default` in `--json` without FIELDS.

    `more` are fields that are no plain attribute of the row; where its attributes are not its `own`, all of them.
    """

    row: type[Row]
    columns: tuple[str, ...]
    key: str
    default: tuple[str, ...] = ()
    more: Mapping[str, Callable[[Row], object]] = field(default_factory=dict)
    own: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Every field that `--json` may be asked for."""
        own = list(self.row.__annotations__) if self.own else []
        return tuple(dict.fromkeys([*own, *self.default])) if self.default else tuple(own)

    def value(self, row: Row, name: str) -> object:
        """One field of a row; `customer.name` looks into the field `customer`."""
        if name in self.more:
            return self.more[name](row)
        head, _, inner = name.partition(".")
        return _inside(getattr(row, head), inner) if inner else getattr(row, head)

    def chosen(self, listed: str) -> tuple[str, ...]:
        """The fields that `--json FIELDS` names; none means the default set. UsageError for an unknown one."""
        if not listed:
            return self.default or self.names
        wanted = tuple(name for name in listed.split(",") if name)
        for name in wanted:
            if name.partition(".")[0] not in (*self.names, *self.more):
                near = get_close_matches(name, self.names, n=1)
                meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(self.names)}"
                raise UsageError(
                    f"no field {name[:60]!r}; {meant}", hint="put --json last, or write --json= for the default fields"
                )
        return wanted


def _inside(value: object, name: str) -> object:
    if isinstance(value, Mapping):
        return value.get(name)
    return getattr(value, name, None)


TICKETS = Kind(
    TicketRow,
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


def _of_ticket(name: str) -> Callable[[SearchHit], object]:
    return lambda hit: TICKETS.value(hit.ticket, name)


HITS = Kind(
    SearchHit,
    columns=("number", "status", "updated_at", "customer", "subject", "snippet"),
    key="number",
    default=(*TICKETS.default, "snippet"),
    more={name: _of_ticket(name) for name in TICKETS.names},
    own=False,
)

AGENTS = Kind(models.AgentRow, ("login", "role", "active", "open_tickets", "teams", "email", "name"), "login")
TEAMS = Kind(models.TeamRow, ("name", "line", "agents", "note"), "name")
CUSTOMERS = Kind(models.CustomerRow, ("id", "vip", "tickets", "organization", "emails", "name"), "id")
ORGANIZATIONS = Kind(models.OrganizationRow, ("name", "vip", "customers", "domains", "note"), "name")
TEMPLATES = Kind(models.TemplateRow, ("name", "language", "team", "updated_at", "title"), "name")
VIEWS = Kind(models.ViewRow, ("name", "owner", "sort", "filter"), "name")
TAGS = Kind(models.TagRow, ("name", "tickets", "note"), "name")
FIELDS = Kind(models.FieldRow, ("name", "kind", "choices", "label"), "name")
COUNTS = Kind(models.CountRow, ("value", "count"), "value")
CHANGES = Kind(ChangeEntry, ("id", "at", "actor", "verb", "tickets", "undoes", "undone_by"), "id")
DIFFERENCES = Kind(Difference, ("ticket", "field", "old", "new"), "ticket")


def _altered(entry: HistoryEntry) -> str:
    return "; ".join(f"{name}: {old or '-'} → {new or '-'}" for name, old, new in entry.changes)


def _altered_json(entry: HistoryEntry) -> list[dict[str, str]]:
    return [{"field": name, "old": old, "new": new} for name, old, new in entry.changes]


EVENTS = Kind(
    HistoryEntry,
    columns=("id", "at", "ticket", "actor", "kind", "altered"),
    key="id",
    default=("id", "change", "ticket", "record", "kind", "at", "actor", "changes", "message"),
    more={"altered": _altered, "changes": _altered_json},
)
