"""Writes of what a desk keeps beside tickets and people: canned responses, views, tags and custom fields."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Table, select

from supportdesk.domain import filters
from supportdesk.domain.changes import Outcome
from supportdesk.domain.models import FieldRow
from supportdesk.domain.ticket import Role
from supportdesk.errors import NotFound, NotPermitted, Refused, UsageError
from supportdesk.services import lookup
from supportdesk.store import records, tables
from supportdesk.store.change import Change
from supportdesk.store.reading import Reading
from supportdesk.store.selection import hold_matching
from supportdesk.store.sorting import order
from supportdesk.store.tables import ticket, ticket_tag

NAME = re.compile(r"[^\s,:()\"'=<>!|\x00-\x1f\x7f][^\s,:()\"'=<>!|\x00-\x1f\x7f]{0,63}")
FIELD_KINDS = ("text", "number", "date", "choice")


def tidy_name(name: str, what: str) -> str:
    """A name that can stand in a filter: one word without commas, colons or brackets, at most 64 characters."""
    if not NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot name a {what}: use one word of at most 64 characters, without , : ( ) or quotes"
        )
    return name


def _fresh(change: Change, table: Table, name: str, *, key: str = "name") -> None:
    if change.row(select(table.c.id).where(table.c[key] == name)) is not None:
        raise Refused(f"there is a {table.name} {name!r} already", hint=f"supportdesk {table.name} edit {name}")


# Canned responses ----------------------------------------------------------------------------------------------------


def add_template(
    change: Change, *, name: str, body: str, title: str = "", language: str = "", team: str | None = None
) -> Outcome:
    """Write a canned response; one with an unknown placeholder is refused."""
    change.require(Role.AGENT, what="writing canned responses")
    _fresh(change, tables.template, tidy_name(name, "template"))
    values = _template_values(change, body=body, title=title, language=language, team=team)
    change.add(tables.template, name=name, created_at=change.now, updated_at=change.now, **values)
    return change.outcome()


def edit_template(
    change: Change,
    name: str,
    *,
    new_name: str | None = None,
    body: str | None = None,
    title: str | None = None,
    language: str | None = None,
    team: str | None = None,
) -> Outcome:
    """Change a canned response; what is None stays, a team `none` is taken away."""
    change.require(Role.AGENT, what="writing canned responses")
    row = lookup.record(change, tables.template, name)
    values = _template_values(change, body=body, title=title, language=language, team=team)
    if new_name is not None and new_name != row.name:
        _fresh(change, tables.template, tidy_name(new_name, "template"))
        values["name"] = new_name
    if any(row._mapping[key] != value for key, value in values.items()):
        change.edit(tables.template, row.id, **values, updated_at=change.now)
    return change.outcome()


def put_template(
    change: Change, *, name: str, body: str, title: str = "", language: str = "", team: str | None = None
) -> Outcome:
    """Write a canned response, over the one that has the name if there is one: what a folder of files is imported by."""
    if change.row(select(tables.template.c.id).where(tables.template.c.name == name)) is None:
        return add_template(change, name=name, body=body, title=title, language=language, team=team)
    return edit_template(change, name, body=body, title=title, language=language, team=team)


def remove_template(change: Change, name: str) -> Outcome:
    """Throw a canned response away."""
    change.require(Role.AGENT, what="removing canned responses")
    change.remove(tables.template, lookup.record(change, tables.template, name).id)
    return change.outcome()


def _template_values(change: Change, *, team: str | None, **texts: str | None) -> dict[str, object]:
    values: dict[str, object] = {key: text for key, text in texts.items() if text is not None}
    if (body := texts.get("body")) is not None:
        from supportdesk.domain import template as language  # brings jinja2, which most verbs do without

        language.check(body)
        if not body.strip():
            raise UsageError("a canned response needs a text")
    if team is not None:
        values["team_id"] = None if team == "none" else lookup.team(change, team).id
    return values


# Views ---------------------------------------------------------------------------------------------------------------


def add_view(
    change: Change, *, name: str, filter: str, sort: str = "", position: int = 100, mine: bool = False
) -> Outcome:
    """Save a filter under a name, for everybody (a lead's to do) or for oneself."""
    change.require(Role.AGENT if mine else Role.LEAD, what="saving a view for everybody")
    _fresh(change, tables.view, tidy_name(name, "view"))
    _check_view(filter, sort)
    owner_id = change.actor.id if mine else None
    change.add(tables.view, name=name, filter=filter, sort=sort, position=position, owner_id=owner_id)
    return change.outcome()


def edit_view(
    change: Change,
    name: str,
    *,
    new_name: str | None = None,
    filter: str | None = None,
    sort: str | None = None,
    position: int | None = None,
) -> Outcome:
    """Change a view; what is None stays."""
    row = lookup.record(change, tables.view, name)
    _require_view(change, row.owner_id)
    _check_view(row.filter if filter is None else filter, row.sort if sort is None else sort)
    given = {"name": new_name, "filter": filter, "sort": sort, "position": position}
    values = {key: value for key, value in given.items() if value is not None and row._mapping[key] != value}
    if "name" in values:
        if row.name == "default":
            raise Refused("the view 'default' keeps its name: it is what list shows")
        _fresh(change, tables.view, tidy_name(str(new_name), "view"))
    if values:
        change.edit(tables.view, row.id, **values)
    return change.outcome()


def remove_view(change: Change, name: str) -> Outcome:
    """Forget a view; `default` stays, since `list` shows it."""
    row = lookup.record(change, tables.view, name)
    _require_view(change, row.owner_id)
    if row.name == "default":
        raise Refused(
            "the view 'default' stays: it is what list shows", hint="supportdesk view edit default --filter …"
        )
    change.remove(tables.view, row.id)
    return change.outcome()


def _require_view(change: Change, owner_id: int | None) -> None:
    if owner_id is None:
        change.require(Role.LEAD, what="changing a view for everybody")
    elif owner_id != change.actor.id:
        raise NotPermitted("that view is another agent's own")


def _check_view(filter: str, sort: str) -> None:
    parsed = filters.parse(filter)
    if sort:
        order(sort, parsed.node)


# Tags ----------------------------------------------------------------------------------------------------------------


def tidy_tag(name: str) -> str:
    """A tag is one word in lower case."""
    return tidy_name(name.strip().lower(), "tag")


def known_tags(change: Change, names: Iterable[str]) -> list[str]:
    """Tags as they are kept; ones that the desk does not have yet are added to its list."""
    wanted = sorted({tidy_tag(name) for name in names})
    if wanted:
        standing = {row[0] for row in change.rows(select(tables.tag.c.name).where(tables.tag.c.name.in_(wanted)))}
        for name in wanted:
            if name not in standing:
                change.add(tables.tag, name=name)
    return wanted


def add_tag(change: Change, *, name: str, note: str = "") -> Outcome:
    """Put a tag on the desk's list, with what it means."""
    change.require(Role.AGENT, what="adding tags")
    name = tidy_tag(name)
    _fresh(change, tables.tag, name)
    change.add(tables.tag, name=name, note=note)
    return change.outcome()


def edit_tag(change: Change, name: str, *, new_name: str | None = None, note: str | None = None) -> Outcome:
    """Rename a tag on all tickets that bear it, or say anew what it means."""
    change.require(Role.AGENT if new_name is None else Role.LEAD, what="renaming tags")
    row = lookup.record(change, tables.tag, name.lower())
    if new_name is not None and tidy_tag(new_name) != row.name:
        _fresh(change, tables.tag, tidy_tag(new_name))
        change.edit(tables.tag, row.id, name=tidy_tag(new_name))
        _retag(change, row.name, add=[tidy_tag(new_name)])
    if note is not None and note != row.note:
        change.edit(tables.tag, row.id, note=note)
    return change.outcome()


def remove_tag(change: Change, name: str) -> Outcome:
    """Take a tag off the list and off all tickets."""
    change.require(Role.LEAD, what="removing tags")
    row = lookup.record(change, tables.tag, name.lower())
    _retag(change, row.name, add=[])
    change.remove(tables.tag, row.id)
    return change.outcome()


def _retag(change: Change, name: str, *, add: list[str]) -> None:
    from supportdesk.services import tickets

    bearing = select(ticket_tag.c.ticket_id).where(ticket_tag.c.tag == name)
    tickets.tag(change, hold_matching(change, ticket.c.id.in_(bearing)), add=add, remove=[name])


# Custom fields -------------------------------------------------------------------------------------------------------


def fields(reading: Reading) -> tuple[FieldRow, ...]:
    """Every custom field of the desk."""
    return records.fields(reading)


def add_field(
    change: Change, *, name: str, label: str = "", kind: str = "text", choices: Iterable[str] = ()
) -> Outcome:
    """Give tickets a field of the desk's own: text, number, date or one of some choices."""
    change.require(Role.ADMIN, what="adding fields")
    _fresh(change, tables.field, tidy_name(name, "field"))
    listed = list(choices)
    _check_field(kind, listed)
    change.add(tables.field, name=name, label=label or name, kind=kind, choices=json.dumps(listed, ensure_ascii=False))
    return change.outcome()


def edit_field(change: Change, name: str, *, label: str | None = None, choices: Iterable[str] | None = None) -> Outcome:
    """Change a field's label or choices; what tickets hold already stays."""
    change.require(Role.ADMIN, what="changing fields")
    row = lookup.record(change, tables.field, name)
    values: dict[str, object] = {}
    if label is not None and label != row.label:
        values["label"] = label
    if choices is not None:
        listed = list(choices)
        _check_field(row.kind, listed)
        values["choices"] = json.dumps(listed, ensure_ascii=False)
    if values:
        change.edit(tables.field, row.id, **values)
    return change.outcome()


def remove_field(change: Change, name: str) -> Outcome:
    """Forget a field; values that tickets hold stay in their history and in exports."""
    change.require(Role.ADMIN, what="removing fields")
    change.remove(tables.field, lookup.record(change, tables.field, name).id)
    return change.outcome()


def _check_field(kind: str, choices: list[str]) -> None:
    if kind not in FIELD_KINDS:
        raise UsageError(f"no kind of field {kind!r}; there are {', '.join(FIELD_KINDS)}")
    if (kind == "choice") != bool(choices):
        raise UsageError("a field of kind choice needs its choices, and no other kind has any")


def field_values(change: Reading, values: Mapping[str, str]) -> dict[str, str | None]:
    """Custom fields as tickets keep them, each checked against its kind; `none` and nothing empty one."""
    known = {field.name: field for field in records.fields(change)}
    return {name: _field_value(known, name, value) for name, value in values.items()}


def _field_value(known: Mapping[str, FieldRow], name: str, value: str) -> str | None:
    if name not in known:
        there = f"; there are {', '.join(known)}" if known else ""
        raise NotFound(f"no field {name!r}{there}", hint=f"supportdesk field add {name}")
    field = known[name]
    if value in ("", "none"):
        return None
    try:
        if field.kind == "number":
            float(value)
        elif field.kind == "date":
            date.fromisoformat(value)
        elif field.kind == "choice" and value not in field.choices:
            raise UsageError(f"field {name} is one of {', '.join(field.choices)}, not {value!r}")
    except ValueError:
        raise UsageError(f"field {name} is a {field.kind}, not {value!r}") from None
    return value
