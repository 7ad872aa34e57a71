"""The agent's own editor on a text: in a private file, and whatever the editor does, no text is lost."""

import os
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory


@dataclass(frozen=True, slots=True)
class Edited:
    """What came back: the text, which is the old one where something went wrong, and what that was."""

    text: str
    trouble: str = ""


def command(environment: Mapping[str, str], chosen: str = "") -> list[str]:
    """The words that open the editor: the setting, then `$VISUAL`, then `$EDITOR`, then vi."""
    return words_of(chosen or environment.get("VISUAL") or environment.get("EDITOR") or "vi") or ["vi"]


def words_of(line: str) -> list[str]:
    """A program and its words as a shell parts them; where a quote is not closed, the line is the program's name."""
    try:
        return shlex.split(line)
    except ValueError:
        return [line]


def name(words: list[str]) -> str:
    """What an editor is called."""
    return Path(words[0]).name


def edit(words: list[str], text: str) -> Edited:
    """Run an editor on a text and wait for its end; it never raises."""
    try:
        with TemporaryDirectory(prefix="supportdesk-") as folder:
            return _edit(words, text, Path(folder) / "message.txt")
    except OSError as error:
        return Edited(text, f"cannot open {words[0]}: {error.strerror or error}; the text is as it was")


def _edit(words: list[str], text: str, path: Path) -> Edited:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{text}\n" if text and not text.endswith("\n") else text)
    code = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603 - the agent's own choice
    if code != 0:
        ended = f"ended with {code}" if code > 0 else f"was ended by signal {-code}"
        return Edited(text, f"{name(words)} {ended}; the text is as it was")
    try:
        back = path.read_text("utf-8", "replace")
    except OSError as error:
        return Edited(text, f"{name(words)} left nothing to read: {error.strerror}; the text is as it was")
    return Edited(back if text.endswith("\n") else back.removesuffix("\n"))
