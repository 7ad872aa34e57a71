"""`customer`: who asks, and how each is reached."""

from typing import Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.kinds import CUSTOMERS
from supportdesk.cli.output import DryRun, Form, only_help
from supportdesk.cli.recording import change_record, list_records, show_row
from supportdesk.cli.tree import Commands
from supportdesk.errors import NotFound, UsageError

records = Commands(help="Customers: who asks, and how each is reached.")

Who = Annotated[
    str, typer.Argument(metavar="CUSTOMER", help="an id, a mail address, a phone number, or a name that only one has")
]
Emails = Annotated[
    list[str] | None, typer.Option("--email", metavar="ADDRESS", help="repeatable; the first one is written to")
]
Phones = Annotated[list[str] | None, typer.Option("--phone", metavar="NUMBER", help="repeatable")]
Organization = Annotated[
    str | None, typer.Option("--org", metavar="NAME", help="their organization; none takes it away")
]
Language = Annotated[str | None, typer.Option("--language", metavar="CODE", help="en, ru …")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="what to know about them")]


@records.verb("list")
def list_customers(
    context: typer.Context,
    *,
    words: Annotated[list[str] | None, typer.Argument(metavar="WORDS", help="parts of names and addresses")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", help="how many at most")] = 50,
    form: Form = Form(),  # noqa: B008 - frozen
) -> None:
    """List customers by name; words narrow the list.

    Example: supportdesk customer list petrov
    """
    from supportdesk.store import people

    if limit < 1:
        raise UsageError(f"--limit is a number of customers, not {limit}")
    list_records(
        context, CUSTOMERS, lambda reading: people.customers(reading, " ".join(words or ()), limit=limit), form
    )


@records.verb("show")
def show(context: typer.Context, *, who: Who, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """Show one customer with all their addresses.

    Example: supportdesk customer show ivan@example.org
    """
    from supportdesk.services.people import find_customer
    from supportdesk.store import people

    call = calls.of(context)
    if only_help(call, CUSTOMERS, form):
        return
    with call.desk.read() as reading:
        row = people.customer_row(reading, find_customer(reading, who)._mapping["id"])
    if row is None:
        raise NotFound(f"no customer {who!r}", hint="supportdesk customer list")
    show_row(call, CUSTOMERS, row, form)


@records.verb("add")
def add(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="their name")],
    emails: Emails = None,
    phones: Phones = None,
    vip: Annotated[bool, typer.Option("--vip", help="they come first")] = False,
    organization: Organization = None,
    language: Language = None,
    note: Note = None,
    dry_run: DryRun = False,
) -> None:
    """Write down a customer with all ways to reach them.

    Example: supportdesk customer add 'Ivan Petrov' --email ivan@example.org --vip
    """
    from supportdesk.services import people

    change_record(
        context,
        "customer add",
        lambda change: people.add_customer(
            change,
            name=name,
            emails=emails or (),
            phones=phones or (),
            vip=vip,
            organization=organization,
            language=language or "",
            note=note or "",
        ),
        said=f"added customer {name}",
        dry_run=dry_run,
    )


@records.verb("edit")
def edit(
    context: typer.Context,
    *,
    who: Who,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="their name from now on")] = None,
    emails: Emails = None,
    phones: Phones = None,
    vip: Annotated[bool, typer.Option("--vip", help="they come first")] = False,
    not_vip: Annotated[bool, typer.Option("--not-vip", help="they wait like everybody")] = False,
    organization: Organization = None,
    language: Language = None,
    note: Note = None,
    dry_run: DryRun = False,
) -> None:
    """Change what the desk knows of a customer. --email and --phone give all of them anew.

    Example: supportdesk customer edit ivan@example.org --vip --org Acme
    """
    from supportdesk.services import people

    if vip and not_vip:
        raise UsageError("choose --vip or --not-vip")
    change_record(
        context,
        "customer edit",
        lambda change: people.edit_customer(
            change,
            who,
            new_name=name,
            emails=emails,
            phones=phones,
            vip=True if vip else False if not_vip else None,
            organization=organization,
            language=language,
            note=note,
        ),
        said=f"edited customer {who}",
        dry_run=dry_run,
    )


@records.verb("remove")
def remove(context: typer.Context, *, who: Who, dry_run: DryRun = False) -> None:
    """Forget a customer who has no tickets; a lead's to do.

    Example: supportdesk customer remove ivan@example.org
    """
    from supportdesk.services import people

    change_record(
        context,
        "customer remove",
        lambda change: people.remove_customer(change, who),
        said=f"removed customer {who}",
        dry_run=dry_run,
    )


@records.verb("merge")
def merge(
    context: typer.Context,
    *,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="the customer who is the same person")],
    into: Annotated[str, typer.Option("--into", metavar="CUSTOMER", help="the one who stays")],
    dry_run: DryRun = False,
) -> None:
    """Make one customer of two: tickets, addresses and notes of OTHER become CUSTOMER's; undo tells them apart again.

    Example: supportdesk customer merge ivan@home.example --into ivan@example.org --dry-run
    """
    from supportdesk.services import people

    change_record(
        context,
        "customer merge",
        lambda change: people.merge_customers(change, other, into=into),
        said=f"merged customer {other} into {into}",
        dry_run=dry_run,
    )
