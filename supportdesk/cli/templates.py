"""`template`: canned responses, written, filled in, and carried between desks."""

from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.completions import team_names, template_names
from supportdesk.cli.kinds import TEMPLATES
from supportdesk.cli.output import DryRun, Form
from supportdesk.cli.recording import change_record, list_records, show_record
from supportdesk.cli.selections import read_number
from supportdesk.cli.texts import body_of, edited
from supportdesk.cli.tree import Commands
from supportdesk.console.attaching import read_bytes
from supportdesk.domain.safe import shown, shown_line
from supportdesk.errors import UsageError
from supportdesk.homes import at_home

if TYPE_CHECKING:
    from supportdesk.cli.template_files import Written
    from supportdesk.domain.changes import Outcome
    from supportdesk.store.change import Change

records = Commands(help="Templates: canned responses with {{ placeholders }}, filled in for each ticket.")

TemplateName = Annotated[str, typer.Argument(metavar="NAME", help="the template's name", autocompletion=template_names)]
Body = Annotated[str | None, typer.Option("--body", "-b", metavar="TEXT|-", help="the text; - reads it")]
File = Annotated[str, typer.Option("--file", metavar="FILE", help="a file that holds the text")]
Edit = Annotated[bool, typer.Option("--edit", "-e", help="write it in your editor")]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="what it is for")]
Language = Annotated[str | None, typer.Option("--language", metavar="CODE", help="en, ru …")]
Team = Annotated[
    str | None,
    typer.Option("--team", metavar="TEAM", help="whose it is; none for everybody's", autocompletion=team_names),
]
Action = Annotated[
    list[str] | None,
    typer.Option("--action", metavar="DO", help="what it does besides: 'tag +refund', 'pend 3d' …; none; repeatable"),
]


@records.verb("list")
def list_templates(context: typer.Context, *, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """List the canned responses.

    Example: supportdesk template list
    """
    from supportdesk.store import records as stored

    list_records(context, TEMPLATES, stored.templates, form)


@records.verb("show")
def show(context: typer.Context, *, name: TemplateName, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """Show one canned response, with its placeholders.

    Example: supportdesk template show refund
    """
    from supportdesk.store import records as stored

    show_record(context, TEMPLATES, stored.templates, name, form, noun="template")


@records.verb("render")
def render(
    context: typer.Context,
    *,
    name: TemplateName,
    ticket: Annotated[str, typer.Option("--ticket", metavar="N", help="the ticket that it is filled in for")],
) -> None:
    """Print a canned response as it would go out on a ticket, and what it would do; nothing is sent or done.

    Example: supportdesk template render refund --ticket 12
    """
    from supportdesk.domain.macro import write_actions
    from supportdesk.services import templating

    call, number = calls.of(context), read_number(ticket)
    with call.desk.read() as reading:
        text = templating.render_for(reading, name, number)
        does = write_actions(templating.actions_of(reading, name))
    if text.strip():
        call.streams.write(f"{shown(text).rstrip()}\n")
    if does:
        call.say(f"then, on ticket {number}: {shown_line(does)}")


@records.verb("add")
def add(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="one word")],
    body: Body = None,
    file: File = "",
    edit: Edit = False,
    title: Title = None,
    language: Language = None,
    team: Team = None,
    action: Action = None,
    dry_run: DryRun = False,
) -> None:
    """Write a canned response; with actions it is a macro. One with an unknown placeholder or action is refused.

    Example: supportdesk template add refund --body 'Hello {{ customer.first_name }}, the money is on its way.'
    Example: supportdesk template add spam --action 'tag +spam' --action close
    """
    from supportdesk.services import records as service

    text, actions = _text(calls.of(context), body, file, edit=edit, start=""), _actions(action)
    if text is None and not actions:
        raise UsageError("a canned response needs a text: --body TEXT, --body -, --file FILE or --edit; or an --action")
    change_record(
        context,
        "template add",
        lambda change: service.add_template(
            change,
            name=name,
            body=text or "",
            title=title or "",
            language=language or "",
            team=None if team == "none" else team,
            actions=actions,
        ),
        said=f"added template {name}",
        dry_run=dry_run,
    )


