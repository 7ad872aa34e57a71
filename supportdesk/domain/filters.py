"""Filter text into its frozen tree: the one language of lists, bulk verbs, views, rules and reports.

    status:new,open priority>=high "card declined" -tag:spam (customer:acme or org:acme.com) due<2h

Side by side is `and` and binds closer than `or`; `-` or `not` negates what follows. Values are checked here, so a
tree holds nothing that its key does not take. The tree is in `filter_tree.py`, the keys in `filter_keys.py`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from supportdesk.domain.filter_keys import FIELD, Key, Kind, find_key, unknown_key
from supportdesk.domain.filter_operators import Mark, Operator
from supportdesk.domain.filter_tree import (
    And,
    Filter,
    Node,
    Not,
    Or,
    Term,
    Words,
    both,
    either,
    mentions,
    negate,
    write,
)
from supportdesk.domain.filter_values import Phrase, Range, Value, Written, asks_alone, listed, read_phrase, read_value
from supportdesk.errors import FilterError, UsageError

V = TypeVar("V")

__all__ = [
    "And",
    "Filter",
    "Mark",
    "Node",
    "Not",
    "Operator",
    "Or",
    "Phrase",
    "Range",
    "Term",
    "Words",
    "both",
    "either",
    "mentions",
    "negate",
    "parse",
    "write",
]

DEEPEST = 32
"""Parentheses within each other; deeper ones are a machine's, and databases limit the depth of a condition."""

MOST_TERMS = 400
"""Terms of one filter, and values that are a condition each: two filters joined stay below SQLite's depth of one."""

MOST_VALUES = 20_000
"""Values in all lists of one filter, within the bound parameters that databases take."""

_SPACE = re.compile(r"\s*")
_BARE = re.compile(r'[^\s()"]+')
_KEY = re.compile(r'((?:[^\s()":=<>!]|!(?!=))*)(!=|<=|>=|[:=<>])')
_ITEM = re.compile(r'[^\s()",]*')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"(\*?)', re.DOTALL)
_JOINING = re.compile(r'(and|or|not)(?=[\s()"]|$)', re.IGNORECASE)
_ESCAPE = re.compile(r'\\(["\\])')
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def parse(text: str) -> Filter:
    """The filter that a text means; FilterError marks what cannot be read.

    Control characters and broken ones count as spaces.
    """
    parser = _Parser(_UNSAFE.sub(" ", text), text)
    node = parser.alternatives(depth=0)
    if parser.more():
        raise parser.error("this parenthesis closes nothing", at=parser.at)
    return Filter(node, parser.sort, text)


