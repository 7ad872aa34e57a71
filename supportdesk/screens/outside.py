"""What the composer takes from the machine around it: the agent's own editor, and files to attach."""

import os
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from supportdesk.console import editor
from supportdesk.console.access import Access
from supportdesk.errors import DeskError

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen
    from supportdesk.screens.writing import Writing


class Outside:
    """Goes out of the console and comes back with words or files."""

    def __init__(self, access: Access, screen: "DeskScreen", writing: "Writing") -> None:
        self.access, self.screen, self.writing = access, screen, writing

    def do(self, action: str) -> None:
        """Edit the text elsewhere, or attach a file."""
        if self.writing.composer is None:
            return
        self.writing.keep_now()
        if action == "editor":
            self._edit()
        else:
            self._attach()

    def _edit(self) -> None:
        """Lend the terminal to the editor. Nothing raises while it is lent: the console could not come back."""
        composer = self.writing.composer
        assert composer is not None
        words, text = editor.command(os.environ, self.access.habits.editor), composer.page.text
        try:
            with self.screen.together.away(), self.screen.app.suspend():
                edited = editor.edit(words, text)
        except SuspendNotSupported:
            self.screen.tell_failure(DeskError("no editor can be opened here; write in the console"))
            return
        if edited.trouble:
            self.screen.tell_failure(DeskError(edited.trouble))
        composer.write(edited.text)
        self.writing.keep_now()
        self.screen.set_focus(composer.page)

    def _attach(self) -> None:
        composer = self.writing.composer
        assert composer is not None
        from supportdesk.screens.attaching import AttachScreen

        def chosen(path: str | None) -> None:
            """Take one more file, or take one off that was there."""
            if path and self.writing.composer is composer:
                others = tuple(file for file in composer.files if file != path)
                composer.attach(others if path in composer.files else (*others, path))
                self.writing.keep_now()

        self.screen.app.push_screen(AttachScreen(composer.files), chosen)
