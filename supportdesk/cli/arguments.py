"""The words of a call put in order before they are parsed.

Global options may stand anywhere before `--` and move to the front; `--json` takes the list of fields that follows
it, if one does. What the words mean is decided in the commands.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

GLOBAL_VALUES = frozenset({"--store", "--profile", "--as", "--color"})
GLOBAL_FLAGS = frozenset({"--no-input", "-q", "--quiet", "--debug", "--version"})
HELP = frozenset({"--help", "-h"})

FIELDS = re.compile(r"\s*[a-z][a-z_]*(\.[^\s,:=<>]+)?(\s*,\s*[a-z_]*(\.[^\s,:=<>]+)?)*\s*")
"""What may follow `--json` as its FIELDS: names with commas between and spaces around, no number and no filter term."""

Describe = Callable[[Sequence[str]], "Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of a command by its path: whether further words name a command, which options take a value."""

    group: bool
    values: frozenset[str]


@dataclass(slots=True)
class Line:
    """A command line in order: `front` the global options, `rest` the command and its own words."""

    front: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    help: bool = False

    @property
    def words(self) -> list[str]:
        """What the parser is given."""
        return [*self.front, *self.rest]


def ordered(argv: Sequence[str], describe: Describe) -> Line:
    """A command line with its global options first. A value is never taken for an option."""
    line = Line()
    known = describe(())
    given = list(argv)
    while given:
        word = given.pop(0)
        name = word.split("=", 1)[0]
        if word == "--":
            line.rest += [word, *given]
            break
        if word in HELP:
            line.help = True
        elif name in GLOBAL_VALUES and name not in known.values:
            line.front += [word] if "=" in word else [word, *_value(given)]
        elif word in GLOBAL_FLAGS:
            line.front.append(word)
        elif word == "--json":
            line.rest.append(f"--json={given.pop(0)}" if given and FIELDS.fullmatch(given[0]) else "--json=")
        elif word in known.values:
            line.rest += [word, *_value(given)]
        else:
            line.rest.append(word)
            if known.group and not word.startswith("-"):
                line.path.append(word)
                known = describe(line.path)
    return line


def _value(given: list[str]) -> list[str]:
    return [given.pop(0)] if given else []
