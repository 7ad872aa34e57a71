"""Colours of the command line: a few styles by name, and which words bear one. Off, text passes through."""

STYLES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "yellow": "33",
    "green": "32",
    "cyan": "36",
    "magenta": "35",
    "note": "30;43",
}

WORDS = {
    ("status", "new"): "magenta",
    ("status", "open"): "red",
    ("status", "pending"): "cyan",
    ("status", "hold"): "cyan",
    ("status", "solved"): "green",
    ("status", "closed"): "dim",
    ("priority", "urgent"): "red",
    ("priority", "high"): "yellow",
    ("priority", "low"): "dim",
}


def paint(text: str, style: str, *, on: bool) -> str:
    """Text in a style, or as it is where colour is off or the style is none."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if on and style and text else text


def style_of(field: str, value: str) -> str:
    """The style that a value of a field has in tables, or none."""
    if field == "due" and value and not value.startswith("in "):
        return "red"
    return WORDS.get((field, value), "")
