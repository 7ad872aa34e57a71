"""Which choices a few typed letters mean: those that hold them in order, the closest first."""

from collections.abc import Iterable
from dataclasses import replace

from supportdesk.domain.words import fold
from supportdesk.widgets.choices import Choice


def matching(typed: str, choices: Iterable[Choice]) -> list[Choice]:
    """The choices that fit, best first, with the places of the letters that did; all of them where nothing is typed."""
    sought = fold(typed).replace(" ", "")
    if not sought:
        return list(choices)
    found = [(places, choice) for choice in choices if choice.key and (places := _places(sought, choice)) is not None]
    found.sort(key=lambda pair: _distance(pair[0]))
    return [replace(choice, hits=places) for places, choice in found]


def _places(sought: str, choice: Choice) -> tuple[int, ...] | None:
    """Where the letters stand in the text, side by side if they do anywhere, else in order."""
    text = "".join(fold(letter)[:1] or " " for letter in choice.text)
    if (start := text.find(sought)) >= 0:
        return tuple(range(start, start + len(sought)))
    places, at = [], -1
    for letter in sought:
        at = text.find(letter, at + 1)
        if at < 0:
            return () if sought in fold(choice.more).replace(" ", "") else None
        places.append(at)
    return tuple(places)


def _distance(places: tuple[int, ...]) -> tuple[bool, int, int]:
    """Letters in the text come before those in the remark, those that stand together before those that do not."""
    return (not places, places[-1] - places[0] - len(places), places[0]) if places else (True, 0, 0)
