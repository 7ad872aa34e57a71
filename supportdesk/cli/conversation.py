"""`reply`, `note` and `macro`: what is said in tickets, and done with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.bulk import Bulk, act
from supportdesk.cli.call import Call
from supportdesk.cli.completions import template_names
from supportdesk.cli.selections import read_number
from supportdesk.cli.texts import body_of, edited
from supportdesk.cli.tree import Commands, Then
from supportdesk.console.attaching import attached
from supportdesk.errors import UsageError

if TYPE_CHECKING:
    from supportdesk.domain.models import TicketDetail

app = Commands()

Text = Annotated[str, typer.Option("--message", "-m", metavar="TEXT", help="the text; - reads it")]
Edit = Annotated[bool, typer.Option("--edit", "-e", help="write it in your editor")]
Attach = Annotated[list[str] | None, typer.Option("--attach", metavar="FILE", help="a file to go with it; repeatable")]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be said: a text, a template's name, or both (the text above the template's).

    `actions` take the place of the template's own where they are given.
    """

    body: str
    template: str | None = None
    actions: Mapping[str, str] | None = None


@app.verb("reply")
def reply(
    context: typer.Context,
    *,
    bulk: Bulk,
    message: Text = "",
    edit: Edit = False,
    template: Annotated[
        str,
        typer.Option(
            "--template",
            "-t",
            metavar="NAME",
            help="a canned response, filled in for each ticket; its actions follow",
            autocompletion=template_names,
        ),
    ] = "",
    attach: Attach = None,
    cc: Annotated[list[str] | None, typer.Option("--cc", metavar="PERSON", help="who gets a copy; repeatable")] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="PERSON", help="a follower who gets none this time; all for all of them"),
    ] = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="STATUS", help="what the ticket becomes: pending, solved …")
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="TIME", help="when to send it: 2h, monday, 2026-12-01T09:00")
    ] = None,
    words_only: Annotated[bool, typer.Option("--words-only", help="leave the template's actions out")] = False,
) -> None:
    """Answer customers in public: one message for each ticket, queued for delivery.

    A template's actions are done in the same change; --status takes the place of the status that they say. Who follows
    a ticket gets a copy.

    Example: supportdesk reply 12 -m 'It is on its way.' --status pending
    Example: supportdesk reply 12 15 --template refund
    """
    from supportdesk.cli.values import coming
    from supportdesk.cli.values import status as read_status
    from supportdesk.services import conversation

    call = calls.of(context)
    to = None if status is None else read_status(status)
    when = coming(call, at)
    bulk, draft = _draft(call, bulk, message, edit=edit, template=template)
    files, actions = attached(attach or ()), {} if words_only else draft.actions
    conversation.get_ready(template=bool(template))
    act(
        context,
        bulk,
        "reply",
        lambda change, held: conversation.reply(
            change,
            held,
            body=draft.body,
            template=draft.template,
            files=files,
            cc=cc or (),
            without=without or (),
            status=to,
            at=when,
            actions=actions,
            skip=bulk.skip,
        ),
        said="answered",
    )


@app.verb("macro", then=Then("NAME", "the canned response", template_names))
def macro(context: typer.Context, *, bulk: Bulk) -> None:
    """Do all that a canned response says: send its text, if it has one, and do its actions, in one change.

    Which those are is told by: template show NAME. Each action alone is a verb of its own.

    Example: supportdesk macro 12 15 spam
    Example: supportdesk macro 12 refund --dry-run
    """
    from supportdesk.services import conversation, macros

    bulk, name = bulk.split_last("NAME")
    conversation.get_ready(template=True)
    act(
        context,
        bulk,
        "macro",
        lambda change, held: macros.run(change, held, name=name, skip=bulk.skip),
        said=f"done {name} on",
    )


@app.verb("note")
def note(context: typer.Context, *, bulk: Bulk, message: Text = "", edit: Edit = False, attach: Attach = None) -> None:
    """Leave a note that only agents see.

    Example: supportdesk note 12 -m 'Called back, nobody there'
    Example: supportdesk note 12 - < log.txt
    """
    from supportdesk.services import conversation

    call = calls.of(context)
    bulk, draft = _draft(call, bulk, message, edit=edit, template="")
    files = attached(attach or ())
    conversation.get_ready()
    act(
        context,
        bulk,
        "note",
        lambda change, held: conversation.note(change, held, body=draft.body, files=files),
        said="noted on",
    )


def _draft(call: Call, bulk: Bulk, message: str, *, edit: bool, template: str) -> tuple[Bulk, Draft]:
    """The text as it was asked for. A `-` beside tickets reads the text; alone, with a text given, it reads tickets."""
    words = bulk.given
    others = [word for word in words if word != "-"]
    if "-" in words and (others or bulk.query is not None):
        if message:
            raise UsageError("the text comes from -m or from standard input, not from both")
        bulk, message = replace(bulk, words=others), "-"
    if edit:
        return bulk, _edited(call, bulk, message, template)
    if not message and not template:
        raise UsageError("say what? give -m TEXT, - for standard input, or --edit")
    return bulk, Draft(body_of(call, message), template or None)


def _edited(call: Call, bulk: Bulk, message: str, template: str) -> Draft:
    """A text from the editor, with the ticket below it where it is for one alone."""
    if not template and (bulk.query is not None or len(bulk.given) != 1):
        return Draft(edited(call, message, ""))
    if bulk.query is not None or len(bulk.given) != 1:
        raise UsageError("a template is edited for one ticket at a time", hint="leave --edit out to send it to many")
    from supportdesk.services.templating import actions_of, render_all
    from supportdesk.store import thread

    number = read_number(bulk.given[0])
    with call.desk.read() as reading:
        detail = thread.detail(reading, number)
        start = render_all(reading, template, [number], before=message)[number] if template else message
        actions = actions_of(reading, template) if template else None
    return Draft(edited(call, start, _below(detail)), actions=actions)


def _below(detail: "TicketDetail") -> str:
    """The ticket as the editor shows it under the line: the newest words of the customer."""
    asked = [message for message in detail.thread if message.kind == "customer"][-1:]
    said = "".join(f"\n{message.author} wrote:\n\n{message.text or message.body}\n" for message in asked)
    return f"#{detail.ticket.number} {detail.ticket.subject}\n{said}"
