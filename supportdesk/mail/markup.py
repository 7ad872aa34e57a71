"""HTML as a flat run of tags and texts, in time linear in its length however broken it is.

Here: where a tag begins and ends. Not here: what tags look like as text.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

MAXIMUM_TAGS = 100_000  # after so many, the rest is only stripped of what looks like tags

_SIGN = re.compile(r"<(?=[a-zA-Z/!?])")
_ANY_TAG = re.compile(r"<[^<>]*+>")
_NAME = re.compile(r"(/?)([a-zA-Z][^\s/<>]*)")
_TAG_END = re.compile(r"[^<>\"']*+(?:\"[^\"<]*+\"[^<>\"']*+|'[^'<]*+'[^<>\"']*+)*+>")
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]+)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
_RAW_TEXT = {
    name: re.compile(rf"</{name}[^>]{{0,200}}>", re.IGNORECASE) for name in ("script", "style", "title", "template")
}


class Tag(NamedTuple):
    """One tag as written: its name in lower case, whether it closes, and its attributes still unread.

    A named tuple is made several times as fast as a frozen class, and pages of HTML have thousands.
    """

    name: str
    closes: bool = False
    written: str = ""

    def attribute(self, name: str) -> str:
        """Value of an attribute, "" if there is none."""
        for match in _ATTRIBUTE.finditer(self.written):
            if match[1].lower() == name:
                return html.unescape(match[2] or match[3] or match[4] or "")
        return ""


class _Finder:
    """`str.find` that remembers what lies ahead, so that looking again costs nothing."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._ahead: dict[str, int] = {}

    def find(self, what: str, start: int) -> int:
        """The next place of `what` at or after `start`, or -1."""
        known = self._ahead.get(what, start - 1 if start else -2)
        if known == len(self._markup):
            return -1
        if known < start:
            found = self._markup.find(what, start)
            known = self._ahead[what] = len(self._markup) if found < 0 else found
        return -1 if known == len(self._markup) else known


def read_markup(markup: str) -> Iterator[Tag | str]:
    """Tags and the texts between them (entities resolved); comments, scripts, styles and titles are left out."""
    finder = _Finder(markup)
    unclosed: set[str] = set()
    at = text_from = tags = 0
    while (sign := _SIGN.search(markup, at)) and tags < MAXIMUM_TAGS:
        start = sign.start()
        tags += 1
        tag, end = _tag_at(markup, start, finder)
        if end < 0:
            at = start + 1
            continue
        if start > text_from:
            yield html.unescape(markup[text_from:start])
        at = text_from = end
        if tag is None:
            continue
        if tag.name in _RAW_TEXT and not tag.closes and tag.name not in unclosed:
            if closing := _RAW_TEXT[tag.name].search(markup, end):
                at = text_from = closing.end()
            else:
                unclosed.add(tag.name)
            continue
        yield tag
    if text_from < len(markup):
        rest = markup[text_from:]
        yield html.unescape(_ANY_TAG.sub(" ", rest) if tags == MAXIMUM_TAGS else rest)


def _tag_at(markup: str, start: int, finder: _Finder) -> tuple[Tag | None, int]:
    """The tag that begins at `start` and where it ends; no tag for a comment, -1 where the sign is only a sign."""
    following = markup[start + 1 : start + 4]
    if following == "!--":
        closing = finder.find("-->", start + 2)
        return (None, closing + 3) if closing >= 0 else (None, start + 4)
    if following[:1] in ("!", "?"):
        closing = finder.find(">", start)
        return None, closing + 1 if closing >= 0 else -1
    name = _NAME.match(markup, start + 1)
    if not name or "@" in name[2] or name[2].lower().startswith(("http:", "https:", "mailto:")):
        return None, -1
    end = _tag_end(markup, start, name.end(), finder)
    if end < 0:
        return None, -1
    return Tag(name[2].lower(), bool(name[1]), markup[name.end() : end - 1]), end


def _tag_end(markup: str, start: int, after_name: int, finder: _Finder) -> int:
    if strict := _TAG_END.match(markup, after_name):
        return strict.end()
    closing = finder.find(">", after_name)
    opening = finder.find("<", start + 1)
    if closing < 0:
        return -1
    if 0 <= opening < closing and not any(quote in markup[after_name:opening] for quote in "\"'"):
        return -1
    return closing + 1
