"""Import and export: one file a format, one shape between them (`supportdesk.domain.shape`).

    from supportdesk.exchange import FORMATS, ImportOptions, exporter, importer

    report = importer("jsonl")(desk, source, options=ImportOptions(rejects=stream), progress=show)
    report = exporter("mbox")(desk, target, filter="status:closed", progress=show)

`source` is a `Path` (a file, or a folder for `maildir` and `eml`) or a binary stream; `target` is a binary stream, or
the `Path` of a folder for `maildir` and `eml`. `progress` is called with a `Progress` about every chunk. An import
writes in many short transactions under one change number and may be run again at any time: what stands already is
counted as duplicate. `report.received == new + threaded + duplicate + rejected` always. An empty `filter` exports all
that the desk holds. Nothing here prints, reads the environment or opens a file that it was not given.
"""

from importlib import import_module
from typing import cast

from supportdesk.errors import UsageError
from supportdesk.exchange.report import (
    Exporter,
    ExportReport,
    Format,
    Importer,
    ImportOptions,
    ImportReport,
    Progress,
    Reject,
)

__all__ = [
    "FORMATS",
    "ExportReport",
    "Exporter",
    "Format",
    "ImportOptions",
    "ImportReport",
    "Importer",
    "Progress",
    "Reject",
    "exporter",
    "importer",
]

FORMATS: tuple[Format, ...] = (
    Format("jsonl", "one JSON record a line; everything the desk holds, without loss"),
    Format("csv", "one ticket a row, columns by header"),
    Format("mbox", "one mailbox file"),
    Format("maildir", "a Maildir folder", folder=True),
    Format("eml", "one mail file, or a folder of them", folder=True),
)
"""Every format, in the order of the help. `folder`: exports go into a folder, imports may come from one."""


def importer(name: str) -> Importer:
    """What reads a format into a desk; UsageError for an unknown name."""
    return cast(Importer, import_module(f"{__name__}.{_known(name).name}").read)


def exporter(name: str) -> Exporter:
    """What writes a desk's tickets in a format; UsageError for an unknown name."""
    return cast(Exporter, import_module(f"{__name__}.{_known(name).name}").write)


def _known(name: str) -> Format:
    found = [form for form in FORMATS if form.name == name]
    if not found:
        raise UsageError(f"no format {name!r}; formats are {', '.join(form.name for form in FORMATS)}")
    return found[0]
