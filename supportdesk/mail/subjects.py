"""Subjects as they are compared: without the prefixes of answers and forwards, and the numbers of tickets in them."""

import re

_PREFIX = re.compile(
    r"\s*(?:\[[^\[\]]{1,40}\]\s*)?"
    r"(?:re|aw|antw|antwort|sv|vs|vá|res|odp|ynt|ref|rif|fwd?|wg|tr|rv|enc|doorst|отв|ответ|ha|на|пер|回复|答复|转发|回覆|轉寄)"
    r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s*[:：]\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\[#(\d{1,18})\]", re.ASCII)


def core(subject: str) -> str:
    """What a subject is about, in one case."""
    return " ".join(without_prefix(_NUMBER.sub(" ", subject)).casefold().split())


def without_prefix(subject: str) -> str:
    """A subject without what programs put before it in answers and forwards."""
    while found := _PREFIX.match(subject):
        subject = subject[found.end() :]
    return subject


def numbers(subject: str) -> tuple[int, ...]:
    """The tickets that a subject names as [#12], in order."""
    return tuple(dict.fromkeys(map(int, _NUMBER.findall(subject))))


def is_wordless(subject: str, text: str) -> bool:
    """Whether a mail says nothing, as advertisements do that are a picture: an answer to it would have no subject."""
    return not (_SPOKEN.search(core(subject)) or _SPOKEN.search(text))


_SPOKEN = re.compile(r"[^\W\d_]{2}|[^\W\d_\x00-\u2fff]")  # two letters, or one of a script that writes words with one
