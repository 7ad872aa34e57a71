"""`help`: what no single command tells: filters, keys, formats, the environment, exit codes."""

from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.pages import show_long
from supportdesk.cli.tree import Commands
from supportdesk.errors import NotFound

app = Commands()

FORMATS = """\
Formats

What was asked for goes to standard output, everything said about it to standard error.
A terminal gets an aligned table, cut to its width, with relative times. A pipe gets the same columns,
tab-separated and uncut, with times in ISO 8601, UTC, and no header.

  --json [FIELDS]   a list of objects with exactly these fields; `--json help` lists them.
                    A bare word after --json is its FIELDS: put --json last, or write --json= for the default ones.
  --ndjson          one object a line
  --csv             comma-separated with a header; no cell can be run by a spreadsheet
  --ids             what names each row, one a line: what `-` reads
  --fields FIELDS   the columns of any format
  --header          a header in a pipe too

Times are 2026-11-21T09:00:00Z, what is missing is null, and two formats at once are an error.
Text from outside never reaches a terminal raw: control characters and the like are shown, not obeyed.

  supportdesk list is:overdue --json number,subject,customer.email
  supportdesk list tag:spam --ids | supportdesk close -
"""

ENVIRONMENT = """\
Environment

A flag comes before a variable, a variable before the config file, that before the default.
`supportdesk config show --origin` tells where each value comes from, `config set NAME VALUE` writes the file.

  SUPPORTDESK_STORE      the desk: a file, or postgresql://…            --store
  SUPPORTDESK_AS         the agent who acts                             --as
  SUPPORTDESK_PROFILE    a [profiles.NAME] of the config file           --profile
  SUPPORTDESK_COLOR      auto, always or never                          --color
  SUPPORTDESK_CONFIG     another config file
  SUPPORTDESK_EDITOR     what --edit opens; else VISUAL, then EDITOR
  SUPPORTDESK_PAGER      what long answers go through; else PAGER, then less
  SUPPORTDESK_ADDRESS    the mail address that customers are answered from
  SUPPORTDESK_AFTER      stay, list or next: where the console goes when a ticket is done
  SUPPORTDESK_THEME      dark, light, contrast, terminal or plain: the colours of the console
  SUPPORTDESK_NOTIFY     off, bell or desktop: what calls you for what is yours
  SUPPORTDESK_SIGNS      auto, unicode or ascii: what borders and signs are drawn with
  SUPPORTDESK_LOCK_WAIT  seconds to wait for a locked store (30)
  SUPPORTDESK_FULL_SYNC  yes: a local store survives a power cut with its very last change
  SUPPORTDESK_NOW        stops the clock: 2026-11-21T09:00:00Z
  NO_COLOR, TERM=dumb    no colour; on a dumb terminal no console either

A PostgreSQL password comes from where libpq looks: ~/.pgpass, a service file, PGPASSWORD.
"""

EXIT_CODES = """\
Exit codes

  0    done, nothing to do, or an empty list
  1    unexpected, an import that left something out (see --rejects), or a mailbox that fails its test
  2    the words of the call are off: usage, a bad filter, a missing --yes
  3    declined at the prompt
  4    no such ticket, agent, template …
  5    refused: not permitted, not a legal move, changed meanwhile
  6    unavailable: the store is locked or unreachable, a disk is full; try again
  75   `mail pipe` alone: the message is not stored; a mail server keeps it and tries again
  130  interrupted; nothing was changed

An error is one line on standard error, and at most one more that names a command.
"""


def filters() -> str:
    """The filter language, its keys straight from their table."""
    return "\n".join(_filter_lines()) + "\n"


