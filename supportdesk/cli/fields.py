"""`field`: what the desk notes on tickets besides the usual."""

from typing import Annotated

import typer

from supportdesk.cli.kinds import FIELDS
from supportdesk.cli.output import DryRun, Form
from supportdesk.cli.recording import change_record, list_records, show_record
from supportdesk.cli.tree import Commands

records = Commands(help="Fields: what the desk notes on tickets besides the usual.")

FieldName = Annotated[str, typer.Argument(metavar="NAME", help="the field's name")]
Label = Annotated[str | None, typer.Option("--label", metavar="TEXT", help="how it is headed")]
Choices = Annotated[list[str] | None, typer.Option("--choice", metavar="TEXT", help="one of its values; repeatable")]


@records.verb("list")
def list_fields(context: typer.Context, *, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """List the desk's own fields.

    Example: supportdesk field list
    """
    from supportdesk.store import records as stored

    list_records(context, FIELDS, stored.fields, form)


@records.verb("show")
def show(context: typer.Context, *, name: FieldName, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """Show one field.

    Example: supportdesk field show invoice
    """
    from supportdesk.store import records as stored

    show_record(context, FIELDS, stored.fields, name, form, noun="field")


@records.verb("add")
def add(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="one word, as in field.NAME")],
    label: Label = None,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="text, number, date or choice")] = "text",
    choices: Choices = None,
    dry_run: DryRun = False,
) -> None:
    """Give tickets a field of the desk's own; an admin's to do.

    Example: supportdesk field add plan --kind choice --choice free --choice paid
    """
    from supportdesk.services import records as service

    change_record(
        context,
        "field add",
        lambda change: service.add_field(change, name=name, label=label or "", kind=kind, choices=choices or ()),
        said=f"added field {name}",
        dry_run=dry_run,
    )


@records.verb("edit")
def edit(
    context: typer.Context, *, name: FieldName, label: Label = None, choices: Choices = None, dry_run: DryRun = False
) -> None:
    """Change a field's label or choices; what tickets hold already stays.

    Example: supportdesk field edit plan --choice free --choice paid --choice trial
    """
    from supportdesk.services import records as service

    change_record(
        context,
        "field edit",
        lambda change: service.edit_field(change, name, label=label, choices=choices),
        said=f"edited field {name}",
        dry_run=dry_run,
    )


@records.verb("remove")
def remove(context: typer.Context, *, name: FieldName, dry_run: DryRun = False) -> None:
    """Forget a field; values that tickets hold stay in their history. An admin's to do.

    Example: supportdesk field remove plan
    """
    from supportdesk.services import records as service

    change_record(
        context,
        "field remove",
        lambda change: service.remove_field(change, name),
        said=f"removed field {name}",
        dry_run=dry_run,
    )
