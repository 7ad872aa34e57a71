"""`tag list`, `tag add` and the like: the tags themselves. Marking tickets with them is in `marking.py`."""

from typing import Annotated

import typer

from supportdesk.cli.completions import tag_names
from supportdesk.cli.kinds import TAGS
from supportdesk.cli.output import DryRun, Form
from supportdesk.cli.recording import change_record, list_records, show_record
from supportdesk.cli.tree import Commands

records = Commands(help="Tags: the words that tickets are marked with (list, show, add, edit, remove).")

TagName = Annotated[str, typer.Argument(metavar="TAG", help="the tag", autocompletion=tag_names)]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="what it means")]


@records.verb("list")
def list_tags(context: typer.Context, *, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """List the tags, with how many tickets bear each.

    Example: supportdesk tag list
    """
    from supportdesk.store import records as stored

    list_records(context, TAGS, stored.tags, form)


@records.verb("show")
def show(context: typer.Context, *, name: TagName, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """Show one tag.

    Example: supportdesk tag show invoice
    """
    from supportdesk.store import records as stored

    show_record(context, TAGS, stored.tags, name.lower(), form, noun="tag")


@records.verb("add")
def add(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="TAG", help="one word")],
    note: Note = None,
    dry_run: DryRun = False,
) -> None:
    """Put a tag on the desk's list. Marking a ticket with a new one does so by itself.

    Example: supportdesk tag add invoice --note 'about a bill'
    """
    from supportdesk.services import records as service

    change_record(
        context,
        "tag add",
        lambda change: service.add_tag(change, name=name, note=note or ""),
        said=f"added tag {name.lower()}",
        dry_run=dry_run,
    )


@records.verb("edit")
def edit(
    context: typer.Context,
    *,
    name: TagName,
    new_name: Annotated[
        str | None, typer.Option("--name", metavar="TAG", help="its new name, on every ticket; a lead's to do")
    ] = None,
    note: Note = None,
    dry_run: DryRun = False,
) -> None:
    """Rename a tag on all tickets that bear it, or say anew what it means.

    Example: supportdesk tag edit bill --name invoice
    """
    from supportdesk.services import records as service

    change_record(
        context,
        "tag edit",
        lambda change: service.edit_tag(change, name, new_name=new_name, note=note),
        said=f"edited tag {name}",
        dry_run=dry_run,
    )


@records.verb("remove")
def remove(context: typer.Context, *, name: TagName, dry_run: DryRun = False) -> None:
    """Take a tag off the list and off all tickets; a lead's to do.

    Example: supportdesk tag remove bill
    """
    from supportdesk.services import records as service

    change_record(
        context,
        "tag remove",
        lambda change: service.remove_tag(change, name),
        said=f"removed tag {name}",
        dry_run=dry_run,
    )
