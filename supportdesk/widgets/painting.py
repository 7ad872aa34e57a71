"""Painting: lines of inked text become strips here and nowhere else, in the palette of the application."""

from collections.abc import Iterable
from functools import cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from supportdesk.widgets.ink import Ground, Ink, Span
from supportdesk.widgets.palettes import DARK, PALETTES, Palette

_OF_THEME = {palette.theme.name: palette for palette in PALETTES.values()}


def palette_of(widget: Widget) -> Palette:
    """The palette that a widget's application is painted in."""
    return _OF_THEME.get(widget.app.theme, DARK)


@cache
def _style(ink: Ink, ground: Ground, name: str) -> Style:
    palette = PALETTES[name]
    return Style.parse(palette.grounds[ground]) + Style.parse(palette.inks[ink])


def strip(line: Iterable[Span], width: int, *, palette: Palette, ground: Ground = Ground.PLAIN) -> Strip:
    """A line as a strip of exactly `width` cells."""
    segments = [Segment(text, _style(ink, ground, palette.name)) for text, ink in line if text]
    return Strip(segments).adjust_cell_length(width, _style(Ink.TEXT, ground, palette.name))
