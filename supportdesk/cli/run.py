"""Run one command line: order its words, hand them to the tree, and turn whatever is raised into an exit code."""

from collections.abc import Mapping, Sequence
from typing import Any

from supportdesk.cli.arguments import Line, Words, ordered
from supportdesk.cli.call import Call
from supportdesk.cli.completing import COMPLETE, complete
from supportdesk.cli.streams import Streams
from supportdesk.errors import DeskError, FilterError, TryLater, UsageError

PROGRAM = "supportdesk"

CLOSED_PIPE = 0
UNEXPECTED = 1
INTERRUPTED = 130

PIPE = ["mail", "pipe"]
"""Where words that are off are a mail server's, which returns mail to its sender at any exit code but 75."""


def main(argv: Sequence[str], streams: Streams, environment: Mapping[str, str]) -> int:
    """Run the command that `argv` names (without the program's own name) and return its exit code.

    Nothing outside the streams and the environment given is read, except what the command itself is about.
    """
    call = Call(streams, environment)
    debug = "--debug" in argv
    try:
        code = _run(argv, call)
        streams.flush()
    except DeskError as error:
        return _told(call, _lines(error), error.exit_code, error if debug else None)
    except BrokenPipeError:
        return CLOSED_PIPE
    except KeyboardInterrupt:
        return _told(call, [], INTERRUPTED, None)
    except Exception as error:  # a fault of ours: still one line for whoever met it
        return _told(call, _unexpected(error), UNEXPECTED, error if debug else None)
    finally:
        call.close()
    return code


def _run(argv: Sequence[str], call: Call) -> int:
    import typer
    from typer.core import TyperGroup

    from supportdesk.cli.root import app

    tree = typer.main.get_command(app)
    assert isinstance(tree, TyperGroup)
    if call.environment.get(COMPLETE):
        return complete(tree, call, PROGRAM)
    line = ordered(argv, lambda path: _described(tree, path))
    if line.help:
        return _help(tree, line, call)
    return _invoked(tree, line, call)


def _invoked(tree: Any, line: Line, call: Call) -> int:
    try:
        return _called(tree, line, call)
    except UsageError as error:
        if line.path != PIPE:
            raise
        raise TryLater(f"the message is not stored: {error.message}", hint=error.hint) from error


def _called(tree: Any, line: Line, call: Call) -> int:
    import typer

    try:
        with tree.make_context(PROGRAM, _words(line), obj=call, terminal_width=call.streams.width) as context:
            tree.invoke(context)
    except typer.Exit as exit_:
        return exit_.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.TyperException as error:
        raise _usage(error, line) from error
    return 0


def _words(line: Line) -> list[str]:
    from supportdesk.cli.root import tag_command

    if line.path[:1] != ["tag"]:
        return line.words
    at = line.rest.index("tag")
    return [*line.front, *line.rest[:at], tag_command(line.path), *line.rest[at + 1 :]]


def _described(tree: Any, path: Sequence[str]) -> Words:
    from supportdesk.cli.tree import value_options

    command = _at(tree, path)
    if command is None:
        return Words(group=False, values=frozenset())
    group = hasattr(command, "commands") or path == ["tag"]
    return Words(group=group, values=value_options(command.params) if command is not tree else frozenset())


def _at(tree: Any, path: Sequence[str]) -> Any:
    """The command at the end of a path of words, or None where a word names none."""
    from supportdesk.cli.root import tag_command

    if path[:1] == ["tag"] and tag_command(list(path)) == "tag":
        return tree.get_command(None, "tag")
    command = tree
    for word in ["tags", *path[1:]] if path[:1] == ["tag"] else path:
        if not hasattr(command, "commands"):
            return command
        command = command.get_command(None, word)
        if command is None:
            return None
    return command


def _help(tree: Any, line: Line, call: Call) -> int:
    """The help of the command that the words name; unknown words are errors as they are without `--help`."""
    from supportdesk.cli.pages import show_long

    show_long(call, help_text(tree, line.path, call))
    return 0


def help_text(tree: Any, path: Sequence[str], call: Call) -> str:
    """The help of the command at a path."""
    from supportdesk.cli.root import tag_command
    from supportdesk.cli.tree import unknown_command

    command = _at(tree, path)
    if command is None:
        parent = _at(tree, path[:-1])
        raise unknown_command(path[-1], parent.list_commands(None), path=" ".join([PROGRAM, *path[:-1]]))
    shortest = 2 if path[:1] == ["tag"] and tag_command(list(path)) == "tags" else 1
    lengths = range(shortest, len(path))
    named = next((path[:at] for at in lengths if not hasattr(_at(tree, path[:at]), "commands")), path)
    context = command.context_class(
        command, info_name=" ".join([PROGRAM, *named]), terminal_width=min(call.streams.width, 100)
    )
    return str(command.get_help(context)) + "\n"


def _usage(error: Any, line: Line) -> DeskError:
    """The parser's complaint in our words."""
    where = " ".join([PROGRAM, *line.path[:3]]) if line.path else PROGRAM
    name = getattr(error, "option_name", None)
    if type(error).__name__ == "NoSuchOption":
        near = f"; did you mean {error.possibilities[0]}?" if error.possibilities else ""
        return UsageError(f"no option {name}{near}", hint=f"{where} --help")
    if type(error).__name__ == "MissingParameter" and error.param is not None:
        wanted = (
            error.param.opts[-1] if error.param.param_type_name == "option" else error.param.metavar or error.param.name
        )
        return UsageError(f"{wanted} is missing", hint=f"{where} --help")
    message = error.format_message().rstrip(".").replace("\n", " ")
    return UsageError(message[:1].lower() + message[1:], hint=f"{where} --help")


def _unexpected(error: Exception) -> list[str]:
    from supportdesk.domain.safe import told_line

    return [f"{PROGRAM}: unexpected {type(error).__name__}: {told_line(str(error).strip())}", "--debug shows where"]


def _lines(error: DeskError) -> list[str]:
    from supportdesk.domain.safe import told_line

    lines = [f"{PROGRAM}: {told_line(error.message)}"]
    if isinstance(error, FilterError):
        lines += _marked(error)
    return [*lines, f"try: {told_line(error.hint)}"] if error.hint else lines


def _marked(error: FilterError) -> list[str]:
    """The filter with a caret under each character of the fault, cut to a line around it."""
    from rich.cells import cell_len

    text = "".join(letter if letter.isprintable() else " " for letter in error.text)
    start = max(0, error.at - 60)
    end = start + 100
    cut = text[start:end]
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    indent = cell_len(before + text[start : error.at])
    carets = "^" * max(1, cell_len(text[error.at : min(error.at + error.length, end)]))
    return [f"  {before}{cut}{after}", "  " + " " * indent + carets]


def _told(call: Call, lines: Sequence[str], code: int, error: BaseException | None) -> int:
    try:
        if error is not None:
            import traceback

            from supportdesk.domain.safe import shown

            call.streams.say(shown("".join(traceback.format_exception(error))))
        for line in lines:
            call.streams.say(f"{line}\n")
        call.streams.flush()
    except (BrokenPipeError, ValueError):
        pass
    return code
