"""What goes with the words of the composer: an editor of the agent's own, files to attach, who gets a copy."""

import os
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from supportdesk.console import editor
from supportdesk.console.access import Access
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError
from supportdesk.widgets.choices import Choice

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen
    from supportdesk.screens.writing import Writing


class Outside:
    """Goes out of the composer and comes back with words, files or people."""

    def __init__(self, access: Access, screen: "DeskScreen", writing: "Writing") -> None:
        self.access, self.screen, self.writing = access, screen, writing

    def do(self, action: str) -> None:
        """Edit the text elsewhere, attach a file, or choose who gets a copy."""
        if self.writing.composer is None:
            return
        self.writing.keep_now()
        if action == "editor":
            self._edit()
        elif action == "copies":
            self._copy()
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
        else:
            self.screen.tell(f"the text is as {shown_line(editor.name(words))} left it")
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

    def _copy(self) -> None:
        """Choose somebody who is to get a copy, or none any more; for several tickets only whether there are copies."""
        composer = self.writing.composer
        assert composer is not None
        if composer.note:
            self.screen.remark("a note is seen by agents alone")
            return
        from supportdesk.screens.pick import PickScreen

        following, copied = tuple(map(str, composer.row.followers)), composer.copied
        several = copied is None or len(composer.numbers) > 1
        known = () if several else tuple(dict.fromkeys([*following, *(copied or ())]))
        choices = [_person(one, gets=one in (copied or ())) for one in known]
        choices += [Choice("following", "whoever follows"), Choice("nobody", "nobody")]

        def chosen(key: str | None) -> None:
            if key and self.writing.composer is composer:
                composer.copy(_after(key, copied or ()))
                self.writing.keep_now()

        free = "" if several else "or type an address"
        self.screen.app.push_screen(PickScreen("who gets a copy", choices, free=free), chosen)


def _person(said: str, *, gets: bool) -> Choice:
    return Choice(f"one {said}", shown_line(said), "takes them off" if gets else "", lead="✓" if gets else " ")


def _after(key: str, copied: tuple[str, ...]) -> tuple[str, ...] | None:
    """Who gets a copy after a choice; None for whoever follows."""
    if key in ("following", "nobody"):
        return None if key == "following" else ()
    one = key.partition(" ")[2].strip()
    return tuple(other for other in copied if other != one) if one in copied else (*copied, one)
