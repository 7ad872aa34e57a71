"""HTML as text: pairs of HTML and the text that html2text and inscriptis expect of themselves.

Compared are the words in their order, without Markdown's marks, links, and what draws lists and tables.
"""

import html
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.mail import libraries
from bench.mail.cases import Clock, brief
from bench.mail.checks import Check
from supportdesk.mail.html import to_text

PAIRS = 0.95

_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?:\\.|[^()\\]|\([^()]*\))*\)")
_REFERENCE = re.compile(r"^\s*\[\d+\]:.*$", re.MULTILINE)
_REFERRED = re.compile(r"\[([^\]]*)\]\s?\[\d*\]")
_TARGET = re.compile(r"<?(?:https?://|mailto:|tel:)[^\s<>)\]]+>?")
_PICTURE = re.compile(r"<img\b[^>]*?\balt='([^']*)'[^>]*>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|\[/?code\]")
_NUMBER = re.compile(r"^\s*(?:\d+\\?\.|o)\s", re.MULTILINE)
_MARKS = re.compile(r"[*_`#|>\\~\[\]+=-]")


def pairs(corpora: Path, clock: Clock) -> Iterator[Check]:
    """Each of the two libraries' pairs, the libraries beside us."""
    for name in ("html2text", "inscriptis"):
        check = Check("HTML: words in order", f"html2text/{name}", PAIRS)
        for path in sorted((corpora / "html2text" / name).glob("*.html")):
            expected = next((other for other in map(path.with_suffix, (".md", ".txt")) if other.is_file()), None)
            if expected is None:
                continue
            markup, wanted = (one.read_text(encoding="utf-8", errors="replace") for one in (path, expected))
            began = time.perf_counter()
            ours = _words(to_text(markup, links=False))
            clock.note(str(path), time.perf_counter() - began)
            check.add(path.name, _agree(markup, _words(wanted), ours), _difference(_words(wanted), ours))
            for library, text in libraries.markup(markup).items():
                check.library(library, None if text is None else _agree(markup, _words(wanted), _words(text)))
        yield check


def _agree(markup: str, expected: list[str], ours: list[str]) -> bool:
    """The same words in the same order; a table drawn in columns mixes the lines of its cells."""
    return ours == expected or ("<table" in markup.lower() and Counter(ours) == Counter(expected))


def _words(text: str) -> list[str]:
    """The words alone: a link keeps its words, not its target; numbers of lists are drawing."""
    text = _REFERENCE.sub(" ", _PICTURE.sub(r"\1", text))
    for _ in range(3):
        text = _REFERRED.sub(r" \1 ", _LINK.sub(r" \1 ", text))
    text = _NUMBER.sub(" ", _TAG.sub("", _TARGET.sub(" ", html.unescape(text))))
    return re.findall(r"\w+", _MARKS.sub(" ", text))


def _difference(expected: list[str], ours: list[str]) -> str:
    at = next(
        (at for at, (a, b) in enumerate(zip(expected, ours, strict=False)) if a != b), min(len(expected), len(ours))
    )
    return f"{brief(' '.join(expected[at : at + 8]))} was expected, {brief(' '.join(ours[at : at + 8]))} was read"
