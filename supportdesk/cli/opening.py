"""`new`: a ticket from a call, a letter or a script."""

from typing import Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.completions import agent_logins, tag_names, team_names
from supportdesk.cli.kinds import DIFFERENCES, TICKETS
from supportdesk.cli.output import Form, JsonFields, emit, only_help
from supportdesk.cli.texts import body_of
from supportdesk.cli.tree import Commands
from supportdesk.console.attaching import attached

app = Commands()


@app.verb("new")
def new(
    context: typer.Context,
    *,
    subject: Annotated[str, typer.Option("--subject", "-s", metavar="TEXT", help="what it is about, in one line")],
    sender: Annotated[
        str,
        typer.Option(
            "--from", metavar="PERSON", help="who asks: 'Ivan <i@x.ru>', an address, a phone number or a name"
        ),
    ],
    body: Annotated[str, typer.Option("--body", "-b", metavar="TEXT|-", help="what they said; - reads it")] = "",
    phone: Annotated[str, typer.Option("--phone", metavar="NUMBER", help="where they called from")] = "",
    channel: Annotated[
        str, typer.Option("--channel", metavar="CHANNEL", help="mail, phone, chat, form or other")
    ] = "other",
    priority: Annotated[
        str, typer.Option("--priority", metavar="LEVEL", help="low, normal, high or urgent")
    ] = "normal",
    kind: Annotated[
        str, typer.Option("--type", metavar="TYPE", help="question, incident, problem or task")
    ] = "question",
    team: Annotated[str, typer.Option("--team", metavar="TEAM", autocompletion=team_names, help="who answers")] = "",
    assign: Annotated[
        str, typer.Option("--assign", metavar="LOGIN", autocompletion=agent_logins, help="who answers; me")
    ] = "",
    tags: Annotated[
        list[str] | None, typer.Option("--tag", metavar="TAG", autocompletion=tag_names, help="repeatable")
    ] = None,
    attach: Annotated[
        list[str] | None, typer.Option("--attach", metavar="FILE", help="a file that came with it; repeatable")
    ] = None,
    external_id: Annotated[
        str,
        typer.Option("--external-id", metavar="ID", help="its id elsewhere; a known one gives the ticket that stands"),
    ] = "",
    due: Annotated[
        str | None, typer.Option("--due", metavar="TIME", help="when it must be solved: 4h, monday, 2026-12-01")
    ] = None,
    fields: Annotated[
        list[str] | None, typer.Option("--field", metavar="KEY=VALUE", help="a field of your desk; repeatable")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="show the ticket, and open none")] = False,
    json: JsonFields = None,
) -> None:
    """Open a ticket and print its number, alone.

    Example: supportdesk new --subject 'Card declined' --from 'Ivan <ivan@example.org>' --body 'It says 402.'
    Example: n=$(supportdesk new --subject Refund --from +4912345 --channel phone --priority high --assign me)
    """
    from supportdesk.cli import values
    from supportdesk.services import conversation, tickets
    from supportdesk.services.naming import person_of
    from supportdesk.store import history, queries

    call = calls.of(context)
    form = Form(json=json)
    if only_help(call, TICKETS, form):
        return
    text = body_of(call, body)
    files = attached(attach or ())
    conversation.get_ready()
    with call.desk.change("new", dry_run=dry_run) as change:
        outcome = tickets.open_ticket(
            change,
            subject=subject,
            customer=person_of(sender),
            phone=phone,
            body=text,
            channel=values.channel(channel),
            priority=values.priority(priority),
            type=values.ticket_type(kind),
            team=team or None,
            assignee=assign or None,
            tags=tags or (),
            fields=values.pairs(fields or ()),
            files=files,
            external_id=external_id or None,
            due=values.coming(call, due),
        )
        differences = history.differences(change, outcome.change) if dry_run and outcome.change else ()
        rows = queries.rows(change, [outcome.number or 0]) if json is not None else ()
    if dry_run:
        emit(call, DIFFERENCES, differences, form)
        call.say("would have opened a ticket" if outcome.change else f"ticket {outcome.number} stands already")
        return
    if json is not None:
        emit(call, TICKETS, rows, form)
    else:
        call.streams.write(f"{outcome.number}\n")
    _tell(call, outcome.number, outcome.change)


def _tell(call: Call, number: int | None, change: int | None) -> None:
    if change is None:
        call.say(f"ticket {number} stands already, nothing to change")
    else:
        call.say(f"opened ticket {number} (change {change})")
