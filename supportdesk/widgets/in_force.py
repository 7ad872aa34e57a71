"""The keys that hints name: those in force, for whoever is on a screen of the console."""

from textual.widget import Widget

from supportdesk.keymap import Keymap


def keymap_of(widget: Widget) -> Keymap:
    """The keys in force where a widget is; the usual ones in an app that has no others."""
    habits = getattr(widget.app, "habits", None)
    keymap: Keymap = habits.keymap if habits is not None else Keymap()
    return keymap


def key_and(widget: Widget, action: str, words: str) -> str:
    """The key of an action and what it does there; nothing where it has none."""
    return keymap_of(widget).says(action, words)
