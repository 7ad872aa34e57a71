"""How the agent has arranged panes and columns, kept on this machine for the next console.

Whatever is wrong with the file, the panes stand as they do at first.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from supportdesk.console.spool import state_folder

NARROWEST, WIDEST, STEP = 25, 75, 5
"""Percent of the room for inbox and ticket that the inbox may have, and by how much a key changes it."""


@dataclass(slots=True)
class Arrangement:
    """`views` whether the views stand beside the inbox, `inbox` the percent of the other room that the inbox has,
    `zoomed` whether the pane that is worked in has all of it, which is not kept. `columns` are those of the inbox, none
    for the usual ones. `path` is the file, None for none.
    """

    views: bool = True
    inbox: int = 50
    zoomed: bool = False
    columns: tuple[str, ...] = ()
    path: Path | None = None

    def keep(self) -> None:
        """Have it again next time; where the file cannot be written, that is all that is lost."""
        if self.path is None:
            return
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            written = self.path.with_suffix(".new")
            kept = {"views": self.views, "inbox": self.inbox, "columns": self.columns}
            written.write_text(json.dumps(kept), "utf-8")
            written.replace(self.path)


def recall(environment: Mapping[str, str]) -> Arrangement:
    """The arrangement that was kept in the platform's state directory, or the first one."""
    path = state_folder(environment) / "panes.json"
    try:
        kept = json.loads(path.read_text("utf-8"))
        inbox = min(max(int(kept["inbox"]), NARROWEST), WIDEST)
        columns = tuple(map(str, kept.get("columns", ())))
        return Arrangement(bool(kept["views"]), inbox, columns=columns, path=path)
    except (OSError, ValueError, KeyError, TypeError):
        return Arrangement(path=path)
