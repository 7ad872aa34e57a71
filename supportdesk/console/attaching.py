"""Files of the agent's that go with a message, read from their paths; the command line takes them in here too."""

import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from supportdesk.errors import NotFound, Refused, UsageError
from supportdesk.homes import at_home

if TYPE_CHECKING:
    from supportdesk.services.conversation import File

LARGEST = 25 << 20
"""Bytes of a file that can go with a message; hardly any mail server takes more."""


def attached(paths: Iterable[str]) -> list["File"]:
    """Files by path, each with its type guessed from its name; UsageError for one that no mail can take along."""
    return [_attached(at_home(path)) for path in paths]


def _attached(path: Path) -> "File":
    from mimetypes import guess_type

    from supportdesk.services.conversation import File

    content = read_bytes(path, check=_fits)
    return File(path.name, content, guess_type(path.name)[0] or "application/octet-stream")


def _fits(path: Path) -> None:
    """Refuse what a message cannot take along: a pipe or a device has no size, and reading it may never end."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
        raise UsageError(f"{path} is a pipe or a device, not a file")
    if about.st_size > LARGEST:
        raise UsageError(f"{path.name} is larger than {LARGEST >> 20} MB")


def read_bytes(path: Path, *, check: Callable[[Path], None] = lambda _: None) -> bytes:
    """A file's content, if `check` has nothing against it; NotFound for a missing one, Refused for an unreadable one.

    UsageError for what is no file.
    """
    try:
        check(path)
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"no file {path}") from None
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder, not a file") from None
    except OSError as error:
        raise Refused(f"cannot read {path}: {error.strerror}") from error
    except ValueError:
        raise UsageError(f"{str(path)!r} is no path") from None
