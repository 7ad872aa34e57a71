"""Which elements of HTML their styles keep from sight: previews of newsletters, pixels that count readers.

Here: what a style hides and where that ends. Not here: tags (`markup`), what is seen as text (`html`).
In doubt an element is seen: one that is never closed hides nothing, nor does one that hides from Outlook alone, nor
one whose style says it but once, for want of which not every program hides it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from supportdesk.mail.markup import Tag

MAY_HIDE = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|(?:font-size|opacity|height)\s{0,9}:\s{0,9}\.?0",
    re.IGNORECASE,
)
"""What stands in all markup that hides anything."""

_GONE, _UNLESS_SHOWN, _AIDS = 1, 2, 3

_NOTHING = re.compile(r"(?:0+(?:\.0*)?|\.0+)(?:px|pt|r?em|%)?")
_TINY = re.compile(r"[01](?:px|pt)?|0(?:r?em|%)")
_SIGNS = {
    "display": (re.compile("none"), _GONE),
    "opacity": (_NOTHING, _GONE),
    "max-height": (_NOTHING, _AIDS),
    "height": (_NOTHING, _AIDS),
    "visibility": (re.compile("hidden"), _UNLESS_SHOWN),
    "font-size": (_TINY, _UNLESS_SHOWN),
    "overflow": (re.compile("hidden"), _AIDS),
    "line-height": (_TINY, _AIDS),
    "max-width": (_NOTHING, _AIDS),
    "width": (_NOTHING, _AIDS),
    "color": (re.compile("transparent"), _AIDS),
    "mso-hide": (re.compile("all"), _AIDS),
}
"""What a style says that hides: by itself, unless something in it says otherwise, or together with others."""

_SHOWS = re.compile(r"visibility\s*:\s*visible|font(?:-size)?\s*:|\ssize\s*=", re.IGNORECASE)

_VOID = frozenset(("img", "br", "hr", "input", "wbr"))
_NEVER = frozenset(("html", "body"))
_NESTS = frozenset(("table", "ul", "ol", "dl"))
_CLOSES = {
    **dict.fromkeys(("p", "div", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "form", *_NESTS), ("p",)),
    "li": ("li", "p"),
    **dict.fromkeys(("td", "th"), ("td", "th", "p")),
    **dict.fromkeys(("tr", "tbody", "tfoot"), ("tr", "td", "th", "p")),
    **dict.fromkeys(("dt", "dd"), ("dt", "dd", "p")),
}
"""What a tag ends of the elements whose own end need not be written."""

_ENDLESS = ("p", "li", "dt", "dd", "td", "th", "tr")


class _Open(NamedTuple):
    """An element that is not closed yet: where it begins, how it hides, what stood before it."""

    at: int
    hides: int
    depth: int  # tables and lists around it
    shown: int  # elements so far that say how large or visible they are themselves


def seen(pieces: Iterable[Tag | str]) -> list[Tag | str]:
    """What a reader sees of tags and texts; all of them where no word would be left."""
    listed = list(pieces)
    left: list[Tag | str] = []
    after = 0
    for begin, end in sorted(_hidden(listed)):
        left += listed[after:begin]
        after = max(after, end)
    left += listed[after:]
    return left if any(isinstance(piece, str) and piece.strip() for piece in left) else listed


def _hidden(pieces: Sequence[Tag | str]) -> Iterator[tuple[int, int]]:
    """Where hidden elements begin and end."""
    standing: dict[str, list[_Open]] = defaultdict(list)  # of each name, from the first that hides
    depth = shown = 0
    for at, piece in enumerate(pieces):
        if isinstance(piece, str):
            continue
        depth -= piece.closes and piece.name in _NESTS
        for one in _ended(standing, piece, depth):
            if one.hides == _GONE or (one.hides and one.shown == shown):
                yield one.at, at
        if piece.closes:
            continue
        hides = _hides(piece) if piece.written and piece.name not in _NEVER else 0
        if hides and piece.name in _VOID:
            yield at, at + 1
        elif hides or standing[piece.name]:
            standing[piece.name].append(_Open(at, hides, depth, shown))
        depth += piece.name in _NESTS
        shown += not hides and (piece.name == "table" or _SHOWS.search(piece.written) is not None)


def _ended(standing: dict[str, list[_Open]], tag: Tag, depth: int) -> Iterator[_Open]:
    """The elements that end where this tag is: its own, and those whose end need not be written."""
    if tag.closes and standing[tag.name]:
        yield standing[tag.name].pop()
    if tag.closes and tag.name not in _NESTS:
        return
    below = depth if tag.closes else depth - 1
    for name in _ENDLESS if tag.closes else _CLOSES.get(tag.name, ()):
        while standing[name] and standing[name][-1].depth > below:
            yield standing[name].pop()


def _hides(tag: Tag) -> int:
    """How an element hides what is in it: it says so twice, as those do that no program is to show."""
    if not MAY_HIDE.search(tag.written):
        return 0
    said = [one.partition(":") for one in tag.attribute("style").lower().split(";")]
    found = {name.strip(): kind for name, _, value in said if (kind := _kind(name.strip(), value))}
    if "overflow" in found and ("height" in found or "max-height" in found):
        return _GONE
    surest = min(found.values(), default=_AIDS)
    return surest if len(found) >= 2 and surest != _AIDS else 0


def _kind(name: str, value: str) -> int:
    """How one declaration of a style hides, 0 where it does not."""
    wanted, kind = _SIGNS.get(name, (None, 0))
    return kind if wanted and wanted.fullmatch(value.partition("!")[0].strip()) else 0
