"""A mail as it came: its headers and source, shown and never obeyed, from the first byte to the last."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from supportdesk.actions import Scope, bindings
from supportdesk.console.access import Access
from supportdesk.console.asking import Question
from supportdesk.console.mails import Source
from supportdesk.domain.sizes import file_size
from supportdesk.domain.source_text import SourceText
from supportdesk.errors import DeskError
from supportdesk.screens.footer import OF_A_COMMAND
from supportdesk.screens.room import Room
from supportdesk.widgets.command_bar import CommandBar
from supportdesk.widgets.ink import Ink
from supportdesk.widgets.source_view import SourceView

Named = tuple[str, Question[Source]]
"""A message by what it is called here, and the question for its source."""


class SourceScreen(Room[None]):
    """One source at a time, of several that follow each other."""

    CSS = """
    #source { width: 132; height: 96%; }
    """
    AUTO_FOCUS = "SourceView"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.SOURCE)]
    scopes = (Scope.SOURCE, Scope.MOVE)

    def __init__(self, access: Access, sources: Sequence[Named], at: int = 0) -> None:
        super().__init__(access, sources[at][0], changed=lambda _outcome: None)
        self.sources, self.place = sources, at
        self.view = SourceView()
        self.search: CommandBar | None = None
        self._about = ""

    def heard(self) -> Sequence[Scope]:
        """While words are typed their keys alone are heard."""
        return (Scope.COMMAND,) if self.search is not None else self.scopes

    def compose(self) -> ComposeResult:
        """Title, source, where it stands."""
        with Vertical(id="source", classes="box"):
            yield self.title_bar
            yield self.view
            yield self.status

    def on_mount(self) -> None:
        """Read the one that is asked for."""
        self._read()

    def _read(self) -> None:
        name, question = self.sources[self.place]
        several = f" · {self.place + 1} of {len(self.sources)}" if len(self.sources) > 1 else ""
        self.heading = name + several
        self.say_hints()
        self.access.ask(question, self._show, topic="source", failed=self.tell_failure)

    def _show(self, source: Source) -> None:
        said = "as it came" if source.mail else "written at the desk: no mail, its words alone"
        self._about = f"{file_size(len(source.text))} · {said}"
        self.view.show(source.text)
        self._say()

    def on_source_view_scrolled(self) -> None:
        """Say where it stands."""
        self._say()

    def offers(self, action: str) -> bool:
        """There is a next place where something is sought and found, and another message where one follows."""
        match action:
            case "source_next":
                return bool(self.view.places)
            case "source_later":
                return self.place + 1 < len(self.sources)
            case "source_earlier":
                return self.place > 0
            case _:
                return action not in OF_A_COMMAND

    def _say(self) -> None:
        """Say where it stands, and which keys do something there."""
        self.say_hints()
        view = self.view
        where = f" {view.share} %  {self._about} "
        if not view.sought:
            self.status.say(((where, Ink.DIM),))
        elif view.places:
            found = f" “{view.sought}” {view.at + 1} of {len(view.places):,} "
            self.status.say(((found, Ink.ACCENT),), ((where, Ink.DIM),))
        else:
            self.status.say(((f" “{view.sought}” is not in it ", Ink.WARN),), ((where, Ink.DIM),))

    def tell_failure(self, error: DeskError) -> None:
        """What cannot be read leaves nothing of another one on the screen."""
        self.view.show(SourceText(b""))
        super().tell_failure(error)

    async def action_do(self, action: str) -> None:
        """Carry out an action of the table."""
        match action:
            case "source_find":
                await self._find()
            case "source_next" | "source_previous":
                self.view.find(1 if action == "source_next" else -1)
                self._say()
            case "source_later" | "source_earlier":
                self._turn(1 if action == "source_later" else -1)
            case _ if self.view.sought:
                self.view.search("")
                self._say()
            case _:
                self.dismiss(None)

    def _turn(self, step: int) -> None:
        place = self.place + step
        if 0 <= place < len(self.sources):
            self.place = place
            self._read()
        else:
            self.app.bell()

    # What is sought ------------------------------------------------------------------------------------------------

    async def _find(self) -> None:
        if self.search is None:
            self.search = CommandBar("/", self.view.sought, placeholder="words of this mail, as they are written in it")
            await self.query_one("#source").mount(self.search, before=self.view)
        self.set_focus(self.search.field)
        self.say_hints()

    def on_command_bar_edited(self, event: CommandBar.Edited) -> None:
        """Find while it is typed."""
        self.view.search(event.text)
        self._say()

    def on_command_bar_entered(self) -> None:
        """Keep what is sought, and go from place to place."""
        self._close()

    def on_command_bar_left(self) -> None:
        """Seek nothing any more."""
        self.view.search("")
        self._close()

    def _close(self) -> None:
        bar, self.search = self.search, None
        if bar is not None:
            bar.remove()
        self.set_focus(self.view)
        self._say()
