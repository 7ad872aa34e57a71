"""Signs and borders in ASCII, for a terminal that has no others: every line is put into them on its way out.

Letters of any language stay as they are; each sign takes as many cells as before.
"""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

SIGNS = str.maketrans(
    {
        **dict.fromkeys("─━═╌╍┄┅▁▔▀▄", "-"),
        **dict.fromkeys("│┃║▏▎▍▌▐▕┆┇", "|"),
        **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼╔╗╚╝", "+"),
        **dict.fromkeys("█■▪", "#"),
        "●": "*", "◇": "%", "◆": "&", "✎": "~", "✓": "+", "✗": "x", "▸": ">", "▾": "v", "◷": "@", "☎": "T", "“": '"',
        "”": '"', "★": "$", "·": ".", "•": "*", "…": "~", "—": "-", "–": "-", "▲": "^", "▼": "v", "▶": ">", "◀": "<",
        "→": ">", "←": "<", "↑": "^", "↓": "v", "↳": ">", "×": "x", "⏎": "<", "⌂": "=",
    }
)  # fmt: skip
"""What stands for each sign that the console draws."""


class Ascii(LineFilter):
    """Puts signs into ASCII."""

    def apply(self, segments: list[Segment], _background: Color) -> list[Segment]:
        """The same segments, each as wide as it was."""
        return [segment._replace(text=segment.text.translate(SIGNS)) for segment in segments]
