"""Reads of what a desk keeps beside tickets and people: canned responses, views, tags and custom fields."""

import json

from sqlalchemy import func, or_, select

from supportdesk.domain.models import FieldRow, TagRow, TemplateRow, ViewRow
from supportdesk.store.reading import Reading
from supportdesk.store.tables import agent, field, tag, team, template, ticket_tag, view


def templates(reading: Reading) -> tuple[TemplateRow, ...]:
    """Every canned response, by name."""
    joined = template.outerjoin(team, team.c.id == template.c.team_id)
    rows = reading.rows(select(template, team.c.name.label("team_name")).select_from(joined).order_by(template.c.name))
    return tuple(
        TemplateRow(row.name, row.title, row.body, row.language, row.team_name, json.loads(row.actions), row.updated_at)
        for row in rows
    )


def views(reading: Reading) -> tuple[ViewRow, ...]:
    """The views that the acting agent sees: everybody's and their own, in the sidebar's order."""
    joined = view.outerjoin(agent, agent.c.id == view.c.owner_id)
    seen = or_(view.c.owner_id.is_(None), view.c.owner_id == reading.actor.id)
    statement = select(view, agent.c.login).select_from(joined).where(seen).order_by(view.c.position, view.c.name)
    return tuple(ViewRow(row.name, row.filter, row.sort, row.position, row.login) for row in reading.rows(statement))


def tags(reading: Reading) -> tuple[TagRow, ...]:
    """Every tag, by name, with the number of tickets that bear it."""
    bearing = select(func.count()).select_from(ticket_tag).where(ticket_tag.c.tag == tag.c.name).scalar_subquery()
    rows = reading.rows(select(tag.c.name, tag.c.note, bearing.label("tickets")).order_by(tag.c.name))
    return tuple(TagRow(row.name, row.note, row.tickets) for row in rows)


def fields(reading: Reading) -> tuple[FieldRow, ...]:
    """Every custom field, by name."""
    rows = reading.rows(select(field).order_by(field.c.name))
    return tuple(FieldRow(row.name, row.label, row.kind, tuple(json.loads(row.choices))) for row in rows)
