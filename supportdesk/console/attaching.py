"""Files of the agent's that go with a message, read from their paths; the command line takes them in here too."""

from collections.abc import Iterable
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

    content = read_bytes(path, most=LARGEST)
    return File(path.name, content, guess_type(path.name)[0] or "application/octet-stream")


def read_bytes(path: Path, *, most: int | None = None) -> bytes:
    """A file's content; NotFound for a missing one, Refused for one that cannot be read.

    UsageError for what is no file, and for one of more than `most` bytes.
    """
    try:
        if most is not None and path.stat().st_size > most:
            raise UsageError(f"{path.name} is larger than {most >> 20} MB")
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"no file {path}") from None
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder, not a file") from None
    except OSError as error:
        raise Refused(f"cannot read {path}: {error.strerror}") from error
    except ValueError:
        raise UsageError(f"{str(path)!r} is no path") from None
