"""`view`: filters saved under a name."""

from typing import Annotated

import typer

from supportdesk.cli.completions import view_names
from supportdesk.cli.kinds import VIEWS
from supportdesk.cli.output import DryRun, Form
from supportdesk.cli.recording import change_record, list_records, show_record
from supportdesk.cli.tree import Commands

records = Commands(help="Views: filters saved under a name; `default` is what `list` shows.")

ViewName = Annotated[str, typer.Argument(metavar="NAME", help="the view's name", autocompletion=view_names)]
Sort = Annotated[str | None, typer.Option("--sort", metavar="KEY", help="its order, as in list")]
Position = Annotated[int | None, typer.Option("--position", metavar="N", help="its place in the console")]


@records.verb("list")
def list_views(context: typer.Context, *, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """List the views that you see: everybody's and your own.

    Example: supportdesk view list
    """
    from supportdesk.store import records as stored

    list_records(context, VIEWS, stored.views, form)


@records.verb("show")
def show(context: typer.Context, *, name: ViewName, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """Show one view's filter; `list --view NAME` shows its tickets.

    Example: supportdesk view show mine
    """
    from supportdesk.store import records as stored

    show_record(context, VIEWS, stored.views, name, form, noun="view")


@records.verb("add")
def add(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="one word")],
    filter: Annotated[str, typer.Option("--filter", metavar="FILTER", help="what it shows")],
    sort: Sort = None,
    position: Position = None,
    mine: Annotated[bool, typer.Option("--mine", help="yours alone")] = False,
    dry_run: DryRun = False,
) -> None:
    """Save a filter under a name: for everybody, which is a lead's to do, or for yourself.

    Example: supportdesk view add vip --filter 'is:open vip:yes' --mine
    """
    from supportdesk.services import records as service

    change_record(
        context,
        "view add",
        lambda change: service.add_view(
            change, name=name, filter=filter, sort=sort or "", position=100 if position is None else position, mine=mine
        ),
        said=f"added view {name}",
        dry_run=dry_run,
    )


@records.verb("edit")
def edit(
    context: typer.Context,
    *,
    name: ViewName,
    new_name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="its new name")] = None,
    filter: Annotated[str | None, typer.Option("--filter", metavar="FILTER", help="what it shows")] = None,
    sort: Sort = None,
    position: Position = None,
    dry_run: DryRun = False,
) -> None:
    """Change a view.

    Example: supportdesk view edit default --filter 'is:open -tag:spam'
    """
    from supportdesk.services import records as service

    change_record(
        context,
        "view edit",
        lambda change: service.edit_view(change, name, new_name=new_name, filter=filter, sort=sort, position=position),
        said=f"edited view {name}",
        dry_run=dry_run,
    )


@records.verb("remove")
def remove(context: typer.Context, *, name: ViewName, dry_run: DryRun = False) -> None:
    """Forget a view; its tickets stay where they are.

    Example: supportdesk view remove vip
    """
    from supportdesk.services import records as service

    change_record(
        context,
        "view remove",
        lambda change: service.remove_view(change, name),
        said=f"removed view {name}",
        dry_run=dry_run,
    )
