"""Files of this machine by a path that is being typed: what it may become."""

import os
from dataclasses import dataclass

from supportdesk.homes import at_home

MOST = 300
"""Entries of a folder that are offered."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or a folder to go into; `path` is how it is typed in full."""

    path: str
    name: str
    folder: bool
    size: int = 0


def completions(typed: str) -> tuple[Entry, ...]:
    """What lies where the path leads, as far as its last part fits: what begins so first; a folder that cannot be
    read has nothing. Hidden files are offered when the part begins with a dot.
    """
    folder, _, part = typed.rpartition("/")
    start = f"{folder}/" if folder or typed.startswith("/") else ""
    try:
        with os.scandir(at_home(start or ".")) as entries:
            found = [_entry(start, entry) for entry in entries if _fits(entry.name, part) and _offered(entry)]
    except (OSError, ValueError, RuntimeError):
        return ()
    wanted = part.casefold()
    found.sort(key=lambda one: (not one.name.casefold().startswith(wanted), not one.folder, one.name.casefold()))
    return tuple(found[:MOST])


def _fits(name: str, part: str) -> bool:
    if name.startswith(".") and not part.startswith("."):
        return False
    return part.casefold() in name.casefold()


def _offered(entry: "os.DirEntry[str]") -> bool:
    """Whether it can go with a message or be gone into; a link that leads nowhere is told of when it is taken."""
    return entry.is_symlink() or entry.is_dir() or entry.is_file()


def _entry(start: str, entry: "os.DirEntry[str]") -> Entry:
    try:
        folder = entry.is_dir()
        size = 0 if folder else entry.stat().st_size
    except OSError:
        folder, size = False, 0
    return Entry(f"{start}{entry.name}{'/' if folder else ''}", entry.name, folder, size)


def whole(path: str) -> str:
    """The path in full, wherever the console is later."""
    return str(at_home(path).absolute())
