"""Records beside tickets and customers: teams, agents, canned responses, views, tags, fields; what stands stays.

Only while a desk is restored into an empty store do the file's records replace what a new store begins with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete

from supportdesk.domain import filters
from supportdesk.domain import template as language
from supportdesk.domain.macro import check_actions
from supportdesk.domain.shape import (
    ImportedAgent,
    ImportedField,
    ImportedOrganization,
    ImportedTag,
    ImportedTeam,
    ImportedTemplate,
    ImportedView,
)
from supportdesk.domain.ticket import Role
from supportdesk.errors import DeskError
from supportdesk.services.intake.log import added_events
from supportdesk.services.intake.names import Names
from supportdesk.services.intake.notation import compact
from supportdesk.services.intake.verdict import Decision, Memory, Verdict
from supportdesk.services.naming import own_name, tidy_name
from supportdesk.store import bulk, tables
from supportdesk.store.change import Change


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of record becomes rows: its table, key, columns, cells, rule of what may come in, and role."""

    table: Table
    key: str
    columns: tuple[str, ...]
    cells: Callable[[Any, Names], bulk.Cells]
    check: Callable[[Any], None]
    role: Role


def add(change: Change, listed: Sequence[Any], names: Names, memory: Memory) -> list[Decision]:
    """Insert records of one kind, each logged as added unless the file brings its history."""
    kind = KINDS[type(listed[0])]
    change.require(kind.role, what=f"importing {kind.table.name}s")
    keys = [getattr(record, kind.key) for record in listed]
    standing = dict(bulk.matching(change, kind.table, (kind.key, "id"), kind.key, keys))
    spelled = {} if memory.restoring else _spelled(change, kind, [key for key in keys if key not in standing])
    memory.spelled.update({(kind.table.name, key): here for key, here in spelled.items()})
    decisions: list[Decision] = []
    fresh: dict[str, bulk.Cells] = {}
    for key, record in zip(keys, listed, strict=True):
        if key in fresh or key in spelled or (key in standing and not memory.restoring):
            decisions.append(Verdict.DUPLICATE)
            continue
        try:
            if not memory.whole:
                kind.check(record)
            fresh[key] = kind.cells(record, names)
            decisions.append(Verdict.NEW)
        except DeskError as fault:
            decisions.append(fault)
    _write(change, kind, fresh, standing, logged=not memory.whole)
    _follow(change, kind.table, [record for record, key in zip(listed, keys, strict=True) if key in fresh], names)
    return decisions


def _spelled(change: Change, kind: Kind, keys: Sequence[str]) -> dict[str, str]:
    """Names that stand already, or came before, in another case of their letters, and how they are written here.

    A restored desk has all names that it had; and those of fields stay apart, since tickets hold values by them.
    """
    if not keys or kind.table is tables.field:
        return {}
    here: dict[str, str] = {}
    for (name,) in bulk.query(change, f"SELECT {kind.key} FROM {kind.table.name}"):
        here.setdefault(name.casefold(), name)
    met = {key: here.setdefault(key.casefold(), key) for key in keys}
    return {key: name for key, name in met.items() if key != name}


def _write(change: Change, kind: Kind, fresh: dict[str, bulk.Cells], standing: dict[str, int], *, logged: bool) -> None:
    old = [(*cells, standing[key]) for key, cells in fresh.items() if key in standing]
    bulk.update(change, kind.table, kind.columns, old)
    new = [cells for key, cells in fresh.items() if key not in standing]
    rows = list(zip(bulk.take_ids(change, kind.table, len(new)), *zip(*new, strict=True), strict=True)) if new else []
    bulk.insert(change, kind.table, ("id", *kind.columns), rows)
    change.touched = change.touched or bool(fresh)
    if logged:
        added_events(change, kind.table, kind.columns, rows)


def _follow(change: Change, table: Table, listed: Sequence[Any], names: Names) -> None:
    """What other records may refer to from now on."""
    if table is tables.team:
        names.teams = dict(bulk.query(change, "SELECT name, id FROM team"))
    if table is tables.agent:
        names.load_agents()
        _join(change, listed, names)