def templates() -> str:
    """The placeholders and actions of canned responses, straight from their tables."""
    from supportdesk.domain.macro import ACTION_VERBS
    from supportdesk.domain.template import FILTERS, PLACEHOLDERS

    lines = [
        "Templates",
        "",
        "A canned response is text with placeholders, filled in for each ticket that it goes out on:",
        "",
        "  Hello {{ customer.first_name | default('there') }}, about your ticket {{ ticket.number }} …",
        "  {% if team.name %}{{ team.name }}{% else %}{{ agent.name }}{% endif %}",
        "",
        *(f"  {name:<22} {what}" for name, what in PLACEHOLDERS.items()),
        "",
        "Where nothing is known, say of a customer without a name, nothing stands; default gives something instead.",
        "In the console the placeholder stays in the answer, which is not sent before it is filled in.",
        "",
        f"Filters: {', '.join(sorted(FILTERS))}. Anything else is refused when the template is written.",
        "",
        "With actions it is a macro. They are verbs with their words, done in the change that sends the text:",
        "",
        "  supportdesk template add refund --file refund.txt --action 'tag +refund' --action 'pend 3d'",
        "  supportdesk template add spam --action 'tag +spam' --action close",
        "",
        f"Actions: {', '.join(ACTION_VERBS)}.",
        "A note takes placeholders too, set takes KEY=VALUE, and assign a login, me, a team or none.",
        "One that has no text is run by: supportdesk macro 12 spam",
    ]
    return "\n".join(lines) + "\n"


def _filter_lines() -> Iterator[str]:
    from supportdesk.domain.filter_keys import FIELD, KEYS

    yield "Filters"
    yield ""
    yield '  status:new,open priority>=high assignee:me "card declined" -tag:spam due<2h'
    yield "  (customer:acme or org:acme.com) created:2026-11-01..2026-11-05"
    yield ""
    yield 'Side by side is and; or, - (or not) and ( ) as they read. Bare words and "phrases" are full text:'
    yield "every word, in any order and form; word* for a beginning."
    yield "Operators : = != < <= > >=; lists a,b; ranges a..b; none, any, me."
    yield "Times: 2026-11-01, 2026-11-01T09:30, today, yesterday, monday, 30m, 2h, 3d, 1w. A duration is an age for"
    yield "what has happened (updated<2h: less than two hours ago) and what is left for what is to come (due<2h)."
    yield ""
    for key in (*KEYS.values(), FIELD):
        name = "field.NAME" if key is FIELD else key.name
        yield f"  {name:<12} {key.help}{_choices(key.values)}"
        yield f"  {'':<12}   {key.example}"


def _choices(values: tuple[str, ...]) -> str:
    return f": {', '.join(map(str, values))}" if values else ""


def keys(call: Call) -> str:
    """The keys in force; where the config file has a fault, the usual ones, and the fault."""
    from supportdesk.cli.key_help import key_help
    from supportdesk.errors import UsageError
    from supportdesk.keymap import Keymap, read_keymap

    try:
        return key_help(read_keymap(call.settings.keys))
    except UsageError as error:
        return key_help(Keymap()) + f"\nThese are the usual keys, as the config file has a fault:\n{error.message}\n"


TOPICS: dict[str, Callable[[Call], str]] = {
    "filters": lambda _call: filters(),
    "templates": lambda _call: templates(),
    "keys": keys,
    "formats": lambda _call: FORMATS,
    "environment": lambda _call: ENVIRONMENT,
    "exit-codes": lambda _call: EXIT_CODES,
}


def topic_names() -> list[str]:
    """The topics, for completion."""
    return list(TOPICS)


@app.verb("help")
def help_on(
    context: typer.Context,
    *,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TOPIC",
            help="filters, templates, keys, formats, environment, exit-codes, or a command",
            autocompletion=topic_names,
        ),
    ] = None,
) -> None:
    """Explain a topic or a command.

    Example: supportdesk help filters
    Example: supportdesk help template add
    """
    call = calls.of(context)
    wanted = words or []
    if len(wanted) == 1 and wanted[0] in TOPICS:
        show_long(call, TOPICS[wanted[0]](call))
        return
    from supportdesk.cli.run import help_text
    from supportdesk.errors import UsageError

    try:
        text = help_text(context.find_root().command, wanted, call)
    except UsageError as error:
        raise NotFound(
            f"no command or topic {' '.join(wanted)!r}", hint=f"supportdesk help {', '.join(TOPICS)}"
        ) from error
    show_long(call, text)
