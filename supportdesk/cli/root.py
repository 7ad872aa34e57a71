"""The root of the command tree: the global options, and each command fetched from its file when it is asked for."""

from typing import Annotated, Any

import typer

from supportdesk.cli.call import Call, Flags
from supportdesk.cli.commands import COMMANDS, NOUNS, RECORD_VERBS, SECTIONS, commands_of, visible
from supportdesk.cli.tree import Group, records_of
from supportdesk.errors import UsageError

ABOUT = "supportdesk: a help desk for people who live in a terminal. Without a command it opens the console."


class Root(Group):
    """All commands; one is built only when it is asked for."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """The names in the order of help."""
        return list(dict.fromkeys(visible(name) for name in COMMANDS))

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = _built(cmd_name)
        return self.commands[cmd_name]

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """The names that begin so, with what help says of each; nothing is built for it."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from typer._click.shell_completion import CompletionItem

        summaries = {visible(name): entry.summary for name, entry in reversed(COMMANDS.items())}
        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        return [CompletionItem(name, help=summaries[name]) for name in names]

    def format_help(self, _ctx: Any, formatter: Any) -> None:
        """What there is, by section; nothing is built for it."""
        formatter.write_text(ABOUT)
        for title, names in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(visible(name), entry.summary) for name, entry in names.items()])
        with formatter.section("Options of every command, anywhere before --"):
            formatter.write_dl(list(records_of(self.params)))
        formatter.write_paragraph()
        formatter.write_text("supportdesk help TOPIC: filters, templates, keys, formats, environment, exit-codes")


def _built(name: str) -> Any:
    commands = commands_of(name)
    if name not in NOUNS:
        return commands.built(name)
    group = typer.main.get_group(commands)
    group.name = visible(name)
    return group


def tag_command(words: list[str]) -> str:
    """Which of the two `tag` is meant: the tags' own commands, or the verb that marks tickets."""
    return "tags" if words[1:2] and words[1] in RECORD_VERBS else "tag"


app = typer.Typer(cls=Root, add_completion=True, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    *,
    store: Annotated[str | None, typer.Option(metavar="URL|PATH", help="the desk: a file, or postgresql://…")] = None,
    profile: Annotated[str | None, typer.Option(metavar="NAME", help="a [profiles.NAME] of the config file")] = None,
    agent: Annotated[str | None, typer.Option("--as", metavar="LOGIN", help="the agent who acts")] = None,
    color: Annotated[str | None, typer.Option(metavar="WHEN", help="auto, always or never")] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="never ask")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="say nothing but errors")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="show the traceback of an error")] = False,
    version: Annotated[bool, typer.Option("--version", help="show the version")] = False,
) -> None:
    """Take the global options; without a command, open the console."""
    call = context.obj
    assert isinstance(call, Call)
    call.flags = Flags(store, profile, agent, color, no_input, quiet, debug)
    for name, given in (("--store", store), ("--profile", profile), ("--as", agent)):
        # Of a script's unset variable: it must not become the default desk, or its admin.
        if given is not None and not given.strip():
            raise UsageError(f"{name} is empty", hint="supportdesk --help")
    if color not in (None, "auto", "always", "never"):
        raise UsageError(f"--color is auto, always or never, not {color!r}")
    if version:
        from supportdesk import __version__

        call.streams.write(f"supportdesk {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        _console(context, call)


def _console(context: typer.Context, call: Call) -> None:
    if not call.streams.can_draw:
        call.streams.say(context.get_help() + "\n")
        raise typer.Exit(2)
    from supportdesk.cli import console
    from supportdesk.console.arrangement import recall

    habits = console.habits(call)
    habits.arrangement = recall(call.environment)
    from supportdesk.console.last_page import Memory
    from supportdesk.console.spool import folder_for

    settings = call.settings
    memory = Memory.of(call.environment, settings.store, settings.agent)
    spool = folder_for(call.environment, settings.store, settings.agent)
    code = console.open_console(call, lambda: call.desk, habits, memory=memory, spool=spool)
    raise typer.Exit(code)
