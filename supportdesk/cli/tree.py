"""The tree of commands as Typer runs it: built when a command is asked for, with help and errors of our own."""

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import typer
from typer._click.shell_completion import CompletionItem
from typer.core import TyperCommand, TyperGroup

from supportdesk.cli.groups import spread
from supportdesk.cli.parameters import plainly_read, refuse_empty
from supportdesk.errors import UsageError
from supportdesk.near import nearest_of

Function = TypeVar("Function", bound=Callable[..., None])

SIGN = "\ufdd0"
"""Stands before a word such as `-tag:spam` while the parser runs, which would take it for an option. No text has it."""


EMPTYING = frozenset({"add", "edit"})
"""The commands that write the fields of a record."""


@dataclass(frozen=True, slots=True)
class Then:
    """What a verb takes after its tickets: the word for it in the usage line, what it is, and what TAB offers."""

    name: str
    help: str
    offered: Callable[[Any, str], list[tuple[str, str]]] | None = None


class Command(TyperCommand):
    """One command, whose help is its rule, examples and options."""

    then: Then | None = None
    empties = False
    """Whether an empty value empties a field of a record; elsewhere it is that of a script's unset variable."""

    def get_params(self, ctx: Any) -> Any:
        """The parameters, the help option among them."""
        return plainly_read(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words; an option without a value is no other order."""
        rest: list[str] = super().parse_args(ctx, args)
        if not (self.empties or ctx.resilient_parsing):
            refuse_empty(ctx, self.params)
        return rest

    def after_tickets(self, ctx: Any, incomplete: str) -> list[tuple[str, str]]:
        """What TAB offers where tickets have been named."""
        offered = self.then and self.then.offered
        return offered(ctx, incomplete) if offered and ctx.params.get("words") else []

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The rule first, then how it is used."""
        rule, examples = read_help(self.help or "")
        formatter.write_text(rule)
        with formatter.section("Usage"):
            formatter.write_text(" ".join([ctx.command_path, *_pieces(self.params, self.then)]))
        with formatter.section("Examples" if len(examples) > 1 else "Example"):
            formatter.write("".join(f"{'':>{formatter.current_indent}}{line}\n" for line in examples))
        with formatter.section("Options"):
            formatter.write_dl(list(records_of(self.params, self.then)))


class SignedCommand(Command):
    """A command among whose words `-spam` and `-tag:spam` are words and no options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Mark the signed words before the parser sees them; `unsigned` takes the marks off."""
        known = {name for parameter in self.params for name in (*parameter.opts, *parameter.secondary_opts)}
        values = value_options(self.params)
        marked: list[str] = []
        waiting = list(args)
        while waiting:
            word = waiting.pop(0)
            if word == "--":
                marked += [word, *waiting]
                break
            if re.fullmatch(r"-n[0-9]+", word) and "-n" in values:
                word, waiting = word[:2], [word[2:], *waiting]
            marked.append(SIGN + word if re.match(r"-[^-]", word) and word not in known else word)
            if word in values and waiting:
                marked.append(waiting.pop(0))
        return super().parse_args(ctx, marked)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """The options that begin so, and after the tickets the signed words that do."""
        words = self.after_tickets(ctx, incomplete)
        return [*super().shell_complete(ctx, incomplete), *(CompletionItem(word, help=told) for word, told in words)]


def unsigned(words: Iterable[str]) -> list[str]:
    """The words of a signed command as they were typed."""
    return [word.removeprefix(SIGN) for word in words]


class Group(TyperGroup):
    """A noun with its verbs."""

    def get_params(self, ctx: Any) -> Any:
        """The parameters, the help option among them."""
        return plainly_read(super().get_params(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first word names; an unknown one is UsageError with the nearest."""
        name = args[0]
        found = self.get_command(ctx, name)
        if found is None and not ctx.resilient_parsing:
            raise unknown_command(name, self.list_commands(ctx), path=ctx.command_path)
        return (found.name if found else None), found, args[1:]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """What the noun is, then its verbs."""
        formatter.write_text(read_help(self.help or "")[0])
        with formatter.section("Usage"):
            formatter.write_text(f"{ctx.command_path} COMMAND …")
        with formatter.section("Commands"):
            commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
            formatter.write_dl([(name, summary(command.help or "")) for name, command in commands if command])


class Commands(typer.Typer):
    """The commands of one file."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            cls=Group, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, **settings
        )

    def verb(self, name: str, *, signed: bool = False, then: Then | None = None) -> Callable[[Function], Function]:
        """Register a function as a command; its docstring is the help, `then` what comes after the tickets."""
        kind = SignedCommand if signed else Command

        def register(function: Function) -> Function:
            told = {"then": then, "empties": name in EMPTYING}
            self.command(name, cls=type(kind.__name__, (kind,), told))(spread(function))
            return function

        return register

    def built(self, name: str) -> Any:
        """One command of this file, without building the others."""
        one = Commands()
        one.registered_commands = [info for info in self.registered_commands if info.name == name]
        return typer.main.get_command(one)

    def summary(self, name: str) -> str:
        """The first sentence of one command's help."""
        infos = {info.name: info for info in self.registered_commands}
        return summary(inspect.getdoc(infos[name].callback) or "")


def unknown_command(name: str, known: Iterable[str], *, path: str) -> UsageError:
    """What to say of a word that names no command."""
    near = nearest_of(name, list(known))
    meant = f"; did you mean {near[0]}?" if near else ""
    return UsageError(f"no command {name[:60]!r}{meant}", hint=f"{path} --help")


def value_options(parameters: Iterable[Any]) -> frozenset[str]:
    """The options among parameters that take a value."""
    return frozenset(
        name
        for parameter in parameters
        if parameter.param_type_name == "option" and not parameter.is_flag
        for name in parameter.opts
    )


def read_help(text: str) -> tuple[str, list[str]]:
    """A docstring's rule, and its examples: the lines that begin with `Example:`."""
    lines = inspect.cleandoc(text).splitlines()
    examples = [line.removeprefix("Example:").strip() for line in lines if line.startswith("Example:")]
    return "\n".join(line for line in lines if not line.startswith("Example:")).strip(), examples


def summary(text: str) -> str:
    """The first sentence of a docstring, without its stop."""
    return re.split(r"(?<=[.;])\s", read_help(text)[0], maxsplit=1)[0].rstrip(".:;")


def _pieces(parameters: Iterable[Any], then: Then | None) -> list[str]:
    words = [_argument(parameter) for parameter in parameters if parameter.param_type_name == "argument"]
    after = [then.name] if then else []
    needed = [
        f"{parameter.opts[-1]} {_metavar(parameter)}"
        for parameter in parameters
        if parameter.param_type_name == "option" and parameter.required
    ]
    return [*words, *after, *needed, "[OPTIONS]"]


def _argument(parameter: Any) -> str:
    name = _metavar(parameter) + ("…" if parameter.nargs == -1 else "")
    return name if parameter.required else f"[{name}]"


def records_of(parameters: Iterable[Any], then: Then | None = None) -> Iterable[tuple[str, str]]:
    """The options of a command as help lists them: the words, and what they do."""
    for parameter in parameters:
        if parameter.hidden:
            continue
        if parameter.param_type_name == "argument":
            yield _metavar(parameter), parameter.help or ""
            if then:
                yield then.name, then.help
        else:
            value = "" if parameter.is_flag else f" {_metavar(parameter)}"
            yield ", ".join([*parameter.opts, *parameter.secondary_opts]) + value, parameter.help or ""
    yield "--help", "show this; `supportdesk --help` lists the options of every command"


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())
