"""Macros: canned responses with actions, which are done in the change that answers, all of it or nothing.

How actions are written and read is in `domain/macro.py`.
"""

from collections.abc import Mapping

from supportdesk.domain import macro
from supportdesk.domain.changes import Outcome
from supportdesk.domain.macro import Actions, Step
from supportdesk.domain.ticket import Role
from supportdesk.domain.times import coming_time
from supportdesk.domain.verb_words import Word
from supportdesk.errors import DeskError, UsageError
from supportdesk.services import conversation, lookup, templating
from supportdesk.services.answerable import left_by
from supportdesk.services.by_verb import TICKET_VERBS
from supportdesk.store.change import Change
from supportdesk.store.desk_names import desk_names
from supportdesk.store.selection import Selection
from supportdesk.store.tables import template


def run(change: Change, tickets: Selection, *, name: str, skip: bool = False) -> Outcome:
    """Do all that a canned response says: send its text, where it has one, then its actions.

    A ticket that one of them is refused for refuses all, or is left out with `skip`.
    """
    row = lookup.record(change, template, name)
    if str(row.body).strip():
        return conversation.reply(change, tickets, template=name, skip=skip)
    change.require(Role.AGENT, what="running macros")
    actions = templating.actions_of(change, name)
    held = left_by(change, tickets, actions) if skip else tickets
    return change.outcome(held, did=act(change, held, actions))


def act(change: Change, tickets: Selection, actions: Actions) -> tuple[tuple[str, Mapping[str, Word]], ...]:
    """Do actions to tickets, in their order; one that is refused refuses all, and is named."""
    if not actions or not tickets:
        return ()
    steps = macro.steps(actions, desk_names(change))
    for step in steps:
        try:
            _do(change, tickets, step)
        except DeskError as error:
            raise error.within(f"the action {step.verb}") from None
    return tuple((step.verb, step.words) for step in steps)


def _do(change: Change, tickets: Selection, step: Step) -> None:
    if step.verb == "note":
        bodies = templating.render_bodies(change, str(step.words["body"]), tickets.ids)
        conversation.notes(change, tickets, bodies=bodies)
    else:
        TICKET_VERBS[step.verb](change, tickets, **step.words)


def check(change: Change, actions: Actions) -> None:
    """Refuse actions that could not be done: those that cannot be read, and those that name who is not there."""
    for step in macro.steps(actions, desk_names(change)):
        if step.verb == "assign":
            _check_assign(change, step)
        if (until := step.words.get("until")) is not None:
            _check_time(change, step.verb, str(until))


def _check_assign(change: Change, step: Step) -> None:
    if (team := step.words.get("team")) is not None:
        lookup.team(change, str(team))
    elif (login := step.words.get("to")) is not None and login != "me":
        lookup.assignable(change, str(login))


def _check_time(change: Change, verb: str, text: str) -> None:
    try:
        coming_time(text, change.now)
    except UsageError as error:
        raise error.within(verb) from None
