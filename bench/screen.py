"""What a terminal shows after what a program wrote to it, as text: as much of a terminal as Textual writes to.

Colours are not kept. A frame counts when its synchronized update has ended (DEC private mode 2026), as in terminals
that know it: what an agent sees is never half a frame.
"""

import re
from codecs import getincrementaldecoder

from rich.cells import cell_len

END = b"\x1b[?2026l"
"""The end of a synchronized update."""

CONTROL, TITLE, OTHER = r"\x1b\[([0-9;?<>=]*)[ -/]*([@-~])", r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)", r"\x1b[()]?."
PIECES = re.compile(rf"{CONTROL}|{TITLE}|{OTHER}|[\r\n]|[^\x1b\r\n]+")


class Screen:
    """Lines of cells; what has been written so far, up to the last whole frame."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.frames = 0
        self._cells = [[" "] * width for _ in range(height)]
        self._row = self._column = 0
        self._begun = b""
        self._decoder = getincrementaldecoder("utf-8")("replace")

    def write(self, written: bytes) -> None:
        """Show what came to its end."""
        self._begun += written
        whole, end, self._begun = self._begun.rpartition(END)
        if end:
            self.frames += whole.count(END) + 1
            for piece in PIECES.finditer(self._decoder.decode(whole + end)):
                self._take(piece)

    def _take(self, piece: re.Match[str]) -> None:
        text = piece.group()
        if text == "\n":
            self._row = min(self._row + 1, self.height - 1)
        elif text == "\r":
            self._column = 0
        elif piece.group(2):
            self._control(piece.group(1), piece.group(2))
        elif not text.startswith("\x1b"):
            self._print(text)

    def _control(self, parameters: str, letter: str) -> None:
        """Move the cursor or wipe; all else is colour or a mode."""
        if letter == "H":
            row, _, column = parameters.partition(";")
            self._row, self._column = int(row or 1) - 1, int(column or 1) - 1
        elif letter == "J":
            self._cells = [[" "] * self.width for _ in range(self.height)]

    def _print(self, text: str) -> None:
        line = self._cells[min(self._row, self.height - 1)]
        if text.isascii() and text.isprintable():  # a cell each
            text = text[: max(0, self.width - self._column)]
            line[self._column : self._column + len(text)] = text
            self._column += len(text)
            return
        for sign in text:
            cells = cell_len(sign)
            if cells and self._column < self.width:
                line[self._column : self._column + cells] = [sign, *[""] * (cells - 1)]
                self._column += cells

    @property
    def lines(self) -> list[str]:
        """Line by line; a wide sign is one character."""
        return ["".join(line).rstrip() for line in self._cells]