@records.verb("edit")
def edit_template(
    context: typer.Context,
    *,
    name: TemplateName,
    new_name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="its new name")] = None,
    body: Body = None,
    file: File = "",
    edit: Edit = False,
    title: Title = None,
    language: Language = None,
    team: Team = None,
    action: Action = None,
    dry_run: DryRun = False,
) -> None:
    """Change a canned response; actions that are given take the place of all it had, `none` takes them away.

    Example: supportdesk template edit refund --edit
    Example: supportdesk template edit refund --action 'tag +refund' --action 'status solved'
    """
    from supportdesk.services import records as service

    call, actions = calls.of(context), _actions(action)
    text = _text(call, body, file, edit=edit, start=_standing(call, name) if edit else "")
    change_record(
        context,
        "template edit",
        lambda change: service.edit_template(
            change, name, new_name=new_name, body=text, title=title, language=language, team=team, actions=actions
        ),
        said=f"edited template {name}",
        dry_run=dry_run,
    )


def _actions(given: list[str] | None) -> dict[str, str] | None:
    """The actions as they were given; None where none were."""
    if given is None:
        return None
    from supportdesk.domain.macro import read_actions

    return read_actions(given)


def _text(call: Call, body: str | None, file: str, *, edit: bool, start: str) -> str | None:
    """The text as it was given, by one way at most; None where it was not."""
    if (body is not None) + bool(file) + edit > 1:
        raise UsageError("choose one of --body, --file and --edit")
    if file:
        return read_bytes(at_home(file)).decode("utf-8-sig", "replace")
    if edit:
        from supportdesk.domain.template import PLACEHOLDERS

        told = "".join(f"{{{{ {name} }}}}  {what}\n" for name, what in PLACEHOLDERS.items())
        return edited(call, start, told)
    return None if body is None else body_of(call, body)


def _standing(call: Call, name: str) -> str:
    from supportdesk.cli.recording import named
    from supportdesk.store import records as stored

    with call.desk.read() as reading:
        return named(TEMPLATES, stored.templates(reading), name, noun="template").body


@records.verb("remove")
def remove(context: typer.Context, *, name: TemplateName, dry_run: DryRun = False) -> None:
    """Throw a canned response away.

    Example: supportdesk template remove refund
    """
    from supportdesk.services import records as service

    change_record(
        context,
        "template remove",
        lambda change: service.remove_template(change, name),
        said=f"removed template {name}",
        dry_run=dry_run,
    )


@records.verb("import")
def import_templates(
    context: typer.Context,
    *,
    place: Annotated[
        str, typer.Argument(metavar="FOLDER|CSV", help="text files named after their templates, or one table")
    ],
    dry_run: DryRun = False,
) -> None:
    """Read canned responses from a folder of text files or from a CSV, all or none; a known name is written anew.

    Example: supportdesk template import replies/
    Example: supportdesk template import replies.csv --dry-run
    """
    from supportdesk.cli.template_files import read

    found = read(at_home(place))
    if not found:
        raise UsageError(f"{place} holds no canned responses; they end in .txt or .md")
    many = f"{len(found)} template{'s' if len(found) > 1 else ''}"
    change_record(
        context, "template import", lambda change: _put_all(change, found), said=f"read {many}", dry_run=dry_run
    )


def _put_all(change: "Change", found: "list[Written]") -> "Outcome":
    from supportdesk.services import records as service

    for one in found:
        try:
            service.put_template(
                change,
                name=one.name,
                body=one.body,
                title=one.title,
                language=one.language,
                team=one.team or None,
                actions=one.actions,
            )
        except UsageError as error:
            raise UsageError(f"{one.place}: {error.message}", hint=error.hint) from error
    return change.outcome()


@records.verb("export")
def export_templates(
    context: typer.Context,
    *,
    place: Annotated[str, typer.Argument(metavar="FOLDER|CSV", help="a folder, or a file that ends in .csv")],
) -> None:
    """Write all canned responses into a folder of text files or a CSV, for `template import` to read.

    Example: supportdesk template export replies/
    """
    from supportdesk.cli.template_files import write
    from supportdesk.store import records as stored

    call = calls.of(context)
    with call.desk.read() as reading:
        rows = stored.templates(reading)
    number = write(at_home(place), rows)
    call.say(f"wrote {number} template{'s' if number != 1 else ''} to {place}")
