"""The verbs that say whose tickets are, how much they press and what they are; and the bin."""

from dataclasses import replace
from typing import Annotated

import typer

from supportdesk.cli.bulk import Bulk, Noted, Perform, act
from supportdesk.cli.completions import agent_logins, priorities, signed_tags, team_names, types
from supportdesk.cli.selections import is_selection
from supportdesk.cli.tree import Commands, Then, unsigned
from supportdesk.errors import UsageError

app = Commands()


@app.verb("assign")
def assign(
    context: typer.Context,
    *,
    bulk: Noted,
    to: Annotated[str, typer.Option("--to", metavar="LOGIN", help="an agent; me", autocompletion=agent_logins)] = "",
    team: Annotated[
        str, typer.Option("--team", metavar="TEAM", help="a team; none takes it away", autocompletion=team_names)
    ] = "",
    auto: Annotated[bool, typer.Option("--auto", help="the agent of its team with the fewest open tickets")] = False,
    nobody: Annotated[bool, typer.Option("--none", help="nobody")] = False,
) -> None:
    """Give tickets to an agent, a team, both, or to nobody.

    Example: supportdesk assign 12 15 --to me
    Example: supportdesk assign --query 'is:unassigned tag:invoice' --team billing --yes
    """
    if sum((bool(to), auto, nobody)) > 1:
        raise UsageError("choose one of --to, --auto and --none")
    if not (to or team or auto or nobody):
        raise UsageError("assign to whom? give --to LOGIN, --team TEAM, --auto or --none")
    said = " and ".join(part for part in (_to_whom(to, auto=auto, nobody=nobody), team and f"team {team}") if part)
    act(context, bulk, "assign", _assigning(to, team, auto=auto, nobody=nobody), said=f"assigned to {said}:")


def _to_whom(to: str, *, auto: bool, nobody: bool) -> str:
    return to or ("whoever has the fewest" if auto else "nobody" if nobody else "")


def _assigning(to: str, team: str, *, auto: bool, nobody: bool) -> Perform:
    from supportdesk.services import tickets

    steps: list[Perform] = []
    if team:
        steps.append(lambda change, held: tickets.assign_team(change, held, team=None if team == "none" else team))
    if auto:
        steps.append(tickets.assign_auto)
    if to or nobody:
        steps.append(lambda change, held: tickets.assign(change, held, to=None if nobody or to == "none" else to))
    return lambda change, held: [step(change, held) for step in steps][-1]


@app.verb("priority", then=Then("LEVEL", "low, normal, high or urgent", priorities))
def priority(context: typer.Context, *, bulk: Noted) -> None:
    """Say how much tickets press: low, normal, high or urgent.

    Example: supportdesk priority 12 urgent
    """
    from supportdesk.cli.values import priority as read_priority
    from supportdesk.services import tickets

    bulk, word = bulk.split_last("LEVEL")
    to = read_priority(word)
    act(
        context,
        bulk,
        "priority",
        lambda change, held: tickets.prioritise(change, held, to=to),
        said=f"set to {to.word}:",
    )


@app.verb("type", then=Then("TYPE", "question, incident, problem or task", types))
def classify(context: typer.Context, *, bulk: Noted) -> None:
    """Say what tickets are: question, incident, problem or task.

    Example: supportdesk type 12 incident
    """
    from supportdesk.cli.values import ticket_type
    from supportdesk.services import tickets

    bulk, word = bulk.split_last("TYPE")
    to = ticket_type(word)
    act(context, bulk, "type", lambda change, held: tickets.classify(change, held, type=to), said=f"made {to}:")


@app.verb("rate", then=Then("SCORE", "1/5 to 5/5; none takes it back"))
def rate(
    context: typer.Context,
    *,
    bulk: Noted,
    comment: Annotated[str, typer.Option("--comment", metavar="TEXT", help="what the customer said with it")] = "",
) -> None:
    """Keep what customers thought of how their tickets went: 1/5 to 5/5, the best; `none` takes it back.

    A ticket has one rating, the last. `list 'rating<=2'` finds the unhappy ones, and a customer's page in the console
    shows what they said last.

    Example: supportdesk rate 12 4/5 --comment 'quick, but twice'
    """
    from supportdesk.domain.rating import score_of
    from supportdesk.services import rating

    bulk, word = bulk.split_last("a score such as 4/5")
    score = score_of(word)
    said = "rated" if score is None else f"rated {word}:"
    act(context, bulk, "rate", lambda change, held: rating.rate(change, held, score=score, comment=comment), said=said)