def _join(change: Change, agents: Sequence[ImportedAgent], names: Names) -> None:
    """Put agents into their teams and out of others; who is where they belong stays there."""
    ids = [names.agents[one.login] for one in agents]
    rows = bulk.matching(change, tables.membership, ("id", "team_id", "agent_id"), "agent_id", ids)
    standing = {(team, agent): number for number, team, agent in rows}
    wanted = dict.fromkeys((names.teams[team], names.agents[one.login]) for one in agents for team in one.teams)
    gone = [number for pair, number in standing.items() if pair not in wanted]
    change.connection.execute(delete(tables.membership).where(tables.membership.c.id.in_(gone)))
    bulk.insert(change, tables.membership, ("team_id", "agent_id"), [pair for pair in wanted if pair not in standing])


def begin_whole(change: Change, memory: Memory) -> None:
    """A whole desk's file begins: in an empty store it takes the place of what a new store holds."""
    change.require(Role.ADMIN, what="importing a whole desk")
    memory.whole = True
    key = "restoring"
    going_on = bool(bulk.matching(change, tables.meta, ("key",), "key", [key]))
    used = any(bulk.query(change, f"SELECT 1 FROM {name} LIMIT 1") for name in ("change", "ticket", "customer"))
    memory.restoring = going_on or not used
    if memory.restoring and not going_on:
        bulk.insert(change, tables.meta, ("key", "value"), [(key, "1")])
        change.connection.execute(delete(tables.view))
        change.touched = True


def end_whole(change: Change) -> None:
    """The file has been read to its end: from now on what stands is never replaced."""
    change.connection.execute(delete(tables.meta).where(tables.meta.c.key == "restoring"))
    change.touched = True


# The kinds -----------------------------------------------------------------------------------------------------------


def _named(what: str) -> Callable[[Any], None]:
    def check(record: Any) -> None:
        tidy_name(record.name, what)

    return check


def _any(_record: Any) -> None:
    """Another desk calls its companies and teams as it likes."""


def _check_agent(record: ImportedAgent) -> None:
    own_name(record.login, "agent")


def _check_template(record: ImportedTemplate) -> None:
    tidy_name(record.name, "template")
    language.check(record.body)
    check_actions(record.actions)


def _check_view(record: ImportedView) -> None:
    tidy_name(record.name, "view")
    filters.parse(record.filter)


def _organization(one: ImportedOrganization, _names: Names) -> bulk.Cells:
    domains = compact(list(one.domains))
    return one.name, domains, int(one.vip), one.note, one.created_at, one.source, one.external_id


def _team(one: ImportedTeam, _names: Names) -> bulk.Cells:
    return one.name, one.line, one.note


def _agent(one: ImportedAgent, names: Names) -> bulk.Cells:
    for team in one.teams:
        names.team(team)
    head = (one.login, one.name, one.email, one.role, int(one.active), one.capacity)
    return *head, compact(list(one.skills)), one.away_from, one.away_to


def _template(one: ImportedTemplate, names: Names) -> bulk.Cells:
    head = (one.name, one.title, one.body, one.language, names.team(one.team))
    return *head, compact(dict(one.actions)), one.created_at, one.updated_at


def _view(one: ImportedView, names: Names) -> bulk.Cells:
    return one.name, one.filter, one.sort, one.position, names.agent(one.owner)


def _tag(one: ImportedTag, _names: Names) -> bulk.Cells:
    return one.name, one.note


def _field(one: ImportedField, _names: Names) -> bulk.Cells:
    return one.name, one.label, one.kind, compact(list(one.choices))


_ORGANIZATION = ("name", "domains", "vip", "note", "created_at", "source", "external_id")
_AGENT = ("login", "name", "email", "role", "active", "capacity", "skills", "away_from", "away_to")
_TEMPLATE = ("name", "title", "body", "language", "team_id", "actions", "created_at", "updated_at")
_FIELD = ("name", "label", "kind", "choices")
_VIEW = ("name", "filter", "sort", "position", "owner_id")

KINDS: dict[type, Kind] = {
    ImportedOrganization: Kind(tables.organization, "name", _ORGANIZATION, _organization, _any, Role.LEAD),
    ImportedTeam: Kind(tables.team, "name", ("name", "line", "note"), _team, _any, Role.ADMIN),
    ImportedAgent: Kind(tables.agent, "login", _AGENT, _agent, _check_agent, Role.ADMIN),
    ImportedTemplate: Kind(tables.template, "name", _TEMPLATE, _template, _check_template, Role.LEAD),
    ImportedView: Kind(tables.view, "name", _VIEW, _view, _check_view, Role.LEAD),
    ImportedTag: Kind(tables.tag, "name", ("name", "note"), _tag, _named("tag"), Role.LEAD),
    ImportedField: Kind(tables.field, "name", _FIELD, _field, _named("field"), Role.ADMIN),
}
