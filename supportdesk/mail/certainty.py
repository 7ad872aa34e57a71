"""Whether a line that says who wrote and when is a program's, or a person tells a story.

Words below a program's line are old without quotation marks too; in doubt a person tells, whose words are new. Not
here: which lines may be such ones (`attribution`).
"""

import re
from collections.abc import Sequence

from supportdesk.mail.phrases import DATE, TIME, WROTE

NAMED_ADDRESS = re.compile(r"<\s*(?:mailto:)?\s*[^<>]*@[^<>]*>+|\[mailto:[^\]]+\]")
BARE_ADDRESS = re.compile(r"\s[^\s<>@:,;]+@[^\s<>@:,;]+\s?[:：][*\s]*$")
LETTERS = re.compile(r"[^\W\d_]+")

_CLOSING = " :\xa0*->\u200e\u200f\u202a\u202b\u202c\u202d\u202e"

INLINE = ":   "
"""What stands between an attribution and the quotation that begins on its line."""

_LOOK = 2400  # characters of attributions that are looked at, however many stand one above the other
_FEW = 7  # words beside a day, a time and an address
_TOLD_WITH_ADDRESS = 4  # words of no program by which a story is told, although an address stands in it
_TOLD_WITH_NAME = 2  # the same where no verb stands beside a name with its address

_ANSWERERS = re.compile(
    r"\b(?:(?:i|we|you|they|ich|wir|sie|du|ihr|je|nous|vous|tu|yo|io|j['’]ai|ik|wij|jag|vi|jeg|я|мы|ми|вы|ви|ты|они)\s+"
    r"(?:[\w.,:]+\s+){0,3}|(?:your|ihre?|eure?|votre|vos|sus?|vostr[oa]|uw|seu|sua|ваш[аи]?|wasz[ae]?|vaš[ei]?|er"
    r"|din)\s+\w+\s+(?:an?\s+|ha[ts]?\s+)?)"
    r"(?:wrote|(?:ge)?schrieb|écrit|escrib|scrit|schre|skrev|писал|написал|пише)",
    re.IGNORECASE,
)
"""A person who tells who wrote."""

_OWN = re.compile(
    r"\b(?:I(?!\.)|(?:my|me|our|us|we|you|your|him|them|ich|mir|mich|uns|wir|unser\w{0,2}|ihrem?r?|vom|votre|notre|nous"
    r"|nuestr[oa]|vuestr[oa]|nostr[oa]|vostr[oa]|mnie|nam|nami|nas|wam|państwa|waszego|mij|ons|onze|mig|oss"
    r"|я|мы|мне|меня|нам|нас|вам|вас|вами|мой|моя|наш|наша|ваш|ваша|вашего|вашей|мені|вони))\b"
)
"""Who tells, or is told; names begin with capital letters."""

_SENTENCE = re.compile(r"(?:on|at|am|le|el|il|em|op|den|på|no dia|in data|w dniu|dnia|dne|dňa|în|pada|vào)\s")
"""Words that a program begins its line with, and then in capital letters."""

_TOWARDS = frozenset(("to", "an", "for", "на", "к", "для"))
"""Whom somebody else wrote to: no program says that without a verb."""

_NAME = re.compile(r"\"[^\"]{0,100}\"|«[^»]{0,100}»|“[^”]{0,100}”")
_WRITTEN_OUT = re.compile(r"[^\s<>@]{1,100}@[^\s<>@]{1,100}")  # where an address is somebody's name
_WEEKDAY = re.compile(
    rf"(?:(?<=\s)|^)[^\W\d_][^\W\d]{{0,12}}(?:-feira)?[.,]*\s+(?:den\s+)?(?={DATE.pattern})", re.IGNORECASE
)
_BETWEEN = """
the following said via from von uhr hat heeft het volgende geschreven les alle ore giorno del data las dia horas
kell kello klo kuupäeval ezt időpont időpontban dátummal keltezéssel tarihinde tarihli şunu şunları saat oseba
odesílatel odosielateľ uživatel používateľ użytkownik użytkownika przez dniu dnia godz wiadomość plkst lietotājs
missatge dana user utente usuario usuário utilisateur gebruiker benutzer χρήστης στις пользователь користувач письме
потребителят heure normale europe centrale thg lúc vào ngày tanggal pukul pada time standard and sent den
følgende folgendes suivant siguiente seguinte seguente следующее наступне следното následující nasledovné następująco
következőt következőket şöyle seuraavasti följande εξής
деп былай мындай уақытында кезінде саат саға дараахыг цагт сарын оны tarixində belə shunday deb huet հետևյալը saa
likuwa তারিখে को बजे में
"""
_PROGRAMS = frozenset(_BETWEEN.split())
"""Words between day, name and verb, in the languages of mail programs."""


def is_certain(joined: str) -> bool:
    """Whether a program wrote an attribution, so that words below it are old without quotation marks too.

    Nobody tells a story in it; it has an address or a name beside its verb; without a verb it has hardly a word more
    than a day and a name.
    """
    joined = joined[:_LOOK]
    if tells(joined) or _OWN.search(joined) or _SENTENCE.match(joined):
        return False
    verb = WROTE.search(joined)
    beside = _beside(joined, verb[0] if verb else "")
    told = strange(beside)
    if verb is None:
        named = NAMED_ADDRESS.search(joined) is not None
        return len(beside) <= _FEW and told < (_TOLD_WITH_NAME if named else 1) and _TOWARDS.isdisjoint(beside)
    if _goes_on(joined[verb.end() :].lstrip()):
        return False
    if "@" in joined:
        return told < _TOLD_WITH_ADDRESS
    return not told and (not joined.isascii() or _is_named(joined, verb, beside) or _is_timed(joined))


def says_more(behind: str) -> bool:
    """Whether behind the verb stands more than a name and a day: where, or about what, somebody wrote."""
    return "@" not in behind and strange(_beside(behind, "")) > 0


def strange(words: Sequence[str]) -> int:
    """How many words no program puts there, and are no names."""
    return sum(len(word) > 2 and word[0].islower() and word not in _PROGRAMS for word in words)


def _goes_on(behind: str) -> bool:
    """Whether behind the verb stands what was written, and more."""
    return behind[:1] == ":" and not behind.startswith(INLINE) and bool(behind.strip(_CLOSING))


def _is_named(joined: str, verb: re.Match[str], beside: Sequence[str]) -> bool:
    """Whether a name is beside the verb or among the other words; the first of a line may be none."""
    before, after = joined[: verb.start()].split(), joined[verb.end() :].strip(" :,").split()
    nearest = (word.strip("\"'(*") for word in (*before[-1:], *after[:1]))
    return any(word[:1].isupper() for word in (*nearest, *beside[1:]))


def _is_timed(joined: str) -> bool:
    return TIME.search(DATE.sub("", joined)) is not None


def tells(joined: str) -> bool:
    """Whether somebody says who of us wrote."""
    return _ANSWERERS.search(joined) is not None


def _beside(joined: str, verb: str) -> list[str]:
    """The words beside a day, a time, an address, a name in quotation marks and the verb."""
    said = _WRITTEN_OUT.sub(" ", NAMED_ADDRESS.sub(" ", _NAME.sub(" ", joined)))
    if verb:
        said = said.replace(verb, " ")
    return LETTERS.findall(TIME.sub(" ", DATE.sub(" ", _WEEKDAY.sub(" ", said))))
