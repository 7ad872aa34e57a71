"""The tree of a filter: frozen values that compare by meaning, not by where they stood in the text.

Trees are joined with `both`, `either` and `negate`, which keep them flat; `write` gives text that parses to an
equal tree. Reading text is in `filters.py`, asking a database in `store/where.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from supportdesk.domain.filter_keys import FIELD, KEYS, Key
from supportdesk.domain.filter_operators import Operator
from supportdesk.domain.filter_values import Phrase, Value, write_phrase, write_value


@dataclass(frozen=True, slots=True)
class Term:
    """A key, a relation and one or more values, of which one must hold; `at` and `length` count characters."""

    key: str
    operator: Operator
    values: tuple[Value, ...]
    at: int = field(default=0, compare=False)
    length: int = field(default=0, compare=False)

    @property
    def field_name(self) -> str:
        """The NAME of `field.NAME`; empty for other keys."""
        return self.key.removeprefix(FIELD.name) if self.key.startswith(FIELD.name) else ""

    @property
    def entry(self) -> Key:
        """The line of the table of keys that this term follows."""
        return FIELD if self.field_name else KEYS[self.key]


@dataclass(frozen=True, slots=True)
class Words:
    """Full text: a word, or several side by side, anywhere in the ticket."""

    phrase: Phrase
    at: int = field(default=0, compare=False)
    length: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What its part does not hold for."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """What all its parts hold for."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What one of its parts holds for."""

    parts: tuple["Node", ...]


Node: TypeAlias = Term | Words | Not | And | Or


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as read: `node` is None where it asks for nothing, `sort` the order that it names or nothing."""

    node: Node | None = None
    sort: str = ""
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return " ".join(
            part for part in (write(self.node) if self.node else "", f"sort:{self.sort}" if self.sort else "") if part
        )


def both(*nodes: Node | None) -> Node | None:
    """The tree that holds where all of these do; None asks for nothing."""
    parts = _flat(And, nodes)
    return And(parts) if len(parts) > 1 else next(iter(parts), None)


def either(*nodes: Node) -> Node:
    """The tree that holds where one of these does."""
    parts = _flat(Or, nodes)
    return Or(parts) if len(parts) > 1 else parts[0]


def _flat(kind: type[And] | type[Or], nodes: tuple[Node | None, ...]) -> tuple[Node, ...]:
    parts: list[Node] = []
    for node in nodes:
        if isinstance(node, kind):
            parts.extend(node.parts)
        elif node is not None:
            parts.append(node)
    return tuple(parts)


def negate(node: Node) -> Node:
    """The tree that holds where this one does not."""
    return node.part if isinstance(node, Not) else Not(node)


def leaves(node: Node | None) -> Iterator[Term | Words]:
    """The terms and words of a tree, in their order."""
    match node:
        case None:
            return
        case Term() | Words():
            yield node
        case Not():
            yield from leaves(node.part)
        case And() | Or():
            for part in node.parts:
                yield from leaves(part)


def mentions(node: Node | None, key: str, value: Value) -> bool:
    """Whether a tree asks anywhere for this value of this key, as `is:deleted` does."""
    return any(isinstance(leaf, Term) and leaf.key == key and value in leaf.values for leaf in leaves(node))


def write(node: Node) -> str:
    """Filter text that parses to an equal tree."""
    match node:
        case Words():
            return write_phrase(node.phrase)
        case Term():
            ordered = node.entry.ordered and not node.field_name
            return f"{node.key}{node.operator}{','.join(write_value(value, ordered=ordered) for value in node.values)}"
        case Not():
            return f"-{_enclosed(node.part)}"
        case And():
            return " ".join(write(part) if not isinstance(part, Or) else _enclosed(part) for part in node.parts)
        case Or():
            return " or ".join(map(write, node.parts))


def _enclosed(node: Node) -> str:
    return f"({write(node)})" if isinstance(node, And | Or) else write(node)
