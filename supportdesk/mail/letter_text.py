"""The words of a letter: its text, signature and quotation, as plain text and as HTML that says the same.

Here: what the recipient reads. Not here: how it is encoded.
"""

import re
from html import escape

from supportdesk.domain.letters import Letter, Quotation

LONGEST_QUOTATION = 20_000
"""Characters of the mail answered that are quoted."""

_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}']")


def plain_of(letter: Letter) -> str:
    """The text; in letters with HTML, the mail answered stands below it as it does there."""
    parts = [letter.body.strip("\n")]
    if letter.signature.strip():
        parts.append(f"-- \n{letter.signature.strip()}")
    if letter.html and letter.quotation:
        parts.append(f"{_introduction(letter.quotation)}\n{_cited(letter.quotation)}")
    return "\n\n".join(parts) + "\n"


def html_of(letter: Letter) -> str:
    """The same as HTML: text as it was written, links that can be followed, the mail answered as a quotation.

    Each paragraph runs the way its first letter does, so that Hebrew and Arabic stand as they are read.
    """
    parts = [_paragraphs(letter.body.strip("\n"))]
    if letter.signature.strip():
        parts.append(f'<div class="signature" dir="auto">-- <br>\n{_lines(letter.signature.strip())}</div>')
    if letter.quotation:
        quoted = _lines(_bounded(letter.quotation.text))
        style = "margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex"
        parts.append(f"<div>{_lines(_introduction(letter.quotation))}</div>")
        parts.append(f'<blockquote type="cite" dir="auto" style="{style}">\n{quoted}\n</blockquote>')
    body = "\n".join(parts)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def _introduction(quotation: Quotation) -> str:
    """The line above a quotation, in the form that mail programs know to fold."""
    name = " ".join((quotation.author.name or quotation.author.email).split())[:200]
    return f"On {quotation.at:%a, %d %b %Y at %H:%M}, {name} wrote:"


def _cited(quotation: Quotation) -> str:
    return "\n".join(f"> {line}".rstrip() for line in _bounded(quotation.text).split("\n"))


def _bounded(text: str) -> str:
    text = text.strip("\n")
    return text if len(text) <= LONGEST_QUOTATION else f"{text[:LONGEST_QUOTATION].rstrip()} […]"


def _paragraphs(text: str) -> str:
    return "\n".join(f'<p dir="auto">{_lines(paragraph)}</p>' for paragraph in re.split(r"\n{2,}", text))


def _lines(text: str) -> str:
    return "<br>\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    """One line; what would be lost in HTML, blanks side by side, is kept."""
    pieces, at = [], 0
    for found in _LINK.finditer(line):
        link = escape(found[0])
        pieces += [escape(line[at : found.start()]), f'<a href="{link}">{link}</a>']
        at = found.end()
    pieces.append(escape(line[at:]))
    return re.sub(r"^ | (?= )", "&nbsp;", "".join(pieces))
