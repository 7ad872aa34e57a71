"""How the words of a command line become the values of its parameters: words, numbers and lists of words.

Typer's own way loads pydantic and makes a schema for every parameter of a command, given or not.
"""

from typing import Any

from typer import BadParameter
from typer._coercion import RuntimeParam

from supportdesk.errors import UsageError


class Plain(RuntimeParam):
    """The value of a parameter of one of `PLAIN`."""

    def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any:
        if self.annotation is int:
            return _bounded(_number(value, param, ctx), param, ctx)
        if self.annotation == list[int]:
            return [_number(one, param, ctx) for one in value]
        return list(value) if self.annotation == list[str] else value


PLAIN = (str, bool, int, list[str], list[int])


def plainly_read(parameters: list[Any]) -> list[Any]:
    """The same parameters, those of plain types to be read here; the others stay with Typer."""
    for parameter in parameters:
        kind = parameter.type_descriptor
        if kind.annotation in PLAIN and not kind.is_ranged and kind.parameter_info.parser is None:
            parameter._runtime_param = Plain(kind.parameter_info, kind.annotation)
    return parameters


LARGEST = (1 << 62) - 1
"""The largest number of a parameter: no database counts further, and one more is still a number to it."""


def _bounded(number: int, param: Any, ctx: Any) -> int:
    if abs(number) > LARGEST:
        raise BadParameter(f"'{str(number)[:40]}' is too large a number", ctx=ctx, param=param)
    return number


def _number(value: Any, param: Any, ctx: Any) -> int:
    try:
        return int(value)
    except ValueError:
        raise BadParameter(f"{value[:40]!r} is no whole number", ctx=ctx, param=param) from None


MAY_BE_EMPTY = frozenset({"TEXT", "PERSON", "NUMBER", "CURSOR", "[FIELDS]"})
"""Metavars of values that may be empty: words, which are asked for where they are needed; what a customer left out of a
form; where the first page begins; fields that are not chosen.
"""


NEVER_EMPTY = frozenset({"CHANGE", "FILE", "FILE|-", "FOLDER|CSV", "URL|PATH"})
"""Metavars of words that mean something else where they are left out: the last change, this folder, the usual desk."""


def refuse_empty(context: Any, parameters: list[Any]) -> None:
    """UsageError for an option or a place that was given an empty value, as of a script's unset variable."""
    for parameter in parameters:
        if not _needs_words(parameter):
            continue
        given = context.params.get(parameter.name)
        empty = any(isinstance(one, str) and not one.strip() for one in (given if isinstance(given, list) else [given]))
        if empty and context.get_parameter_source(parameter.name).name == "COMMANDLINE":
            name = parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar
            raise UsageError(f"{name} is empty; give it a value or leave it out")


def _needs_words(parameter: Any) -> bool:
    if parameter.param_type_name == "option":
        return (parameter.metavar or "").partition("|")[0] not in MAY_BE_EMPTY
    return parameter.metavar in NEVER_EMPTY
