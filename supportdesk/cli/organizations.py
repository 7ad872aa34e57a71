"""`org`: the companies that customers belong to, known by their mail domains."""

from typing import Annotated

import typer

from supportdesk.cli.kinds import ORGANIZATIONS
from supportdesk.cli.output import DryRun, Form
from supportdesk.cli.recording import change_record, list_records, show_record
from supportdesk.cli.tree import Commands
from supportdesk.errors import UsageError

records = Commands(help="Organizations: the companies that customers belong to.")

OrganizationName = Annotated[str, typer.Argument(metavar="NAME", help="the organization's name")]
Domains = Annotated[
    list[str] | None, typer.Option("--domain", metavar="DOMAIN", help="whose mail is theirs; repeatable")
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="what to know about them")]


@records.verb("list")
def list_organizations(context: typer.Context, *, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """List organizations, with how many customers each has.

    Example: supportdesk org list
    """
    from supportdesk.store import people

    list_records(context, ORGANIZATIONS, people.organizations, form)


@records.verb("show")
def show(context: typer.Context, *, name: OrganizationName, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """Show one organization.

    Example: supportdesk org show Acme
    """
    from supportdesk.store import people

    show_record(context, ORGANIZATIONS, people.organizations, name, form, noun="org")


@records.verb("add")
def add(
    context: typer.Context,
    *,
    name: OrganizationName,
    domains: Domains = None,
    vip: Annotated[bool, typer.Option("--vip", help="its people come first")] = False,
    note: Note = None,
    dry_run: DryRun = False,
) -> None:
    """Write down a company; customers who write from its domains belong to it from then on.

    Example: supportdesk org add Acme --domain acme.com --vip
    """
    from supportdesk.services import people

    change_record(
        context,
        "org add",
        lambda change: people.add_organization(change, name=name, domains=domains or (), vip=vip, note=note or ""),
        said=f"added organization {name}",
        dry_run=dry_run,
    )


@records.verb("edit")
def edit(
    context: typer.Context,
    *,
    name: OrganizationName,
    new_name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="its new name")] = None,
    domains: Domains = None,
    vip: Annotated[bool, typer.Option("--vip", help="its people come first")] = False,
    not_vip: Annotated[bool, typer.Option("--not-vip", help="its people wait like everybody")] = False,
    note: Note = None,
    dry_run: DryRun = False,
) -> None:
    """Change a company. --domain gives all its domains anew.

    Example: supportdesk org edit Acme --domain acme.com --domain acme.de
    """
    from supportdesk.services import people

    if vip and not_vip:
        raise UsageError("choose --vip or --not-vip")
    wanted = True if vip else False if not_vip else None
    change_record(
        context,
        "org edit",
        lambda change: people.edit_organization(
            change, name, new_name=new_name, domains=domains, vip=wanted, note=note
        ),
        said=f"edited organization {name}",
        dry_run=dry_run,
    )


@records.verb("remove")
def remove(context: typer.Context, *, name: OrganizationName, dry_run: DryRun = False) -> None:
    """Forget a company; its people stay customers. A lead's to do.

    Example: supportdesk org remove Acme
    """
    from supportdesk.services import people

    change_record(
        context,
        "org remove",
        lambda change: people.remove_organization(change, name),
        said=f"removed organization {name}",
        dry_run=dry_run,
    )
