"""Texts and files that a user gives to a command: in the words, on standard input, in an editor, by path."""

from pathlib import Path
from tempfile import TemporaryDirectory

from supportdesk.cli.call import Call
from supportdesk.console.editor import command
from supportdesk.errors import Declined, Refused

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
