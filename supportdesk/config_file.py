"""The config file: its text, its table, what it says of keys, and one setting written into it.

Which settings there are and what they may be is in `config.py`.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from supportdesk.errors import Refused, UsageError


@dataclass(frozen=True, slots=True)
class Given:
    """A line of `[keys]`: an action, the keys for it as written, and the file and line where that stands."""

    name: str
    words: tuple[str, ...]
    place: str


def text_of(path: Path) -> str:
    """The file's text, "" where there is none; UsageError where it cannot be read."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: {error}") from error
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error


def table_of(text: str, path: Path) -> Mapping[str, object]:
    """What a text in TOML says; UsageError tells the place of a fault."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: {error}") from error


def keys_of(table: object, text: str, path: Path) -> tuple[Given, ...]:
    """What `[keys]` says, line by line; which actions and keys there are is not known here."""
    if not isinstance(table, dict):
        raise UsageError(f'{path}: keys are a table, [keys] with lines such as assign = "a"')
    given = []
    for name, value in table.items():
        place = f"{path}:{_line_of(name, text)}"
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise UsageError(f'{place}: {name} is a key, "a", or a list of keys, ["a", "ctrl+a"], or "none"')
        given.append(Given(name, tuple(words), place))
    return tuple(given)


def _line_of(name: str, text: str) -> int:
    """The line of the file where `[keys]` speaks of a name; `tomllib` does not tell."""
    inside, spoken = False, re.compile(rf"""\s*(keys\s*\.\s*)?["']?{re.escape(name)}["']?\s*=""")
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("["):
            inside = line.split("]")[0].strip(" [\t\"'") == "keys"
        found = spoken.match(line)
        if found and (inside or found[1]):
            return number
    return next((number for number, line in enumerate(text.split("\n"), 1) if "keys" in line), 1)


def write(path: Path, name: str, value: str | float | bool, *, profile: str = "") -> None:
    """Write one setting into the file, or into the table of a profile in it; all else stays as it is, comments too.

    Refused where the file cannot be read as TOML or not be written; nothing is changed then.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        found = tomlkit.parse(text_of(path))
        table = found.setdefault("profiles", tomlkit.table()).setdefault(profile, tomlkit.table()) if profile else found
        table[name] = value
        text = tomlkit.dumps(found)
    except TOMLKitError as error:
        raise Refused(f"{path}: {error}") from error
    place = path.resolve()  # a link to the file stays one
    written = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        written.touch(0o600)
        written.write_text(text, "utf-8")
        if place.exists():
            written.chmod(place.stat().st_mode & 0o777)
        written.replace(place)
    except OSError as error:
        written.unlink(missing_ok=True)
        raise Refused(f"cannot write {path}: {error.strerror}") from error
