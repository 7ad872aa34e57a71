"""Whether a mail is the answer of a machine for somebody who is away, told by its subject and its first words.

Here: notes whose header fields say nothing. Not here: header fields that do (`automatic`), the words
(`absence_phrases`). In doubt a person wrote the mail: a needless ticket is less than a customer who is
not heard.
"""

import re

from supportdesk.mail.absence_phrases import (
    ABSENT,
    ANSWER,
    AWAY,
    BEGS,
    BESIDE,
    ITSELF,
    PLEAS,
    SAYS_AWAY,
    SAYS_BACK,
    TOLD_OF,
)
from supportdesk.mail.quotes import split
from supportdesk.mail.subjects import core

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
_OVER = re.compile(TOLD_OF, re.IGNORECASE)
_BESIDE = re.compile(BESIDE, re.IGNORECASE)
_BEGS = re.compile(BEGS, re.IGNORECASE)
_ANSWER = re.compile(ANSWER, re.IGNORECASE)
_ITSELF = re.compile(ITSELF, re.IGNORECASE)
_SENTENCE = re.compile(r"(?:[^.!?。！？\n]|(?<=\d)\.|\.(?=\w))+")
_REACHED = re.compile(r"[\w.+-]@[\w-]|\d{3}[\d -]*\d{2}|://")
_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")  # of those who leave no blanks between words

_FEW = 3  # words of a sentence that may say anything
_SHORT = 6  # words of one that need not say for how long somebody is away
_TOPIC = 4  # letters by which a word is known in its other forms


def is_absence_note(subject: str, text: str) -> bool:
    """Whether a program answered: it puts its own words before the subject answered, or says when somebody returns."""
    if found := _PROGRAM.search(subject[:300]):
        if found["answered"]:
            return _says(_UNTIL.sub(" ", _new_words(text)), _AWAY, _BACK)
        return _is_silent(subject, text) and (found["end"] != "" or not _asks(text))
    if found := _PERSON_TOO.search(subject[:300]):
        if (found["end"] or "").endswith((":", "：")):
            return _is_note(core(subject[found.end() : 300]), text)
        return _says(text, _BACK) and _is_note("", text)
    return bool(_OF_NOTES.match(subject[:100])) and _WILL_BE_OUT.match(text.strip()[:100]) is not None


def _is_silent(subject: str, text: str) -> bool:
    """Whether nobody asks for anything: a person may name a program's answer too, and then what is wrong with it."""
    said = _new_words(text)
    if not said.strip():
        return not _ASKS.search(subject)
    if _is_told(said):
        return False
    if not (_ASKS.search(said) or _PLEADS.search(said)):
        return True
    beside = _NAME.sub(" ", said)
    return _AWAY.search(beside) is not None or _BACK.search(beside) is not None


def _is_told(said: str) -> bool:
    """Whether a person tells of a program's answer, or of an absence that is over; a note speaks of itself, and now."""
    for found in _SENTENCE.finditer(said):
        sentence = found[0]
        answer = _ANSWER.search(sentence)
        if answer and not _ITSELF.search(sentence) and sentence.strip(" *-[]()") != answer[0]:
            return True
        if _AWAY.search(sentence) and _OVER.search(sentence):
            return True
    return False


def _is_note(topic: str, text: str) -> bool:
    """Whether words that follow "away:" and a subject speak of an absence alone, and in no word of that subject.

    A person who begins a subject so has something else to say, of what the subject names.
    """
    said = _new_words(text)
    sentences = [found[0].strip() for found in _SENTENCE.finditer(said)]
    if not _says(text, _AWAY, _BACK) or _PLEADS.search(said) or _is_told(said) or _speaks_of(topic, said):
        return False
    return all(map(_is_of_note, sentences))


def _speaks_of(topic: str, said: str) -> bool:
    """Whether a word of a subject is said again, in whatever form, other than those of every note."""
    lowered = said.lower()
    for word in _WORD.findall(topic):
        stem = word[:2] if _UNSPACED.match(word) else word[: max(_TOPIC, len(word) - 3)]
        known = len(stem) < (2 if _UNSPACED.match(word) else _TOPIC) or _BESIDE.search(word) or _AWAY.search(word)
        if not known and re.search(stem if _UNSPACED.match(word) else rf"\b{stem}", lowered):
            return True
    return False


def _is_of_note(sentence: str) -> bool:
    """Whether a sentence may stand in a note: it is short, says who is away how long, or whom to turn to."""
    if _BESIDE.search(sentence) or _REACHED.search(sentence):
        return True
    if _is_said(sentence):
        return not _BEGS.search(sentence)
    words = _WORD.findall(sentence)
    if _UNSPACED.search(sentence):
        return len(sentence) <= 2 * _FEW
    return len(words) <= _FEW or 2 * sum(word[0].isupper() for word in words) > len(words) + 1


def _is_said(sentence: str) -> bool:
    """Whether a sentence says that somebody is away, and, if it goes on, until when."""
    if _BACK.search(sentence):
        return True
    words = len(_WORD.findall(sentence))
    return _AWAY.search(sentence) is not None and (words <= _SHORT or any(map(str.isdigit, sentence)))


def _new_words(text: str) -> str:
    return split(text).text[:_LOOK]


def _asks(text: str) -> bool:
    return _ASKS.search(_new_words(text)) is not None


def _says(text: str, *wanted: re.Pattern[str]) -> bool:
    words = _new_words(text)
    return not _ASKS.search(words) and any(one.search(words) for one in wanted)
