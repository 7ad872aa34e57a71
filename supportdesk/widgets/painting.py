"""Painting: lines of inked text become strips here and nowhere else, in the palette of the application."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from supportdesk.widgets.ink import Ground, Ink, Span, agreed, cells
from supportdesk.widgets.links import Link
from supportdesk.widgets.palettes import DARK, PALETTES, Palette

_OF_THEME = {palette.theme.name: palette for palette in PALETTES.values()}


def palette_of(widget: Widget) -> Palette:
    """The palette that a widget's application is painted in."""
    return _OF_THEME.get(widget.app.theme, DARK)


@cache
def _style(ink: Ink, ground: Ground, name: str) -> Style:
    palette = PALETTES[name]
    below, above = Style.parse(palette.grounds[ground]), Style.parse(palette.inks[ink])
    return below + (_on_reversed(above) if below.reverse else above)


def _on_reversed(ink: Style) -> Style:
    """An ink where the ground is the terminal's text colour: its own colour or dimness would be a patch in the bar.

    What is reversed elsewhere, such as a find, is not reversed here.
    """
    return Style(bold=ink.bold, italic=ink.italic, underline=ink.underline, reverse=False if ink.reverse else None)


def strip(
    line: Iterable[Span],
    width: int,
    *,
    palette: Palette,
    ground: Ground = Ground.PLAIN,
    links: Sequence[Link] = (),
) -> Strip:
    """A line as a strip of exactly `width` cells; a terminal is told where its links lead."""
    segments = _linked(line, links, palette, ground) if links else _plain(line, palette, ground)
    taken = sum([cells(segment.text) for segment in segments])
    blank = _style(Ink.TEXT, ground, palette.name)
    if taken > width:
        return Strip(segments, taken).adjust_cell_length(width, blank)
    if taken < width:
        segments.append(Segment(" " * (width - taken), blank))
    return Strip(segments, width)


def _plain(line: Iterable[Span], palette: Palette, ground: Ground) -> list[Segment]:
    name = palette.name
    return [Segment(agreed(text), _style(ink, ground, name)) for text, ink in line if text]


def _linked(line: Iterable[Span], links: Sequence[Link], palette: Palette, ground: Ground) -> list[Segment]:
    """The pieces of a line, cut where a link begins or ends; links are told apart by a line below as well."""
    segments: list[Segment] = []
    at = 0
    for text, ink in line:
        edges = {edge - at for link in links for edge in (link.start, link.end) if at < edge < at + len(text)}
        for start, end in pairwise(sorted({0, len(text), *edges})):
            holding = next((link for link in links if link.start <= at + start < link.end), None)
            style = _style(ink, ground, palette.name)
            segments.append(Segment(agreed(text[start:end]), style + _link(holding.address) if holding else style))
        at += len(text)
    return segments


@lru_cache(1000)
def _link(address: str) -> Style:
    return Style(link=address, underline=True)
