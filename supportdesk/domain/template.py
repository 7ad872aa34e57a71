"""Canned responses: `{{ customer.name }}` filled in, conditions on them, and nothing else.

A template is checked when it is written: a placeholder that does not exist, or anything that reaches for Python,
is an error then, and never a surprise in front of a customer.
"""

from collections.abc import Mapping
from functools import lru_cache

from jinja2 import Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from supportdesk.errors import UsageError
from supportdesk.near import nearest_of

PLACEHOLDERS: dict[str, str] = {
    "customer.name": "the customer's full name",
    "customer.first_name": "the first word of it",
    "customer.email": "the address that the answer goes to",
    "customer.organization": "their organization",
    "ticket.number": "the ticket's number",
    "ticket.subject": "its subject",
    "ticket.status": "its status",
    "ticket.priority": "its priority",
    "ticket.type": "its type",
    "ticket.created": "the day it was opened, 2026-11-21",
    "ticket.due": "the day and time it is due, 2026-11-21 17:00 UTC",
    "agent.name": "who answers",
    "agent.login": "their login",
    "team.name": "the ticket's team",
    "desk.address": "the address that the answer comes from",
    "today": "the day of the answer, 2026-11-21",
}
"""Every placeholder, and what stands in its place."""

FILTERS = frozenset({"default", "upper", "lower", "title", "capitalize", "trim"})

LONGEST = 100_000
DEEPEST = 20
"""Conditions within conditions; what jinja makes of many more Python refuses to read."""

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Getattr,
    nodes.Name,
    nodes.Filter,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.Not,
    nodes.And,
    nodes.Or,
)

Values = Mapping[str, str | Mapping[str, str]]
"""What is filled in: text by name, and by name within `customer`, `ticket`, `agent`, `team` and `desk`."""


def _default(value: str, fallback: str = "") -> str:
    """The value, or what to write where there is none."""
    return value or fallback


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(keep_trailing_newline=True)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS} | {"default": _default}
    return environment


def check(body: str) -> None:
    """Refuse a template that has an unknown placeholder, broken braces, or more than placeholders and conditions."""
    _compiled(body)


@lru_cache(maxsize=64)
def _compiled(body: str) -> Template:
    """A checked template, ready to be filled in many times."""
    if len(body) > LONGEST:
        raise UsageError(f"a template has at most {LONGEST:,} characters, not {len(body):,}")
    try:
        tree = _environment().parse(body)
        _check(tree)
        return _environment().from_string(body)
    except TemplateSyntaxError as error:
        raise UsageError(f"line {error.lineno}: {(error.message or 'cannot be read').lower().rstrip('.')}") from error
    except (RecursionError, MemoryError, SyntaxError):  # of Python, which compiles what jinja makes
        raise UsageError("the template is nested too deeply or has too many branches") from None


def _check(tree: nodes.Node) -> None:
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            raise UsageError(f"line {node.lineno}: the template is nested too deeply")
        _check_one(node)
        if not isinstance(node, nodes.Getattr | nodes.Name):
            waiting.extend((child, depth + 1) for child in node.iter_child_nodes())


def _check_one(node: nodes.Node) -> None:
    if not isinstance(node, _ALLOWED):
        raise UsageError(f"line {node.lineno}: a template may hold placeholders, filters and conditions, nothing else")
    if isinstance(node, nodes.Getattr | nodes.Name):
        _known(_path(node), node.lineno)
    if isinstance(node, nodes.Filter):
        _check_filter(node)
    if isinstance(node, nodes.Const) and not isinstance(node.value, str):
        raise UsageError(f"line {node.lineno}: {node.value!r} is no text; write it in quotes")


def _check_filter(node: nodes.Filter) -> None:
    if node.name not in FILTERS:
        raise UsageError(f"line {node.lineno}: no filter {node.name!r}; there are {', '.join(sorted(FILTERS))}")
    most = 1 if node.name == "default" else 0
    if node.node is None or len(node.args) > most or node.kwargs or node.dyn_args or node.dyn_kwargs:
        takes = "one text" if most else "nothing"
        raise UsageError(f"line {node.lineno}: the filter {node.name!r} takes {takes} in brackets")


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return str(node.name)
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return "?"


def _known(path: str, line: int) -> None:
    if path in PLACEHOLDERS:
        return
    near = nearest_of(path, PLACEHOLDERS)
    meant = f"; did you mean {near[0]}?" if near else ""
    raise UsageError(f"line {line}: no placeholder {path!r}{meant}", hint="supportdesk help templates")


class _Unfilled(str):
    """No text to whoever asks for it, and the placeholder itself where it is to be read."""

    __slots__ = ("path",)
    path: str

    def __new__(cls, path: str) -> "_Unfilled":
        made = super().__new__(cls, "")
        made.path = path
        return made

    def __str__(self) -> str:
        return f"{{{{ {self.path} }}}}"


def render(body: str, values: Values, *, showing_unfilled: bool = False) -> str:
    """The template filled in; the same checks as `check`, so that an old or imported one cannot surprise either.

    Where nothing is known nothing stands, or the placeholder itself, for whoever goes on writing, with
    `showing_unfilled`; conditions and `default` find nothing there either way.
    """
    return str(_compiled(body).render(_with_unfilled(values) if showing_unfilled else values))


def _with_unfilled(values: Values) -> Values:
    return {
        name: value
        if isinstance(value, str)
        else {key: text or _Unfilled(f"{name}.{key}") for key, text in value.items()}
        for name, value in values.items()
    }