@app.verb("tag", signed=True, then=Then("+TAG|-TAG…", "what to put on, what to take off", signed_tags))
def tag(context: typer.Context, *, bulk: Noted) -> None:
    """Put tags on tickets with + and take them off with -. The tags themselves: tag list, show, add, edit, remove.

    Example: supportdesk tag 12 15-20 +invoice -spam
    """
    from supportdesk.services import tickets

    bulk, add, remove = _signed(bulk, "is neither a ticket nor a tag; write +{} to put it on")
    if not add and not remove:
        raise UsageError("which tags? write +TAG to put one on, -TAG to take one off")
    if both := sorted({*add} & {*remove}):
        raise UsageError(f"{both[0]!r} cannot be both put on and taken off")
    act(context, bulk, "tag", lambda change, held: tickets.tag(change, held, add=add, remove=remove), said="tagged")


def _signed(bulk: Noted, wrong: str) -> tuple[Noted, list[str], list[str]]:
    """The selection alone, what stands after a + and what after a -; `wrong` says of a word that it is neither."""
    words = unsigned(bulk.given)
    add = [word[1:] for word in words if word.startswith("+")]
    remove = [word[1:] for word in words if word.startswith("-") and len(word) > 1]
    rest = [word for word in words if word == "-" or not word.startswith(("+", "-"))]
    if odd := next((word[:60] for word in rest if not is_selection(word)), None):
        raise UsageError(f"{odd!r} {wrong.format(odd)}")
    return replace(bulk, words=rest), add, remove


@app.verb("follow", signed=True, then=Then("+WHO|-WHO…", "who is to follow, and who no longer"))
def follow(context: typer.Context, *, bulk: Noted) -> None:
    """Have people follow tickets with +, who get copies of answers; - ends it.

    Those in Cc of a customer's mail follow by themselves. `reply --without` leaves one out once, -all takes everybody
    off, and `show N --json followers` tells who they are; `list follower:ADDRESS` finds their tickets.

    Example: supportdesk follow 12 +'Ada Lane <ada@example.org>' -bob@example.org
    Example: supportdesk follow 12 15 -all
    """
    from supportdesk.services import following

    bulk, add, remove = _signed(bulk, "is no ticket; write +{} for who is to follow")
    if not add and not remove:
        raise UsageError("who is to follow? write +ADDRESS; -ADDRESS ends it")
    act(
        context,
        bulk,
        "follow",
        lambda change, held: following.follow(change, held, add=add, remove=remove),
        said="changed who follows",
    )


@app.verb("set", then=Then("KEY=VALUE…", "the fields and what they become"))
def set_fields(context: typer.Context, *, bulk: Noted) -> None:
    """Write fields of tickets: subject, due, channel, customer, type, priority, team, and the desk's own; none empties.

    Example: supportdesk set 12 subject='Card declined' due=2d
    Example: supportdesk set 12 invoice=4711
    """
    from supportdesk.cli.values import pairs
    from supportdesk.services import editing

    values = pairs(word for word in bulk.given if "=" in word)
    if not values:
        raise UsageError(
            "set what? write KEY=VALUE after the tickets", hint="supportdesk set 12 subject='Card declined'"
        )
    bulk = replace(bulk, words=[word for word in bulk.given if "=" not in word])
    act(context, bulk, "set", lambda change, held: editing.set_fields(change, held, values=values), said="edited")


@app.verb("delete")
def delete(context: typer.Context, *, bulk: Bulk) -> None:
    """Put tickets into the bin; undo brings them back.

    Example: supportdesk delete 12
    """
    from supportdesk.services import tickets

    act(context, bulk, "delete", tickets.delete, said="deleted")
