"""The header that Notes puts above an older mail: name, time, recipient and subject, each on a line of its own.

Here: recognising it. Not here: headers whose words and values share their lines (`attribution`).
"""

import re
from collections.abc import Sequence

from supportdesk.mail.phrases import DATE, KEYS, TIME

RECIPIENTS = frozenset(word for word, field in KEYS.items() if field == "to")
"""The words that may stand alone above a recipient, in lower case."""

LONGEST_KEY = 16  # characters of a line that is a key alone
_LONGEST_LINE = 200
_NEAR = 5  # lines above the recipient in which name and time stand
_BELOW = 12  # lines below it in which the subject does
_FEW = 2  # words beside a day and a time

_WORDS = re.compile(r"[^\W\d_]{2,}")


def names_recipient(line: str) -> bool:
    """Whether a line is the word alone that stands above a recipient: with a colon and blanks or without."""
    return len(line) < LONGEST_KEY and _bare(line) in RECIPIENTS


def _bare(line: str) -> str:
    return line.strip(" \t:\xa0").lower()


def stacked_from(lines: Sequence[str], at: int) -> int:
    """Where the header begins whose word for the recipient is line `at`: with the name; -1 where it is in none."""
    if not names_recipient(lines[at]):
        return -1
    above = [line for line in range(at - 1, max(-1, at - 1 - _NEAR), -1) if lines[line].strip()]
    if len(above) < 2 or not _is_moment(lines[above[0]]) or len(lines[above[1]]) > _LONGEST_LINE:
        return -1
    below = (KEYS.get(_bare(line)) for line in lines[at + 1 : at + 1 + _BELOW] if len(line) < LONGEST_KEY)
    return above[1] if "subject" in below else -1


def _is_moment(line: str) -> bool:
    """Whether a line holds a day and a time, and hardly a word more."""
    if len(line) > _LONGEST_LINE or not (DATE.search(line) and TIME.search(line)):
        return False
    return len(_WORDS.findall(TIME.sub(" ", DATE.sub(" ", line)))) <= _FEW
