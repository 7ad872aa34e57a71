"""Keys before they mean anything: two pressed one after the other become one, and the Russian layout's punctuation
becomes the key that it is typed with.

It rewrites the key on its way to the bindings, so that keys keep their order; what they do is not known here.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from textual.events import Key

from supportdesk.actions import Scope, of
from supportdesk.keyboard import CYRILLIC, MOVED, shown_key
from supportdesk.keymap import Keymap
from supportdesk.widgets.ink import Ink, Line

PAUSE = 0.6
"""Seconds after the first of two keys until it is said what may follow."""


class Told(Protocol):
    """Who is told what may follow."""

    def say_following(self, first: Line, following: Sequence[Line]) -> None:
        """Show what may be pressed now, as much of it as there is room for."""

    def say_hints(self) -> None:
        """Show the hints as before."""

    def remark(self, text: str) -> None:
        """One line about what was not done."""


class Keying:
    """Hears each key of a screen before its bindings do."""

    def __init__(self, keymap: Keymap, heard: Callable[[], Sequence[Scope]], told: Told) -> None:
        self.keymap, self.heard, self.told = keymap, heard, told
        self.first = ""
        self._russian = False
        self._known: dict[tuple[Scope, ...], Mapping[str, str]] = {}

    def hear(self, event: Key, later: Callable[[float, Callable[[], None]], object]) -> None:
        """Hold a first key back, join a second one to it, and leave all others as they are; `later` sets a timer."""
        key = event.key = self._meant(event.key)
        scopes = tuple(self.heard())
        if scopes not in self._known:
            self._known[scopes] = self.keymap.prefixes(scopes)
        prefixes = self._known[scopes]
        if self.first:
            first, self.first = self.first, ""
            self.told.say_hints()
            if key == "escape" or not self._joined(event, first, scopes):
                _hold_back(event)
                self._tell_nothing(key, first)
        elif key in prefixes:
            _hold_back(event)
            self.first = key
            later(PAUSE, lambda: self.say_following(key))

    def _joined(self, event: Key, first: str, scopes: Sequence[Scope]) -> bool:
        """Make one key of two, where an action has them."""
        both = f"{first} {event.key}"
        known = any(both in self.keymap.textual_keys(action) for action in of(*scopes))
        if known:
            event.key = both
        return known

    def _meant(self, key: str) -> str:
        """The key itself, or the one that the Russian layout types it with: that layout is known by its letters."""
        if len(key) == 1 and key.isalpha():
            self._russian = key.lower() in CYRILLIC
        if key in MOVED and (self._russian or not self.keymap.uses(key)):
            return MOVED[key]
        return key

    def say_following(self, first: str) -> None:
        """Say what may follow a first key that still waits."""
        if self.first != first:
            return
        scopes = self.heard()
        key = self.keymap.prefixes(scopes)[first]
        following = self.keymap.following(key, scopes)
        named: list[Line] = [((second, Ink.KEY), (f" {action.label}  ", Ink.DIM)) for second, action in following]
        self.told.say_following(((f" {shown_key(key)} …  ", Ink.STRONG),), named)

    def _tell_nothing(self, key: str, first: str) -> None:
        if key == "escape":
            return
        scopes = self.heard()
        shown = self.keymap.prefixes(scopes)[first]
        may = " ".join(second for second, _ in self.keymap.following(shown, scopes))
        self.told.remark(f"{shown} goes on with one of {may}; nothing was done")


def _hold_back(event: Key) -> None:
    event.stop()
    event.prevent_default()
