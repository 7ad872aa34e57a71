"""Whether a mail is the answer of a machine for somebody who is away, told by its subject and its first words.

Here: notes whose header fields say nothing. Not here: header fields that do (`automatic`), the words
(`absence_phrases`). In doubt a person wrote the mail: a needless ticket is less than a customer who is
not heard.
"""

import re

from supportdesk.mail.absence_phrases import ABSENT, AWAY, PLEAS, SAYS_AWAY, SAYS_BACK
from supportdesk.mail.quotes import split

_LOOK = 2000  # characters of new words that are looked at

_SPEAKER = r"(?:i['’]?\s?a?m (?:currently )?)?"
_ENDS = r"\s*(?P<end>[:：】]|$|(?:re|aw|fwd?)\s*:|[!.\-–—(|\[\])])"
_PROGRAM = re.compile(
    rf"^\W*(?P<answered>(?:re|aw|sv|vs|fwd?|отв)\s*:\s*)?{_SPEAKER}(?:{AWAY}){_ENDS}"
    r"|^\W*auto: (?:(?:re|aw|fwd?)\s*:|.{1,80}\b(?:out of (?:the )?office|is away|abwesend|ist außer haus"
    r"|est absent)\b)"
    r"|\((?:auto(?:matic|mated)?[- ]?(?:response|reply))\)\s*$",
    re.IGNORECASE,
)
_PERSON_TOO = re.compile(
    rf"^\W*{_SPEAKER}(?:(?:{ABSENT}){_ENDS}|(?:away|out of (?:the )?office) until\b)", re.IGNORECASE
)
_AWAY = re.compile(SAYS_AWAY, re.IGNORECASE)
_BACK = re.compile(SAYS_BACK, re.IGNORECASE)
_UNTIL = re.compile(r"\buntil\b|\btot\b|jusqu['’]au|\bбуду\b", re.IGNORECASE)
"""How long somebody is away, or waits for who is."""

_OF_NOTES = re.compile(
    r"^[^:?]{3,60} (?:is out of the office|ist außer haus|est absent(?:\(e\))?(?: du bureau)?|è assente"
    r"|está ausente)\.?$",
    re.I,
)
"""What Notes writes as the whole subject: who is away."""

_WILL_BE_OUT = re.compile(
    r"^(?:i will be out of the office starting|ich werde ab .{4,20} nicht im büro sein"
    r"|je serai absente?(?:\(e\))? (?:du|à partir)"
    r"|sarò assente dal|estaré ausente (?:desde|de|del))",
    re.IGNORECASE,
)
_NAME = re.compile(rf"(?!out\b|away|absen|assen|отсутств)(?:{AWAY})", re.IGNORECASE)
"""What a program's answer is called, which says nothing of anybody's absence."""

_PLEADS = re.compile(PLEAS, re.IGNORECASE)
_ASKS = re.compile(r"[?？](?:\s|$)")


def is_absence_note(subject: str, text: str) -> bool:
    """Whether a program answered: it puts its own words before the subject answered, or says when somebody returns."""
    if found := _PROGRAM.search(subject[:300]):
        if found["answered"]:
            return _says(_UNTIL.sub(" ", _new_words(text)), _AWAY, _BACK)
        return _is_silent(subject, text) and (found["end"] != "" or not _asks(text))
    if found := _PERSON_TOO.search(subject[:300]):
        before_subject = (found["end"] or "").endswith((":", "："))
        return _says(text, _AWAY, _BACK) if before_subject else _says(text, _BACK)
    return bool(_OF_NOTES.match(subject[:100])) and _WILL_BE_OUT.match(text.strip()[:100]) is not None


def _is_silent(subject: str, text: str) -> bool:
    """Whether nobody asks for anything: a person may name a program's answer too, and then what is wrong with it."""
    said = _new_words(text)
    if not said.strip():
        return not _ASKS.search(subject)
    if not (_ASKS.search(said) or _PLEADS.search(said)):
        return True
    beside = _NAME.sub(" ", said)
    return _AWAY.search(beside) is not None or _BACK.search(beside) is not None


def _new_words(text: str) -> str:
    return split(text).text[:_LOOK]


def _asks(text: str) -> bool:
    return _ASKS.search(_new_words(text)) is not None


def _says(text: str, *wanted: re.Pattern[str]) -> bool:
    words = _new_words(text)
    return not _ASKS.search(words) and any(one.search(words) for one in wanted)
