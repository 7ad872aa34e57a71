"""A mail as it came, line by line: bytes that nobody has looked through, made safe where they are looked at.

Nothing is counted or decoded ahead, so that 25 MB are read from as soon as one line is. How lines are drawn is not
known here.
"""

from supportdesk.domain.safe import shown

LONGEST = 2_000
"""Bytes of a line that are shown as one; what is longer goes on in the next."""

MOST_FOUND = 10_000
"""Places that a search counts."""

_BREAKS = {ord("\r"): "\u240d", 0x0B: "\u240b", 0x0C: "\u240c", 0x85: "<85>", 0x2028: "<U+2028>", 0x2029: "<U+2029>"}
"""What would break a line within itself."""


class SourceText:
    """Lines known by the offset at which they begin."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._lower = b""

    def __len__(self) -> int:
        return len(self.raw)

    def line_at(self, offset: int) -> int:
        """Where the line begins that holds an offset."""
        floor = max(0, offset - 2 * LONGEST)
        begin = max(self.raw.rfind(b"\n", floor, offset) + 1, floor)
        near = offset - offset % LONGEST
        return next((at for place in (near, near - LONGEST) if begin < (at := self._cut(place)) <= offset), begin)

    def after(self, start: int) -> int | None:
        """Where the line after this one begins, None at the end."""
        end = self._end(start)
        found = end + 1 if self.raw[end : end + 1] == b"\n" else end
        return found if found < len(self.raw) else None

    def before(self, start: int) -> int | None:
        """Where the line before this one begins, None at the beginning."""
        return self.line_at(start - 1) if start > 0 else None

    def last(self) -> int:
        """Where the last line begins."""
        return self.line_at(max(len(self.raw) - 1, 0))

    def text(self, start: int) -> str:
        """A line as it is safe to show: bytes that are no UTF-8 as `\\xff`, controls as their pictures."""
        said = self.raw[start : self._end(start)].removesuffix(b"\r").decode("utf-8", "backslashreplace")
        return shown(said.translate(_BREAKS)).replace("\t", "    ")

    def _end(self, start: int) -> int:
        """Where a line ends: before its line feed, or where the next part of a long one begins."""
        near = start - start % LONGEST
        found = self.raw.find(b"\n", start, start + 3 * LONGEST)
        end = found if found >= 0 else len(self.raw)
        return next((at for part in (1, 2, 3) if start < (at := self._cut(near + part * LONGEST)) <= end), end)

    def _cut(self, place: int) -> int:
        """Where a part of a long line begins: near a multiple of the longest, where so much before it has no end.

        It is 0 where none begins. That is known from what stands around it, however long the line is.
        """
        if not 0 < place < len(self.raw) or self.raw.rfind(b"\n", place - LONGEST, place + 1) >= 0:
            return 0
        return next((place - back for back in range(4) if self.raw[place - back] & 0xC0 != 0x80), place)

    def found(self, sought: str) -> tuple[int, ...]:
        """Where words stand as they are written, letters of ASCII in any case; no more than counted."""
        needle = sought.strip().encode().lower()
        if not needle:
            return ()
        self._lower = self._lower or self.raw.lower()
        places: list[int] = []
        at = self._lower.find(needle)
        while at >= 0 and len(places) < MOST_FOUND:
            places.append(at)
            at = self._lower.find(needle, at + len(needle))
        return tuple(places)
