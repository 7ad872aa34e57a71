"""Texts and files that a user gives to a command: in the words, on standard input, in an editor, by path."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from supportdesk.cli.call import Call
from supportdesk.console.editor import command
from supportdesk.errors import Declined, NotFound, Refused, UsageError

if TYPE_CHECKING:
    from supportdesk.services.conversation import File

BELOW = "---- what stands below this line is not sent ----"


def body_of(call: Call, given: str) -> str:
    """A text as given, or all of standard input for `-`."""
    if given != "-":
        return given
    if call.streams.source_terminal:
        call.say("reading the text; end with Ctrl-D")
    return call.streams.read_text()


def edited(call: Call, start: str, below: str) -> str:
    """A text written in the user's editor; an empty one is Declined."""
    with TemporaryDirectory(prefix="supportdesk-") as folder:
        path = Path(folder) / "message.txt"
        path.write_text(f"{start}\n\n{BELOW}\n{below}", "utf-8")
        open_editor(call, path)
        text = path.read_text("utf-8", "replace").partition(BELOW)[0].strip()
    if not text:
        raise Declined("the text is empty; nothing was sent")
    return text


def open_editor(call: Call, path: Path) -> None:
    """Open a file in the user's editor, the one that the console opens too; Refused where it fails."""
    words = command(call.environment, call.settings.editor)
    call.streams.flush()
    if call.streams.launch([*words, str(path)], None) != 0:
        raise Refused(f"the editor {words[0]} failed; nothing was changed", hint="set VISUAL or EDITOR")


def attached(paths: Iterable[str]) -> list["File"]:
    """Files by path, each with its type guessed from its name."""
    return [_attached(Path(path).expanduser()) for path in paths]


def _attached(path: Path) -> "File":
    from mimetypes import guess_type

    from supportdesk.services.conversation import File

    return File(path.name, read_bytes(path), guess_type(path.name)[0] or "application/octet-stream")


def read_bytes(path: Path) -> bytes:
    """A file's content; a missing one is NotFound, one that cannot be read Refused."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"no file {path}") from None
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder, not a file") from None
    except OSError as error:
        raise Refused(f"cannot read {path}: {error.strerror}") from error
    except ValueError:
        raise UsageError(f"{str(path)!r} is no path") from None
