"""`/` in a ticket: words are sought in its thread while they are typed; `n` and `N` go from place to place."""

from typing import TYPE_CHECKING

from supportdesk.screens.desk_layout import Pane
from supportdesk.screens.footer import OF_A_COMMAND, OF_A_PLACE

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen
    from supportdesk.widgets.command_bar import CommandBar


class Searching:
    """What is sought in the thread."""

    def __init__(self, screen: "DeskScreen") -> None:
        self.screen = screen
        self.bar: CommandBar | None = None
        self.past: list[str] = []

    async def do(self, action: str) -> bool:
        """Let it be typed what is sought."""
        if action != "search":
            return False
        if self.bar is None:
            from supportdesk.widgets.command_bar import CommandBar

            self.bar = CommandBar("/", self.screen.thread.sought, placeholder="words of this thread", past=self.past)
            await self.screen.panes[Pane.TICKET].mount(self.bar, before=self.screen.thread)
        self.screen.set_focus(self.bar.field)
        self.screen.say_hints()
        return True

    def edited(self, text: str) -> None:
        """Find while it is typed."""
        self.screen.thread.search(text)
        self.say()

    def entered(self, text: str) -> None:
        """Keep what is sought, and go from place to place."""
        if text.strip() and text not in self.past[-1:]:
            self.past.append(text)
        self._close()
        self.say()

    def left(self) -> None:
        """Seek nothing any more."""
        self.screen.thread.search("")
        self._close()

    def end(self) -> bool:
        """Seek nothing any more; False where nothing was sought."""
        if not self.screen.thread.sought:
            return False
        self.screen.thread.search("")
        self.screen.tell("")
        self.screen.say_hints()
        return True

    @property
    def unnamed(self) -> frozenset[str]:
        """The actions that do nothing as it stands, and are not among the hints."""
        if self.bar is not None:
            return OF_A_COMMAND
        thread = self.screen.thread
        return OF_A_PLACE if thread.sought and not thread.places else frozenset()

    def _close(self) -> None:
        bar, self.bar = self.bar, None
        if bar is not None:
            bar.remove()
        self.screen.set_focus(self.screen.thread)
        self.screen.call_after_refresh(self.screen.say_hints)

    def say(self) -> None:
        """Which of the places is looked at."""
        thread, keymap = self.screen.thread, self.screen.keymap
        if not thread.sought:
            return
        if not thread.places:
            self.screen.remark(f"the thread does not hold “{thread.sought}”")
            return
        keys = " ".join(filter(None, (keymap.shown("find_next"), keymap.shown("find_previous"))))
        self.screen.remark(f"“{thread.sought}” {thread.at + 1} of {len(thread.places):,} · {keys}")
