"""`agent`: who works at the desk, and what each may do."""

from typing import Annotated

import typer

from supportdesk.cli.completions import agent_logins, team_names
from supportdesk.cli.kinds import AGENTS
from supportdesk.cli.output import DryRun, Form
from supportdesk.cli.recording import change_record, list_records, show_record
from supportdesk.cli.tree import Commands
from supportdesk.errors import UsageError

records = Commands(help="Agents: who works at the desk, and what each may do.")

Login = Annotated[str, typer.Argument(metavar="LOGIN", help="the agent's login", autocompletion=agent_logins)]
Name = Annotated[str | None, typer.Option("--name", metavar="TEXT", help="the name that customers read")]
Email = Annotated[str | None, typer.Option("--email", metavar="ADDRESS", help="their mail address")]
RoleWord = Annotated[str | None, typer.Option("--role", metavar="ROLE", help="viewer, agent, lead or admin")]
Teams = Annotated[
    list[str] | None,
    typer.Option("--team", metavar="TEAM", help="a team they are in; repeatable", autocompletion=team_names),
]


@records.verb("list")
def list_agents(context: typer.Context, *, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """List the agents, with how many open tickets each has.

    Example: supportdesk agent list
    """
    from supportdesk.store import people

    list_records(context, AGENTS, people.agents, form)


@records.verb("show")
def show(context: typer.Context, *, login: Login, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """Show one agent.

    Example: supportdesk agent show boris
    """
    from supportdesk.store import people

    show_record(context, AGENTS, people.agents, login, form, noun="agent")


@records.verb("add")
def add(
    context: typer.Context,
    *,
    login: Annotated[
        str, typer.Argument(metavar="LOGIN", help="their login: the operating system's, or the server's role")
    ],
    name: Name = None,
    email: Email = None,
    role: RoleWord = None,
    teams: Teams = None,
    dry_run: DryRun = False,
) -> None:
    """Let somebody work at the desk; an admin's to do.

    Example: supportdesk agent add boris --name 'Boris B' --role agent --team billing
    """
    from supportdesk.services import people

    change_record(
        context,
        "agent add",
        lambda change: people.add_agent(
            change, login=login, name=name or "", email=email or "", role=role or "agent", teams=teams or ()
        ),
        said=f"added agent {login}",
        dry_run=dry_run,
    )


@records.verb("edit")
def edit(
    context: typer.Context,
    *,
    login: Login,
    name: Name = None,
    email: Email = None,
    role: RoleWord = None,
    teams: Teams = None,
    capacity: Annotated[
        int | None,
        typer.Option("--capacity", metavar="N", help="the most that --auto gives; 0 for no limit"),
    ] = None,
    active: Annotated[bool, typer.Option("--active", help="they are here again")] = False,
    inactive: Annotated[bool, typer.Option("--inactive", help="they have left")] = False,
    dry_run: DryRun = False,
) -> None:
    """Change what the desk knows of an agent; an admin's to do. --team gives their teams anew, none takes them away.

    Example: supportdesk agent edit boris --role lead
    """
    from supportdesk.services import people

    if active and inactive:
        raise UsageError("choose --active or --inactive")
    change_record(
        context,
        "agent edit",
        lambda change: people.edit_agent(
            change,
            login,
            name=name,
            email=email,
            role=role,
            active=True if active else False if inactive else None,
            capacity=capacity,
            teams=None if teams is None else [team for team in teams if team != "none"],
        ),
        said=f"edited agent {login}",
        dry_run=dry_run,
    )


@records.verb("remove")
def remove(context: typer.Context, *, login: Login, dry_run: DryRun = False) -> None:
    """Let an agent go: what they wrote stays under their name, their open tickets are nobody's again.

    Example: supportdesk agent remove boris
    """
    from supportdesk.services import people

    change_record(
        context,
        "agent remove",
        lambda change: people.remove_agent(change, login),
        said=f"removed agent {login}",
        dry_run=dry_run,
    )
