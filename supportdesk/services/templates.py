"""Writes of canned responses. How they are filled in stands in `templating.py`."""

from collections.abc import Mapping

from sqlalchemy import select

from supportdesk.domain import template as filling
from supportdesk.domain.changes import Outcome
from supportdesk.domain.macro import Actions
from supportdesk.domain.plain import plain
from supportdesk.domain.ticket import Role
from supportdesk.errors import UsageError
from supportdesk.services import lookup, macros
from supportdesk.services.naming import refuse_taken, tidy_name, tidy_title
from supportdesk.store import rows
from supportdesk.store.change import Change
from supportdesk.store.tables import mailbox, template


def add_template(
    change: Change,
    *,
    name: str,
    body: str,
    title: str = "",
    language: str = "",
    team: str | None = None,
    actions: Actions | None = None,
) -> Outcome:
    """Write a canned response; one with an unknown placeholder is refused."""
    change.require(Role.AGENT, what="writing canned responses")
    refuse_taken(change, template, tidy_name(name, "template"))
    values = _template_values(change, team=team, actions=actions or {}, body=body, title=title, language=language)
    _require_something(values)
    change.add(template, name=name, created_at=change.now, updated_at=change.now, **values)
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
    actions: Actions | None = None,
) -> Outcome:
    """Change a canned response; what is None stays, a team `none` is taken away."""
    change.require(Role.AGENT, what="writing canned responses")
    row = lookup.record(change, template, name)
    values = _template_values(change, team=team, actions=actions, body=body, title=title, language=language)
    _require_something(dict(row._mapping) | values)
    if new_name is not None and new_name != row.name:
        refuse_taken(change, template, tidy_name(new_name, "template"), besides=row.id)
        values["name"] = new_name
        for number in _answering(change, row.name):
            change.edit(mailbox, number, auto_reply=new_name)
    if any(row._mapping[key] != value for key, value in values.items()):
        change.edit(template, row.id, **values, updated_at=change.now)
    return change.outcome()


def put_template(
    change: Change,
    *,
    name: str,
    body: str,
    title: str = "",
    language: str = "",
    team: str | None = None,
    actions: Actions | None = None,
) -> Outcome:
    """Write a canned response, over the one that has the name if there is one: so a folder of files is imported."""
    if change.row(select(template.c.id).where(template.c.name == name)) is None:
        return add_template(change, name=name, body=body, title=title, language=language, team=team, actions=actions)
    return edit_template(change, name, body=body, title=title, language=language, team=team, actions=actions)


def remove_template(change: Change, name: str) -> Outcome:
    """Throw a canned response away; mailboxes that acknowledged with it acknowledge nothing then."""
    change.require(Role.AGENT, what="removing canned responses")
    row = lookup.record(change, template, name)
    for number in _answering(change, row.name):
        change.edit(mailbox, number, auto_reply="")
    change.remove(template, row.id)
    return change.outcome()


def _answering(change: Change, name: str) -> tuple[int, ...]:
    """The mailboxes that acknowledge new tickets with a canned response."""
    return change.ids(select(mailbox.c.id).where(mailbox.c.auto_reply == name).order_by(mailbox.c.id))


def _tidy(key: str, text: str) -> str:
    return plain(text) if key == "body" else tidy_title(text, key)


def _template_values(
    change: Change, *, team: str | None, actions: Actions | None, **texts: str | None
) -> dict[str, object]:
    values: dict[str, object] = {key: _tidy(key, text) for key, text in texts.items() if text is not None}
    if (body := texts.get("body")) is not None:
        filling.check(plain(body))
    if actions is not None:
        macros.check(change, actions)
        values["actions"] = rows.object_json(dict(actions))
    if team is not None:
        values["team_id"] = None if team == "none" else lookup.team(change, team).id
    return values


def _require_something(values: Mapping[str, object]) -> None:
    """One that says nothing may still do something."""
    if not str(values["body"]).strip() and values["actions"] == "{}":
        raise UsageError("a canned response needs a text, or actions")
