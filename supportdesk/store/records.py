"""Reads of what a desk keeps beside tickets and people: canned responses, views, tags and custom fields."""

import json

from sqlalchemy import func, or_, select

from supportdesk.domain.models import FieldRow, TagRow, TemplateRow, ViewRow
from supportdesk.store import tables
from supportdesk.store.reading import Reading


def templates(reading: Reading) -> tuple[TemplateRow, ...]:
    """Every canned response, by name."""
    joined = tables.template.outerjoin(tables.team, tables.team.c.id == tables.template.c.team_id)
    rows = reading.rows(
        select(tables.template, tables.team.c.name.label("team_name"))
        .select_from(joined)
        .order_by(tables.template.c.name)
    )
    return tuple(
        TemplateRow(row.name, row.title, row.body, row.language, row.team_name, json.loads(row.actions), row.updated_at)
        for row in rows
    )


def views(reading: Reading) -> tuple[ViewRow, ...]:
    """The views that the acting agent sees: everybody's and their own, in the sidebar's order."""
    joined = tables.view.outerjoin(tables.agent, tables.agent.c.id == tables.view.c.owner_id)
    seen = or_(tables.view.c.owner_id.is_(None), tables.view.c.owner_id == reading.actor.id)
    statement = (
        select(tables.view, tables.agent.c.login)
        .select_from(joined)
        .where(seen)
        .order_by(tables.view.c.position, tables.view.c.name)
    )
    return tuple(ViewRow(row.name, row.filter, row.sort, row.position, row.login) for row in reading.rows(statement))


def tags(reading: Reading) -> tuple[TagRow, ...]:
    """Every tag, by name, with the number of tickets that bear it."""
    bearing = (
        select(func.count())
        .select_from(tables.ticket_tag)
        .where(tables.ticket_tag.c.tag == tables.tag.c.name)
        .scalar_subquery()
    )
    rows = reading.rows(
        select(tables.tag.c.name, tables.tag.c.note, bearing.label("tickets")).order_by(tables.tag.c.name)
    )
    return tuple(TagRow(row.name, row.note, row.tickets) for row in rows)


def fields(reading: Reading) -> tuple[FieldRow, ...]:
    """Every custom field, by name."""
    rows = reading.rows(select(tables.field).order_by(tables.field.c.name))
    return tuple(FieldRow(row.name, row.label, row.kind, tuple(json.loads(row.choices))) for row in rows)
