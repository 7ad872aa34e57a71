"""Single mails: a file, a folder of files, or a stream of one mail; out, a folder with a file for each message."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from supportdesk.desk import Desk
from supportdesk.errors import NotFound, Refused, UsageError
from supportdesk.exchange.mailing import Outgoing, take
from supportdesk.exchange.report import ExportReport, ImportOptions, ImportReport, Source, Watcher
from supportdesk.mail.mailbox import Raw, read_eml
from supportdesk.mail.parse import MAXIMUM_SIZE

_DEFAULTS = ImportOptions()


def read(
    desk: Desk, source: Source, *, options: ImportOptions = _DEFAULTS, progress: Watcher | None = None
) -> ImportReport:
    """File mails as tickets."""
    raws = _from_path(source) if isinstance(source, Path) else iter([_from_stream(source)])
    return take(desk, raws, options=options, progress=progress)


def _from_path(path: Path) -> Iterator[Raw]:
    if path.is_dir():
        return _from_folder(path)
    if not path.exists():
        raise NotFound(f"no file {path}")
    return iter([read_eml(path)])


def _from_folder(folder: Path) -> Iterator[Raw]:
    """The `.eml` files of a folder and of those in it, by name; links are not followed."""
    files = (path for path in folder.rglob("*.eml") if path.is_file() and not path.is_symlink())
    for number, path in enumerate(sorted(files), start=1):
        one = read_eml(path)
        fault = f"{path.name}: {one.fault}" if one.fault else ""
        yield replace(one, number=number, fault=fault)


def _from_stream(stream: BinaryIO) -> Raw:
    content = stream.read(MAXIMUM_SIZE + 1)
    if len(content) > MAXIMUM_SIZE:
        return Raw(1, 0, None, f"the mail is larger than {MAXIMUM_SIZE >> 20} MB")
    return Raw(1, 0, content)


def write(desk: Desk, target: Source, *, filter: str = "", progress: Watcher | None = None) -> ExportReport:
    """Write each message of tickets as `TICKET-MESSAGE.eml` into a folder."""
    if not isinstance(target, Path):
        raise UsageError("mails go into a folder, a file each; name it")
    try:
        target.mkdir(parents=True, exist_ok=True)
        with desk.read() as reading:
            out = Outgoing(reading, filter, progress)
            for ticket, message, raw in out.mails():
                (target / f"{ticket.number:06d}-{message.id:06d}.eml").write_bytes(raw)
            return out.report()
    except OSError as error:
        raise Refused(f"cannot write to {target}: {error.strerror}") from error
