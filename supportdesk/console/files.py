"""Attachments on their way out of the desk: into a folder that the agent chose, or into the system's own program.

Names come from strangers: they never lead out of the folder, hide a file, or replace one.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from threading import Thread
from typing import TYPE_CHECKING

from supportdesk.console.asking import Line, Question
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError
from supportdesk.homes import at_home

if TYPE_CHECKING:
    from supportdesk.store.reading import Reading

LONGEST_NAME, LONGEST_ENDING = 120, 12
"""Characters of a name before its ending, and of that."""

MOST_BYTES = 200
"""Of a name before its ending: file systems take 255 of all of it, with a number beside one of the same name."""

PROGRAMS = frozenset(
    [
        "app",
        "bat",
        "bin",
        "cmd",
        "com",
        "command",
        "cpl",
        "desktop",
        "dll",
        "exe",
        "hta",
        "jar",
        "js",
        "jse",
        "lnk",
        "msi",
        "pif",
        "ps1",
        "py",
        "reg",
        "run",
        "scr",
        "sh",
        "url",
        "vb",
        "vbs",
        "wsf",
    ]
)
"""Endings of files that a system would run, not show."""

_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


@dataclass(frozen=True, slots=True)
class FileContent(Question[bytes]):
    """What a file of a thread holds, by its SHA-256."""

    sha256: str
    line = Line.SLOW

    def answer(self, reading: "Reading") -> bytes:
        from supportdesk.store import thread

        return thread.content(reading, self.sha256)


def fit_name(name: str) -> str:
    """A name that any file system takes, within its folder and not hidden; its ending stays."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    tidy = _UNFIT.sub("_", shown_line(last)).strip(" .")
    stem, dot, ending = tidy.rpartition(".")
    if dot and len(ending) <= LONGEST_ENDING and len(ending.encode()) <= 3 * LONGEST_ENDING:
        return f"{_short(stem).strip(' .') or 'file'}.{ending}"
    return _short(tidy) or "file"


def _short(name: str) -> str:
    """As much of a name as file systems take."""
    return name[:LONGEST_NAME].encode()[:MOST_BYTES].decode(errors="ignore")


def folder(typed: str) -> Path:
    """A folder as the agent has typed it; DeskError where there is none."""
    path = at_home(typed)
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for what is too long, or may not be looked at
        raise DeskError(f"there is no folder {shown_line(str(path))}")
    return path


def save(folder: Path, name: str, content: bytes) -> Path:
    """Write a new file into a folder, beside one of the same name; DeskError where that cannot be."""
    fit = PurePosixPath(fit_name(name))
    for number in range(1, 1000):
        path = folder / (fit.name if number == 1 else f"{fit.stem} ({number}){fit.suffix}")
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            raise DeskError(f"cannot save {path}: {(error.strerror or str(error)).lower()}") from None
        return _written(path, handle, content)
    raise DeskError(f"{folder} holds a thousand files of the name {fit.name}")


def _written(path: Path, handle: int, content: bytes) -> Path:
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise DeskError(f"cannot save {path}: {(error.strerror or str(error)).lower()}") from None
    return path


def show(name: str, content: bytes, environment: Mapping[str, str]) -> Path:
    """Open a copy in the program that the system has for such files; DeskError where it has none, or would run it."""
    fit = fit_name(name)
    if PurePosixPath(fit).suffix[1:].lower() in PROGRAMS:
        raise DeskError(f"{fit} is a program; save it if you trust it")
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open", path=environment.get("PATH"))
    if opener is None:
        raise DeskError("there is no xdg-open here to open files; save it instead")
    path = save(Path(tempfile.mkdtemp(prefix="supportdesk-")), fit, content)
    process = subprocess.Popen(  # noqa: S603 - a program of the system, and a path of ours
        [opener, str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=dict(environment),
    )
    Thread(target=process.wait, name="file shown", daemon=True).start()
    return path


def folder_to_save(environment: Mapping[str, str]) -> Path:
    """Where files go at first: the agent's downloads, or their home."""
    home = Path(environment.get("HOME") or Path.home())
    downloads = Path(environment.get("XDG_DOWNLOAD_DIR") or home / "Downloads")
    return downloads if downloads.is_dir() else home
