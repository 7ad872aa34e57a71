"""What stands under a mail without being part of it: signatures, "Sent from my phone", footers of mailing lists.

Here: recognising them. Not here: the words of each language (`phrases`), where the text is cut.
"""

import re
from collections.abc import Sequence

from supportdesk.mail.phrases import ADDED, DEVICE, SENT

MAXIMUM_LINES = 15  # lines with words in a signature; a longer block is text
_WIDTH = 120  # characters of a signature's line

_SENTENCE = re.compile(r"[,;!?]|\. \w")
_FOOTER = re.compile(r"^\s*_{2,}\s*$")
_DASHES = re.compile(r"^\s*-{3,}\s*$")
_LONG = re.compile(r"^-{30,}\s*$")
_LEAVE = re.compile(r"\s*to unsubscribe\b", re.IGNORECASE)
_LIST = re.compile(r"mailing list|/(?:mailman/)?listinfo|list-?serv|unsubscribe|to leave|@lists?\.", re.IGNORECASE)
_SCANNED = re.compile(
    r"checked for viruses|virus-free|free of viruses|antivirus software|auf viren (?:geprüft|überprüft)|sans virus"
    r"|libre de virus|sin virus|проверено на (?:наличие )?вирус"
    r"|(?=.*(?:v[ií]rus|wirus|вирус|\bvir(?:y|en)\b))"
    r"(?=.*(?:avast|\bavg\b|avira|\beset\b|nod32|norton|mcafee|kaspersky|dr\.? ?web))",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+|\bwww\.|https?://"
    r"|(?:\+\d|\(\d{3,5}\)|\b(?:tel|phone|mobile|fax|тел|моб)\b\.?:?)[\d\s()./+-]{5,}",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){1,3}(?:, [A-Z][\w.]{1,8}){0,3},?$")
_LINK = re.compile(r"[\s:;,]*[<(\[]?\s*https?://[^\s<>()\[\]]+\s*[>)\]]?\s*$")
_HIDDEN_LINK = re.compile(r"\s?<https?://[^\s<>]+>")
_POSTSCRIPT = re.compile(r"\s*(?:P\.? ?(?:P\.? ?)?S|П\.? ?С|З\.? ?Ы|N\.? ?B)\b\.?\s?:?\s+\S", re.IGNORECASE)
_TITLE = re.compile(r"^[^\W\d_][^\d.!?:;@]{1,50}$")  # a post or a firm: neither a sentence nor a street


def is_delimiter(line: str) -> bool:
    """RFC 3676 section 4.3: two hyphens, with or without the space that many programs lose."""
    return line.rstrip("\t\xa0 ") in ("--", "—")


def is_phone(line: str) -> bool:
    """Whether a line is what a phone or a mail program adds by itself; a sentence is not."""
    short = line[: 3 * _WIDTH]
    if "://" in short:
        short = _LINK.sub("", _HIDDEN_LINK.sub("", short))
    short = short.strip()
    if not 4 < len(short) <= 90 or short.endswith((",", "!", "?")):
        return False
    if ADDED.match(short):
        return True
    sent = SENT.match(f"{short} ")
    if sent is None or _SENTENCE.search(short, sent.end()):
        return False
    return DEVICE.search(short, sent.end()) is not None or (sent.end() > len(short) and DEVICE.search(line) is not None)


def is_link(line: str) -> bool:
    """Whether a line is a link and nothing else."""
    return "://" in line and len(line) <= 2 * _WIDTH and not _LINK.sub("", line).strip()


def is_footer(lines: Sequence[str], at: int) -> bool:
    """Whether a drawn line begins the footer of a mailing list, or the next line is what a virus scanner adds."""
    line = lines[at][:_WIDTH]
    if "__" in line and _FOOTER.match(line):
        following = [line for line in lines[at + 1 : at + 6] if line.strip()]
        return any(_LIST.search(line[:200]) for line in following)
    if "-" * 30 in line and _LONG.match(line):
        return any(_LEAVE.match(line) and "@" in line for line in lines[at + 1 : at + 2])
    return (
        "---" in line
        and _DASHES.match(line) is not None
        and any(_is_scanners(line[:200]) for line in lines[at + 1 : at + 2])
    )


def _is_scanners(line: str) -> bool:
    """Whether a line is what a virus scanner adds; where no virus is named it is not, which is quickly seen."""
    if line.isascii() and "vir" not in (lowered := line.lower()) and "wir" not in lowered:
        return False
    return _SCANNED.search(line) is not None


def fits(delimiter: str, lines: Sequence[str]) -> bool:
    """Whether the lines under a delimiter are few and short enough to be a signature, and nobody goes on in them."""
    if len(lines) > 4 * MAXIMUM_LINES:
        return False
    spoken = [line for line in lines if line.strip()]
    if len(spoken) > MAXIMUM_LINES or any(len(line) > _WIDTH * 2 for line in spoken):
        return False
    asks = not delimiter.endswith(" ") and any(line.rstrip().endswith(("?", "？")) for line in spoken)
    return not asks and not any(_POSTSCRIPT.match(line) for line in spoken)


def is_card(lines: Sequence[str]) -> bool:
    """A last paragraph that holds a name and nothing else than who that is and ways to reach them."""
    if not 3 <= len(lines) <= 7 or not _PERSON.match(lines[0].strip()[:_WIDTH]):
        return False
    contacts = [line for line in lines[1:] if len(line) <= _WIDTH and _CONTACT.search(line)]
    titles = [line.strip() for line in lines[1:] if line not in contacts]
    if len(contacts) < 2 or len(titles) > 3:
        return False
    return len(titles) < 2 or all(_TITLE.match(title) for title in titles)
