"""HTML mail as text that reads as the mail looked: paragraphs, lists, tables by rows, quotations marked with ">".

Here: what each tag becomes. Not here: finding tags, cutting quotations off.
"""

import re

from supportdesk.mail.hidden import MAY_HIDE, seen
from supportdesk.mail.markup import Tag, read_markup

_SPACE = re.compile(r"[ \t\n\r\f\v\xa0]+")
_FILLING = re.compile(r"(?:[\u200b\u200c\u034f\ufeff\xad\u2007\u2060][ \xa0]*){3,}")  # pads previews of newsletters
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "blockquote", "table", "figure"}
_LINES = (
    {"div", "tr", "li", "dt", "dd", "hr", "center", "body", "html", "tbody", "thead", "tfoot", "caption", "noscript"}
    | {"section", "article", "header", "footer", "nav", "aside", "main", "address", "details", "summary", "figcaption"}
    | {"form", "fieldset", "legend", "option"}
)
_SCHEMES = ("http://", "https://", "mailto:", "tel:", "ftp://")
_MAXIMUM_INDENT = 8  # levels of quotation and of lists that are drawn


def to_text(markup: str, *, links: bool = True) -> str:
    """Readable text of HTML, every word that is seen, in order; with `links`, `words <address>` where they hide it."""
    writer = _Writer(links=links)
    pieces = read_markup(markup)
    for piece in seen(pieces) if MAY_HIDE.search(markup) else pieces:
        if isinstance(piece, str):
            writer.words(piece)
        elif piece.closes:
            writer.close(piece.name)
        else:
            writer.open(piece)
    return writer.finish()


class _Writer:
    def __init__(self, *, links: bool) -> None:
        self._links = links
        self._lines: list[str] = []
        self._line: list[str] = []
        self._blank = 0  # empty lines at the end of what is written
        self._space = False  # a space is due before the next word
        self._quotes = 0
        self._pre = 0
        self._lists: list[int | None] = []  # the next number of each open list, None for bullets
        self._marker = ""
        self._href = ""
        self._anchor: list[str] = []

    def words(self, text: str) -> None:
        """Add running text, its white space collapsed outside of `pre`."""
        if not text.isascii():
            text = _FILLING.sub(" ", text)
        if self._pre:
            self._preformatted(text)
            return
        flat = _SPACE.sub(" ", text)
        if flat.startswith(" "):
            self._space = True
        if core := flat.strip(" "):
            self._put(core)
            self._space = flat.endswith(" ")

    def _put(self, core: str) -> None:
        if self._space and self._line:
            self._line.append(" ")
        self._space = False
        self._line.append(core)
        if self._href:
            self._anchor.append(core)

    def _preformatted(self, text: str) -> None:
        first, *rest = text.replace("\r\n", "\n").split("\n")
        if first:
            self._line.append(first)
        for line in rest:
            self._end_line(always=True)
            if line:
                self._line.append(line)

    def open(self, tag: Tag) -> None:
        """Draw the beginning of an element."""
        name = tag.name
        if name == "br":
            self._end_line(always=True)
        elif name in ("td", "th"):
            self._cell()
        elif name == "a":
            self._end_anchor()
            self._href = tag.attribute("href") if self._links else ""
        elif name == "img":
            if alt := _SPACE.sub(" ", tag.attribute("alt")).strip():
                self._put(f"[{alt}]")
        elif name in _PARAGRAPHS:
            self._open_paragraph(tag)
        elif name in _LINES:
            self._end_line()
            if name == "li":
                self._item(tag)
            elif name == "hr":
                self._line.append("-" * 20)
                self._end_line()

    def _open_paragraph(self, tag: Tag) -> None:
        name = tag.name
        nested = bool(self._lists) and name in ("ul", "ol", "p", "pre")
        self._end_line()
        if not nested:
            self._empty_line()
        if name == "blockquote":
            self._quotes += 1
        elif name == "pre":
            self._pre += 1
        elif name == "ul":
            self._lists.append(None)
        elif name == "ol":
            start = tag.attribute("start")
            self._lists.append(int(start) if start.isdecimal() and len(start) < 7 else 1)

    def close(self, name: str) -> None:
        """Draw the end of an element."""
        if name == "a":
            self._end_anchor()
        elif name == "br":
            self._end_line(always=True)
        elif name in _PARAGRAPHS:
            self._end_line()
            if name == "blockquote":
                self._quotes = max(0, self._quotes - 1)
            elif name == "pre":
                self._pre = max(0, self._pre - 1)
            elif name in ("ul", "ol") and self._lists:
                self._lists.pop()
            if not self._lists:
                self._empty_line()
        elif name in _LINES:
            self._end_line()

    def _cell(self) -> None:
        if self._line and self._line[-1] != "  ":
            self._line.append("  ")
        self._space = False

    def _item(self, tag: Tag) -> None:
        number = self._lists[-1] if self._lists else None
        if self._lists and number is not None:
            value = tag.attribute("value")
            number = int(value) if value.isdecimal() and len(value) < 7 else number
            self._lists[-1] = number + 1
        self._marker = "* " if number is None else f"{number}. "

    def _end_anchor(self) -> None:
        href, said = _SPACE.sub("", self._href), " ".join(self._anchor)
        self._href, self._anchor = "", []
        if not said or not href.lower().startswith(_SCHEMES) or len(href) > 2000:
            return
        bare = href.partition(":")[2].strip("/").lower()
        if bare not in said.lower() and bare.removeprefix("www.") not in said.lower():
            self._space = True
            self._put(f"<{href}>")

    def _end_line(self, *, always: bool = False) -> None:
        text = "".join(self._line).rstrip()
        self._line, self._space = [], False
        if not text and not always:
            return
        indent = "  " * min(len(self._lists) - 1, _MAXIMUM_INDENT) if self._lists else ""
        if text and self._lists:
            text = indent + (self._marker or "  ") + text
            self._marker = ""
        self._write(text)

    def _empty_line(self) -> None:
        if self._lines and not self._blank:
            self._write("")

    def _write(self, text: str) -> None:
        self._blank = 0 if text else self._blank + 1
        if self._blank > 2:
            return
        quotes = min(self._quotes, _MAXIMUM_INDENT)
        self._lines.append("> " * quotes + text if text else ">" * bool(quotes))

    def finish(self) -> str:
        """All that was written, ending with a newline."""
        self._end_anchor()
        self._end_line()
        return "\n".join(self._lines).strip("\n") + "\n" if self._lines else ""
