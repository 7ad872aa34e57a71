"""A letter on each pane: pressing it goes there, whatever has the keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key, Resize
from textual.geometry import Region, Size
from textual.screen import ModalScreen

from supportdesk.keyboard import with_aliases
from supportdesk.widgets.ink import Ground, Ink, Span
from supportdesk.widgets.lines import Bar, Lines

BADGE = 5
"""Cells of a letter with some room around it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Somewhere to go: its letter, its name, and where it is on the screen, None while it is not."""

    letter: str
    name: str
    region: Region | None


class JumpScreen(ModalScreen[str]):
    """The letters; the answer is the one that was pressed, or empty."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, spots: Sequence[Spot]) -> None:
        super().__init__()
        self.spots = spots
        self._laid_out: Size | None = None
        self._letters = {key: spot.letter for spot in spots for key in with_aliases([spot.letter])}

    def compose(self) -> ComposeResult:
        """A badge at the top of each pane, and all of them in the last line: some may not be on the screen."""
        for spot in self.spots:
            if spot.region is not None:
                badge = Lines(((f"  {spot.letter}  ", Ink.FOUND),), ground=Ground.FOCUSED, classes="badge")
                badge.styles.offset = (spot.region.x + max((spot.region.width - BADGE) // 2, 0), spot.region.y)
                yield badge
        legend = Bar(ground=Ground.PLAIN, id="letters")
        spans: list[Span] = []
        for spot in self.spots:
            spans += [(f" {spot.letter}", Ink.KEY), (f" {spot.name} ", Ink.DIM)]
        legend.say(tuple(spans), (("esc", Ink.KEY), (" back ", Ink.DIM)))
        yield legend

    def on_resize(self, event: Resize) -> None:
        """The panes are elsewhere now, and so should the letters be."""
        if self._laid_out not in (None, event.size):
            self.dismiss("")
        self._laid_out = event.size

    def on_key(self, event: Key) -> None:
        """A letter goes there; any other key does nothing."""
        if event.key in self._letters:
            event.stop()
            event.prevent_default()
            self.dismiss(self._letters[event.key])

    def action_leave(self) -> None:
        """Stay."""
        self.dismiss("")
