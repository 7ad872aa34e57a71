"""`o`: the files of a ticket, to be opened or saved."""

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from supportdesk.console import files
from supportdesk.console.access import Access
from supportdesk.console.questions import Ticket
from supportdesk.domain.models import AttachedFile, ThreadMessage, TicketDetail
from supportdesk.domain.safe import shown_line
from supportdesk.domain.sizes import file_size
from supportdesk.errors import DeskError
from supportdesk.widgets.choices import Choice

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

OPEN, ALL = "open", "all"
SEEN = 36
"""Letters of a folder's end that are shown."""


class Files:
    """Lets files be chosen, and takes them out of the desk."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self.folder: Path | None = None

    async def do(self, action: str) -> bool:
        """Offer the files of the ticket under the cursor, whether its thread is on the screen or not."""
        if action != "files":
            return False
        row = self.screen.rows.current
        if row is None:
            self.screen.remark(self.screen.why_no_target())
        else:
            self.access.ask(Ticket(row.number), self._offer, topic="files")
        return True

    def _offer(self, detail: TicketDetail) -> None:
        number, listed = detail.ticket.number, attached(detail.thread)
        if not listed:
            self.screen.remark(f"#{number} has no files")
        elif len(listed) == 1:
            self._ask_where([file for file, _ in listed])
        else:
            self._ask_which(number, listed)

    def _ask_which(self, number: int, listed: list[tuple[AttachedFile, str]]) -> None:
        from supportdesk.screens.pick import PickScreen

        choices = [
            Choice(str(place), shown_line(file.name), f"{file_size(file.size)} · {shown_line(who)}")
            for place, (file, who) in enumerate(listed)
        ]
        choices.append(Choice(ALL, "all of them", f"{len(listed)} files"))

        def chosen(key: str | None) -> None:
            if key:
                wanted = listed if key == ALL else [listed[int(key)]]
                self._ask_where([file for file, _ in wanted])

        self.screen.app.push_screen(PickScreen(f"files of #{number}", choices), chosen)

    def _ask_where(self, wanted: list[AttachedFile]) -> None:
        from supportdesk.screens.pick import PickScreen

        folder = self.folder or files.folder_to_save(os.environ)
        choices = [Choice("save", f"save to {_shortened(folder)}")]
        if len(wanted) == 1:
            choices.append(Choice(OPEN, "open"))
        title = shown_line(wanted[0].name) if len(wanted) == 1 else f"{len(wanted)} files"

        def chosen(key: str | None) -> None:
            if not key:
                return
            if key == OPEN:
                self.access.ask(files.FileContent(wanted[0].sha256), partial(self._show, wanted[0]))
                return
            try:
                into = folder if key == "save" else files.folder(key.removeprefix("typed "))
            except DeskError as error:
                self.screen.tell_failure(error)
                return
            self.folder = into
            for file in wanted:
                self.access.ask(files.FileContent(file.sha256), partial(self._save, into, file))

        self.screen.app.push_screen(PickScreen(title, choices, free="or type a folder to save to"), chosen)

    def _save(self, folder: Path, file: AttachedFile, content: bytes) -> None:
        try:
            path = files.save(folder, file.name, content)
        except DeskError as error:
            self.screen.tell_failure(error)
        else:
            self.screen.tell(f"saved {shown_line(str(path))}")

    def _show(self, file: AttachedFile, content: bytes) -> None:
        try:
            files.show(file.name, content, os.environ)
        except DeskError as error:
            self.screen.tell_failure(error)
        else:
            self.screen.tell(f"opened {shown_line(file.name)}")


def _shortened(folder: Path) -> str:
    """A folder by its end, where it is long."""
    home, text = str(Path.home()), shown_line(str(folder))
    text = f"~{text.removeprefix(home)}" if text.startswith(home) else text
    return text if len(text) <= SEEN else f"…{text[-SEEN:]}"


def attached(thread: Iterable[ThreadMessage]) -> list[tuple[AttachedFile, str]]:
    """The files of a thread, the newest message's first, each with who sent it; the same file counts once."""
    found: dict[tuple[str, str], tuple[AttachedFile, str]] = {}
    for message in reversed(tuple(thread)):
        for file in message.attachments:
            found.setdefault((file.sha256, file.name), (file, message.author.name or message.author.email))
    return list(found.values())
