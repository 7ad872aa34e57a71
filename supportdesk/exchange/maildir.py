"""Maildir: a folder with a file for each mail, in and out."""

import os
from datetime import datetime
from pathlib import Path

from supportdesk.desk import Desk
from supportdesk.errors import NotFound, Refused, UsageError
from supportdesk.exchange.mailing import Outgoing, take
from supportdesk.exchange.report import ExportReport, ImportOptions, ImportReport, Source, Watcher
from supportdesk.mail.mailbox import read_maildir

_DEFAULTS = ImportOptions()


def read(
    desk: Desk, source: Source, *, options: ImportOptions = _DEFAULTS, progress: Watcher | None = None
) -> ImportReport:
    """File the mails of a Maildir as tickets; the folder is left as it is."""
    if not isinstance(source, Path):
        raise UsageError("a maildir is a folder; name it")
    if not source.is_dir():
        raise NotFound(f"no folder {source}")
    return take(desk, read_maildir(source), options=options, progress=progress)


def write(desk: Desk, target: Source, *, filter: str = "", progress: Watcher | None = None) -> ExportReport:
    """Write each message of tickets as a file of a Maildir, seen; writing again gives the same files."""
    if not isinstance(target, Path):
        raise UsageError("a maildir is a folder; name it")
    try:
        for name in ("tmp", "new", "cur"):
            (target / name).mkdir(parents=True, exist_ok=True)
        with desk.read() as reading:
            out = Outgoing(reading, filter, progress)
            for _, message, raw in out.mails():
                stamp = int(datetime.fromisoformat(message.at).timestamp())
                _deliver(target, f"{stamp}.M{message.id}.supportdesk", raw)
            return out.report()
    except OSError as error:
        raise Refused(f"cannot write to {target}: {error.strerror}") from error


def _deliver(folder: Path, name: str, raw: bytes) -> None:
    """A mail appears in `cur` whole or not at all."""
    (folder / "tmp" / name).write_bytes(raw)
    os.replace(folder / "tmp" / name, folder / "cur" / f"{name}:2,S")  # noqa: PTH105 - the same, in one name
