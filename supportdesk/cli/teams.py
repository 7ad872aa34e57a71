"""`team`: the support lines, and who is in each."""

from typing import Annotated

import typer

from supportdesk.cli.completions import agent_logins, team_names
from supportdesk.cli.kinds import TEAMS
from supportdesk.cli.output import DryRun, Form
from supportdesk.cli.recording import change_record, list_records, show_record
from supportdesk.cli.tree import Commands

records = Commands(help="Teams: the support lines, and who is in each.")

TeamName = Annotated[str, typer.Argument(metavar="NAME", help="the team's name", autocompletion=team_names)]
Line = Annotated[int | None, typer.Option("--line", metavar="N", help="its support line: 1, 2 or 3")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="what it is for")]
Agents = Annotated[
    list[str] | None,
    typer.Option("--agent", metavar="LOGIN", help="who is in it; repeatable", autocompletion=agent_logins),
]


@records.verb("list")
def list_teams(context: typer.Context, *, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """List the teams.

    Example: supportdesk team list
    """
    from supportdesk.store import people

    list_records(context, TEAMS, people.teams, form)


@records.verb("show")
def show(context: typer.Context, *, name: TeamName, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """Show one team.

    Example: supportdesk team show billing
    """
    from supportdesk.store import people

    show_record(context, TEAMS, people.teams, name, form, noun="team")


@records.verb("add")
def add(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="one word")],
    line: Line = None,
    note: Note = None,
    agents: Agents = None,
    dry_run: DryRun = False,
) -> None:
    """Found a team; an admin's to do.

    Example: supportdesk team add billing --line 2 --agent boris
    """
    from supportdesk.services import people

    change_record(
        context,
        "team add",
        lambda change: people.add_team(
            change, name=name, line=1 if line is None else line, note=note or "", agents=agents or ()
        ),
        said=f"added team {name}",
        dry_run=dry_run,
    )


@records.verb("edit")
def edit(
    context: typer.Context,
    *,
    name: TeamName,
    new_name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="its new name")] = None,
    line: Line = None,
    note: Note = None,
    agents: Agents = None,
    dry_run: DryRun = False,
) -> None:
    """Change a team; an admin's to do. --agent gives all its agents anew, none leaves it empty.

    Example: supportdesk team edit billing --agent boris --agent lena
    """
    from supportdesk.services import people

    listed = None if agents is None else [agent for agent in agents if agent != "none"]
    change_record(
        context,
        "team edit",
        lambda change: people.edit_team(change, name, new_name=new_name, line=line, note=note, agents=listed),
        said=f"edited team {name}",
        dry_run=dry_run,
    )


@records.verb("remove")
def remove(context: typer.Context, *, name: TeamName, dry_run: DryRun = False) -> None:
    """Dissolve a team; its tickets belong to no team then.

    Example: supportdesk team remove billing
    """
    from supportdesk.services import people

    change_record(
        context,
        "team remove",
        lambda change: people.remove_team(change, name),
        said=f"removed team {name}",
        dry_run=dry_run,
    )
