"""A path is typed, with what it may become beneath it; enter goes into a folder and takes a file."""

from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from supportdesk.actions import Scope, bindings, bindings_of
from supportdesk.console.paths import Entry, completions, whole
from supportdesk.domain.safe import shown_line
from supportdesk.screens.pick import Picking
from supportdesk.widgets.choices import Choice

TAKE_OFF = "off "
"""Before the path of a file that is attached already."""


class AttachScreen(Picking[str], inherit_bindings=False):
    """Choose a file; the answer is its path in full, or one of those attached to take it off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(one for one in bindings(Scope.CHOICE, priority=True) if one.key != "tab"),
        *bindings_of("help", "help"),
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(self, attached: tuple[str, ...]) -> None:
        super().__init__("attach a file", (), hint="a path: ~/Downloads/…   tab completes")
        self.attached = attached

    def compose(self) -> ComposeResult:
        """Title, field, lines."""
        with Vertical(id="pick", classes="box"):
            yield self.title_bar()
            yield self.field
            yield self.list

    def on_mount(self) -> None:
        """Offer what lies here."""
        self.offer("")

    def offer(self, typed: str) -> None:
        """Show what the path may become, and what is attached already while nothing is typed."""
        worn = [
            Choice(TAKE_OFF + path, shown_line(PurePath(path).name), "attached: takes it off", lead="✓")
            for path in (self.attached if not typed else ())
        ]
        self.list.show([*worn, *(_choice(entry) for entry in completions(typed))])

    def action_complete(self) -> None:
        """Write out the line under the cursor."""
        choice = self.list.current
        if choice is not None and not choice.key.startswith(TAKE_OFF):
            self._type(choice.key)

    def _type(self, path: str) -> None:
        self.field.value = path
        self.field.cursor_position = len(path)

    def take(self, choice: Choice | None, _typed: str, /) -> None:
        """Go into a folder, or answer with the file."""
        if choice is None:
            self.app.bell()
        elif choice.key.startswith(TAKE_OFF):
            self.dismiss(choice.key.removeprefix(TAKE_OFF))
        elif choice.key.endswith("/"):
            self._type(choice.key)
        else:
            self.dismiss(whole(choice.key))

    def leave(self) -> None:
        """Go back without one."""
        self.dismiss("")


def _choice(entry: Entry) -> Choice:
    return Choice(entry.path, shown_line(entry.name), "folder" if entry.folder else _size(entry.size))


def _size(size: int) -> str:
    for unit in ("bytes", "kB", "MB"):
        if size < 1_000:
            return f"{size} {unit}"
        size //= 1_000
    return f"{size} GB"
