"""Palettes: every role has a look, and what must be read can be read."""

import pytest
from rich.color import Color
from rich.style import Style

from supportdesk.widgets.ink import Ground, Ink
from supportdesk.widgets.painting import strip
from supportdesk.widgets.palettes import PALETTES, Palette

LEGIBLE = {"dark": 4.5, "light": 4.5, "contrast": 7.0}
"""The least contrast of text: AA, and AAA, of the Web Content Accessibility Guidelines 2.2, 1.4.3 and 1.4.6."""

UNIMPORTANT = {Ink.FAINT, Ink.QUOTE, Ink.RULE, Ink.SOLVED}
"""What steps back on purpose: quotes, rules, what is over and done."""


@pytest.mark.parametrize("name", PALETTES)
def test_every_role_has_a_style_that_can_be_read(name: str) -> None:
    palette = PALETTES[name]
    assert (set(palette.inks), set(palette.grounds)) == (set(Ink), set(Ground))
    for style in (*palette.inks.values(), *palette.grounds.values()):
        Style.parse(style)


@pytest.mark.parametrize("name", LEGIBLE)
def test_text_stands_out_from_what_it_lies_on(name: str) -> None:
    palette = PALETTES[name]
    pale = {
        (ink.name, ground.name, round(contrast, 1))
        for ink in Ink
        for ground in Ground
        if (contrast := _contrast(palette, ink, ground)) < (LEGIBLE[name] if ink not in UNIMPORTANT else 2.2)
        and ink is not Ink.RULE
        and (ground in (Ground.PLAIN, Ground.BAR, Ground.TITLE) or ink in (Ink.TEXT, Ink.STRONG))
    }
    assert not pale


@pytest.mark.parametrize("name", LEGIBLE)
def test_what_stands_in_an_empty_field_can_be_read(name: str) -> None:
    theme = PALETTES[name].theme
    said = Color.parse(theme.variables["text-disabled"])
    for ground in (theme.surface, theme.background):
        assert ground is not None
        assert _ratio(said, Color.parse(ground)) >= LEGIBLE[name]


@pytest.mark.parametrize("name", ["terminal", "plain"])
def test_where_the_terminal_has_its_own_colours_none_of_ours_is_drawn(name: str) -> None:
    styles = [Style.parse(style) for style in (*PALETTES[name].inks.values(), *PALETTES[name].grounds.values())]
    colours = [colour for style in styles for colour in (style.color, style.bgcolor) if colour is not None]
    assert all(colour.number is not None and colour.number < 16 for colour in colours)
    assert name == "terminal" or not colours


@pytest.mark.parametrize("name", ["terminal", "plain"])
@pytest.mark.parametrize("ground", [Ground.CURSOR, Ground.FOCUSED, Ground.ALERT])
def test_a_line_that_is_reversed_is_one_bar_whatever_stands_in_it(name: str, ground: Ground) -> None:
    line = [(f" {ink} ", ink) for ink in Ink if ink not in (Ink.HIT, Ink.FOUND)]
    painted = strip(line, 200, palette=PALETTES[name], ground=ground)
    grounds = {(seg.style.reverse, seg.style.dim, seg.style.color, seg.style.bgcolor) for seg in painted if seg.style}
    assert len(grounds) == 1


@pytest.mark.parametrize("name", ["terminal", "plain"])
def test_what_was_sought_is_told_apart_on_a_line_that_is_reversed(name: str) -> None:
    text, hit = strip([("a", Ink.TEXT), ("b", Ink.HIT)], 2, palette=PALETTES[name], ground=Ground.CURSOR)
    assert text.style is not None
    assert hit.style is not None
    assert (bool(text.style.reverse), bool(hit.style.reverse)) == (True, False)


def _contrast(palette: Palette, ink: Ink, ground: Ground) -> float:
    """The ratio of the two luminances, from 1 to 21, as the guidelines define it."""
    style = Style.parse(palette.grounds[ground]) + Style.parse(palette.inks[ink])
    assert style.color is not None
    assert style.bgcolor is not None
    return _ratio(style.color, style.bgcolor)


def _ratio(one: Color, other: Color) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    parts = [part / 255 for part in colour.get_truecolor()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
