"""Drafts that are not in the store yet, in a file of this machine: whatever ends the console, they are still there.

Each console has a file of its own and holds a lock beside it for as long as it lives; what lies there without its
console is taken in by the next one. The files are the agent's alone (0600), and empty as soon as the store has all.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from supportdesk.config import APP
from supportdesk.domain.drafts import Draft


@dataclass(frozen=True, slots=True)
class Spooled:
    """A draft, the revision in the store that it goes on from, and when it was written."""

    draft: Draft
    base: str | None
    at: datetime


def folder_for(environment: Mapping[str, str], store: str, login: str) -> Path:
    """Where drafts of an agent of a store wait: in the platform's state directory."""
    return state_folder(environment) / ("drafts-" + hashlib.sha256(f"{store}\n{login}".encode()).hexdigest()[:20])


def state_folder(environment: Mapping[str, str]) -> Path:
    """Where the platform keeps what a program remembers."""
    if home := environment.get("XDG_STATE_HOME"):
        return Path(home) / APP
    from platformdirs import user_state_path

    return user_state_path(APP)


class Spool:
    """The waiting drafts of this console, and those that others left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / f"{uuid4().hex[:16]}.json"
        self._lock: int | None = None

    def write(self, drafts: Sequence[Spooled]) -> bool:
        """Have exactly these drafts in the file; False where it cannot be written."""
        if not drafts and self._lock is None:
            return True
        try:
            if self._lock is None:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._lock = _taken(self._path.with_suffix(".lock"))
            if drafts:
                _replace(self._path, json.dumps([_record(one) for one in drafts], ensure_ascii=False))
            else:
                self._path.unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def orphans(self) -> "tuple[Orphan, ...]":
        """What consoles have left that are no more; they are this console's to take in."""
        others = [path for path in sorted(self._folder.glob("*.json")) if path != self._path]
        return tuple(Orphan(path, lock) for path in others if (lock := _taken(path.with_suffix(".lock"))) is not None)

    def release(self) -> None:
        """Leave what is there to the next console, and nothing where all is in the store."""
        if self._lock is not None:
            if not self._path.exists():
                self._path.with_suffix(".lock").unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None


class Orphan:
    """The file of a console that is no more, held so that nobody else takes it in too."""

    def __init__(self, path: Path, lock: int) -> None:
        self._path, self._lock = path, lock

    @property
    def drafts(self) -> tuple[Spooled, ...]:
        """What is in it, nothing of a file that cannot be read."""
        try:
            return tuple(_spooled(record) for record in json.loads(self._path.read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return ()

    def forget(self) -> None:
        """The store has it all."""
        self._path.unlink(missing_ok=True)
        self._path.with_suffix(".lock").unlink(missing_ok=True)
        os.close(self._lock)

    def leave(self) -> None:
        """The store has not taken it: somebody else may try."""
        os.close(self._lock)


def _taken(path: Path) -> int | None:
    """The lock of a file, or None where its console lives. Where nothing can be locked it counts as taken by us."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        import fcntl
    except ImportError:  # no such locks on this platform
        return handle
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except OSError:
        return handle
    return handle


def _replace(path: Path, text: str) -> None:
    """Write a file so that there is always either the old one or the new one."""
    written = path.with_suffix(".new")
    try:
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        written.replace(path)
    except OSError:
        with suppress(OSError):
            written.unlink(missing_ok=True)
        raise


def _record(one: Spooled) -> Mapping[str, object]:
    draft = one.draft
    return {
        "ticket": draft.ticket,
        "note": draft.note,
        "text": draft.text,
        "numbers": draft.numbers,
        "files": draft.files,
        "actions": draft.actions,
        "copies": draft.copies,
        "base": one.base,
        "at": one.at.isoformat(),
    }


def _spooled(record: Mapping[str, object]) -> Spooled:
    numbers, files, copies = record["numbers"], record["files"], record.get("copies")
    if not isinstance(numbers, list) or not isinstance(files, list):
        raise TypeError(record)
    draft = Draft(
        ticket=int(str(record["ticket"])),
        text=str(record["text"]),
        note=bool(record["note"]),
        numbers=tuple(int(str(number)) for number in numbers),
        files=tuple(map(str, files)),
        actions=str(record.get("actions", "")),
        copies=tuple(map(str, copies)) if isinstance(copies, list) else None,
    )
    base = record["base"]
    return Spooled(draft, str(base) if base is not None else None, datetime.fromisoformat(str(record["at"])))
