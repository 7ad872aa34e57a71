"""Frames of a console under test: laid out when it has come to rest, painted when somebody looks.

A terminal shows sixty frames a second, so a slow machine would lay out and paint several of them in the middle of a
key, and a fast one none. When a console has come to rest is not known here.
"""

from itertools import chain

import pytest
from rich.segment import Segment
from textual import screen
from textual.app import App
from textual.screen import Screen

AN_HOUR = 3_600.0

_paint = Screen._compositor_refresh


def only_when_looked_at(patch: pytest.MonkeyPatch) -> None:
    """Let no frame come by the clock, and none be painted before it is looked at; what is to be painted adds up."""
    patch.setattr(screen, "UPDATE_PERIOD", AN_HOUR)
    patch.setattr(Screen, "_compositor_refresh", _paint_later)


def _paint_later(shown: Screen[object]) -> None:
    if shown is shown.app.screen:
        shown._dirty_widgets.clear()
    else:
        _paint(shown)


def paint(shown: Screen[object]) -> None:
    """Paint what has changed since the last time."""
    _paint(shown)


def lines(app: App[None]) -> list[list[Segment]]:
    """What goes to the terminal, line by line: the screen, and what it lies on."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    return [list(chain.from_iterable(strips)) for strips in update.strips]  # type: ignore[union-attr]
