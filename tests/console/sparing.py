"""What Textual works out anew for every console, or keeps for every line of one: worked out once for all tests.

Nothing here changes what is seen or which handler is called. When frames come stands in `frames.py`.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from rich.segment import Segment
from rich.style import Style
from textual import _callback, strip
from textual.color import Color
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.design import ColorSystem
from textual.renderables.background_screen import BackgroundScreen

Rules = list[RuleSet]


def all_that_is_the_same(patch: pytest.MonkeyPatch) -> None:
    """Let consoles have their style in common, and lines make no more than they use."""
    patch.setattr(strip, "FIFOCache", _small)
    patch.setattr(RuleSet, "__hash__", object.__hash__)  # by identity too, but without 600 calls a widget
    patch.setattr(_callback, "_count_parameters", _parameters)
    patch.setattr(ColorSystem, "generate", _colours_once())
    patch.setattr(BackgroundScreen, "process_segments", _tinted_once(BackgroundScreen.process_segments))
    patch.setattr(Stylesheet, "_parse_rules", _read_once())
    patch.setattr(Stylesheet, "parse", _parse_once(Stylesheet.parse))
    patch.setattr(Stylesheet, "rules_map", property(_map_once(Stylesheet.rules_map)))


def _small(_size: int) -> dict[object, object]:
    """What a line remembers of how it was cut. Textual's own seven of these a line are most of what a test leaves."""
    return {}


def _parameters(called: Callable[..., object]) -> int:
    """How many parameters there are; a plain function is asked itself, which is much quicker than its signature."""
    own = getattr(called, "__func__", called)
    if not inspect.isfunction(own) or vars(own).keys() - {"_param_count"}:
        return len(inspect.signature(called).parameters)
    code = own.__code__
    starred = bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    return code.co_argcount + code.co_kwonlyargcount + starred - (own is not called)


def _colours_once() -> Callable[[ColorSystem], dict[str, str]]:
    generate, known = ColorSystem.generate, dict[str, dict[str, str]]()

    def generate_once(colours: ColorSystem) -> dict[str, str]:
        key = repr(vars(colours))
        if key not in known:
            known[key] = generate(colours)
        return known[key].copy()

    return generate_once


def _tinted_once(
    tint: Callable[[Iterable[Segment], Color], Iterable[Segment]],
) -> Callable[[Iterable[Segment], Color], Iterator[Segment]]:
    """The style that a part of the screen behind a dialog gets; there are few, and thousands of parts."""
    known = dict[tuple[Style | None, Color], Style | None]()

    def tinted(segments: Iterable[Segment], color: Color) -> Iterator[Segment]:
        for segment in segments:
            key = (segment.style, color)
            if segment.control:
                yield segment
                continue
            if key not in known:
                ((_, known[key], _),) = tint([Segment("x", segment.style)], color)
            yield Segment(segment.text, known[key])

    return staticmethod(tinted)


class _Variables:
    """Numbers for sets of variables: the same for the same, and found at once for the set that was asked for last."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}
        self._last: tuple[dict[str, str], int] = ({}, -1)

    def number(self, sheet: Stylesheet) -> int:
        if sheet._variables is not self._last[0]:
            number = self._numbers.setdefault(tuple(sheet._variables.items()), len(self._numbers))
            self._last = (sheet._variables, number)
        return self._last[1]


VARIABLES = _Variables()


def _read_once() -> Callable[..., Rules]:
    """The rules of one source."""
    read, known = Stylesheet._parse_rules, dict[tuple[object, ...], Rules]()

    def read_once(sheet: Stylesheet, *given: Any, **named: Any) -> Rules:
        key = (VARIABLES.number(sheet), given, *named.items())
        if key not in known:
            known[key] = read(sheet, *given, **named)
        return known[key]

    return read_once


def _parse_once(parse: Callable[[Stylesheet], None]) -> Callable[[Stylesheet], None]:
    """The rules of all sources together, where none is known to be wrong."""
    known = dict[tuple[object, ...], Rules]()

    def parse_once(sheet: Stylesheet) -> None:
        key = (VARIABLES.number(sheet), *sheet.source.items())
        if key in known and not sheet._invalid_css:
            sheet._rules, sheet._require_parse, sheet._rules_map = known[key], False, None
            return
        parse(sheet)
        known[key] = sheet._rules

    return parse_once


def _map_once(found: property) -> Callable[[Stylesheet], dict[str, Rules]]:
    """Which rules speak of a name; the rules are kept with it, so that no others are taken for them."""
    known = dict[int, tuple[Rules, dict[str, Rules]]]()

    def map_once(sheet: Stylesheet) -> dict[str, Rules]:
        rules = sheet.rules
        if id(rules) not in known:
            assert found.fget is not None
            known[id(rules)] = (rules, found.fget(sheet))
        sheet._rules_map = known[id(rules)][1]
        return sheet._rules_map

    return map_once