@dataclass(slots=True)
class _Parser:
    """A place in the text, moving on; each method reads one form of the language from there."""

    text: str
    typed: str
    at: int = 0
    terms: int = 0
    values: int = 0
    sort: str = ""

    def error(self, message: str, *, at: int, length: int = 1, hint: str = "") -> FilterError:
        """A fault in the text that was typed."""
        return FilterError(message, text=self.typed, at=at, length=max(1, length), hint=hint)

    def more(self) -> bool:
        """Skip spaces; whether anything follows."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self.text)

    def joining(self) -> str:
        """The word `and`, `or` or `not` that stands here, or nothing."""
        found = _JOINING.match(self.text, self.at)
        return found[1].lower() if found else ""

    def alternatives(self, *, depth: int) -> Node | None:
        """Conditions joined by `or`; None where nothing but `sort:` stands."""
        groups = [self.conditions(depth=depth)]
        at = self.at
        while self.more() and self.joining() == "or":
            at = self.at
            self.at += len("or")
            groups.append(self.conditions(depth=depth))
        found = [group for group in groups if group is not None]
        if len(groups) > 1 and len(found) < len(groups):
            raise self.one_sided("or", at=at)
        return either(*found) if found else None

    def conditions(self, *, depth: int) -> Node | None:
        """Conditions that must all hold, up to an `or`, a closing parenthesis or the end."""
        found: list[Node | None] = []
        joined_at = -1
        while self.more() and self.text[self.at] != ")" and (word := self.joining()) != "or":
            if word != "and":
                found.append(self.condition(depth=depth))
                joined_at = -1
            elif not found or joined_at >= 0:
                raise self.one_sided("and", at=self.at)
            else:
                joined_at = self.at
                self.at += len("and")
        if joined_at >= 0:
            raise self.one_sided("and", at=joined_at)
        return both(*found)

    def one_sided(self, word: str, *, at: int) -> FilterError:
        """A joining word with nothing on one of its sides."""
        return self.error(
            f"{word} stands between two conditions", at=at, length=len(word), hint=f'for the word itself write "{word}"'
        )

    def condition(self, *, depth: int) -> Node | None:
        """One term, word, phrase or parenthesis with what negates it; None for `sort:`."""
        start = self.at
        negative = self.negation()
        if self.text[self.at] == "(":
            node: Node | None = self.enclosed(depth=depth)
        else:
            node = self.leaf(alone=depth == 0 and self.at == start)
        return negate(node) if negative and node is not None else node

    def negation(self) -> bool:
        """Any number of `-` and `not`; two of them are none."""
        negative = False
        while (dash := self.text.startswith("-", self.at)) or self.joining() == "not":
            at, width = self.at, 1 if dash else len("not")
            self.at += width
            negative = not negative
            if dash and self.text[self.at : self.at + 1].isspace():
                raise self.error("a - stands right before what it leaves out", at=at, hint="leave the sign out")
            if not self.more() or self.text[self.at] == ")" or self.joining() in ("and", "or"):
                raise self.error("there is nothing to leave out here", at=at, length=width)
        return negative

    def enclosed(self, *, depth: int) -> Node:
        """Conditions between parentheses."""
        start = self.at
        if depth == DEEPEST:
            raise self.error(f"parentheses go deeper than {DEEPEST} levels", at=start)
        self.at += 1
        node = self.alternatives(depth=depth + 1)
        if not self.more():
            raise self.error("this parenthesis is not closed", at=start)
        self.at += 1
        if node is None:
            raise self.error("there is nothing between these parentheses", at=start, length=self.at - start)
        return node

    def leaf(self, *, alone: bool) -> Node | None:
        """A term, a word or a quoted phrase; `alone` is outside all parentheses and not negated."""
        start = self.at
        self.count(at=start)
        found = _KEY.match(self.text, start)
        if not found:
            written = self.quoted() if self.text[start] == '"' else self.bare(_BARE, prefixes=True)
            phrase = self.checked(read_phrase, written)
            return Words(phrase, start, self.at - start)
        key = self.key(found)
        term = self.term(key, found)
        if key.kind is not Kind.ORDER:
            return term
        self.sort = self.order(term, alone=alone)
        return None

    def count(self, *, at: int) -> None:
        """One more condition, which the database must not find one too many."""
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise self.error(f"a filter has at most {MOST_TERMS} conditions", at=at)

    def key(self, found: re.Match[str]) -> Key:
        """The key that stands before an operator."""
        name, start = found[1], found.start()
        key = find_key(name)
        if key is None:
            raise self.no_key(name, at=start)
        if Operator.written(found[2]) not in key.operators:
            takes = listed([operator.value for operator in key.operators])
            raise self.error(
                f"{name.casefold()} takes {takes}, not {found[2]}",
                at=found.start(2),
                length=len(found[2]),
                hint=f"for example {key.example}",
            )
        return key

    def no_key(self, name: str, *, at: int) -> FilterError:
        """What stands before an operator and is no key."""
        whole = _BARE.match(self.text, at)
        error = unknown_key(name, whole[0] if whole else name)
        return self.error(error.message, at=at, length=len(name), hint=error.hint)

    def term(self, key: Key, found: re.Match[str]) -> Term:
        """The values after a key and its operator."""
        self.at = found.end()
        operator, name = Operator.written(found[2]), found[1] if key is FIELD else key.name
        following = self.text[self.at : self.at + 1]
        if following == "(":
            raise self.error(f"a list is written {name}:a,b without parentheses", at=self.at)
        if not following or following.isspace() or following == ")":
            raise self.misused(key, f"{name}{found[2]} needs a value right after it", found.start())
        values = [self.value(key)]
        while self.text.startswith(",", self.at):
            self.at += 1
            values.append(self.value(key))
            if asks_alone(key, values[-1]):
                self.count(at=self.at)
        if operator not in (Operator.IS, Operator.IS_NOT) and (len(values) > 1 or isinstance(values[0], Range | Mark)):
            raise self.misused(key, f"{found[2]} compares with one value", found.start())
        return Term(
            FIELD.name + name[len(FIELD.name) :] if key is FIELD else name,
            operator,
            tuple(values),
            found.start(),
            self.at - found.start(),
        )

    def misused(self, key: Key, message: str, start: int) -> FilterError:
        """An error over what was read since `start`, with an example of how the key is used."""
        return self.error(message, at=start, length=self.at - start, hint=f"for example {key.example}")

    def value(self, key: Key) -> Value:
        """One value of a list."""
        self.values += 1
        if self.values > MOST_VALUES:
            raise self.error(f"a filter has at most {MOST_VALUES} values", at=self.at)
        start = self.at
        written = (
            self.quoted() if self.text.startswith('"', start) else self.bare(_ITEM, prefixes=key.kind is Kind.TEXT)
        )
        if not written.text.strip():
            raise self.misused(key, "a value is missing here", start)
        return self.checked(lambda value: read_value(key, value), written)

    def quoted(self) -> Written:
        """Text between double quotes, in which spaces, colons and commas are only text."""
        found = _QUOTED.match(self.text, self.at)
        if found is None:
            raise self.error("this quote is not closed", at=self.at, length=len(self.text) - self.at)
        start, self.at = self.at, found.end()
        return Written(
            _ESCAPE.sub(r"\1", found[1]), quoted=True, prefix=bool(found[2]), at=start, length=self.at - start
        )

    def bare(self, pattern: re.Pattern[str], *, prefixes: bool) -> Written:
        """Text without quotes; where it may be a prefix, a star ends it."""
        start, found = self.at, pattern.match(self.text, self.at)
        word = found[0] if found else ""
        self.at += len(word)
        prefix = prefixes and word.endswith("*")
        return Written(word.rstrip("*") if prefix else word, False, prefix, at=start, length=len(word))

    def checked(self, read: Callable[[Written], V], written: Written) -> V:
        """The value of a text, with its place in the error if it is none."""
        try:
            return read(written)
        except UsageError as error:
            raise self.error(error.message, at=written.at, length=written.length, hint=error.hint) from None

    def order(self, term: Term, *, alone: bool) -> str:
        """The order that `sort:` names."""
        if not alone or self.sort or len(term.values) > 1:
            raise self.error("sort: stands once, outside parentheses, with one order", at=term.at, length=term.length)
        return str(term.values[0])
