"""Whether a text speaks to, or of, somebody that the ticket does not know: another customer's name or mail address."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from supportdesk.domain.sending.names import forms_of
from supportdesk.domain.words import fold

_ADDRESS = re.compile(
    r"(?<![\w.+/-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,7}\.[^\W\d_][\w-]{1,62}(?![\w@]|:\S|/)"
)
_GREETING = re.compile(
    r"\s*(?:dear|hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|здравствуйте|здравствуй|добрый день|"
    r"доброе утро|добрый вечер|доброго дня|привет|приветствую|уважаем(?:ый|ая|ые)|дорог(?:ой|ая))\b[,!]?[ \t]+"
    r"(?:(?:mrs?|ms|dr|prof|г)\.?[ \t]+)?(?P<whom>[^\n,!.:;?—–(-]{1,60})",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "г", "господин", "госпожа", "г-н", "г-жа"})
EVERYBODY = frozenset(
    {
        *("team", "all", "there", "everyone", "everybody", "folks", "colleagues", "customer", "client", "user", "sirs"),
        *("friend", "friends", "support", "again", "коллеги", "друзья", "клиент", "пользователь", "команда", "все"),
        *("всем", "покупатель", "снова", "еще", "дамы", "господа", "партнеры"),
    }
)
FREE_TO_NAME = ("example.com", "example.org", "example.net", "example.ru")
"""Domains that belong to nobody: addresses there are examples."""

ALIKE = 0.8
"""Names that share so much of their letters are one name in two spellings."""


@dataclass(frozen=True)
class Known:
    """Whom a ticket knows: its customer, everybody's addresses in its thread, and what its customers have written."""

    name: str = ""
    addresses: frozenset[str] = frozenset()
    said: str = ""
    desk: str = ""

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that a customer wrote, folded: who signs as Olga is Olga, whatever the mail program says."""
        return frozenset(_NAME.findall(fold(self.said[-READ:])))


READ = 50_000
"""Characters of what customers wrote that are looked through, the last ones."""


def strange_addresses(text: str, known: Known) -> tuple[str, ...]:
    """Mail addresses that are neither the desk's nor anywhere in the ticket."""
    domain = known.desk.rpartition("@")[2].lower()
    said = known.said[-READ:].lower()
    found = [match[0].strip("'.") for match in _ADDRESS.finditer(text)]
    return tuple(one for one in found if not _is_known(one.lower(), known, domain, said))


def _is_known(address: str, known: Known, domain: str, said: str) -> bool:
    host = address.rpartition("@")[2]
    free = host.endswith(FREE_TO_NAME) and not known.desk.endswith(host)
    ours = bool(domain) and (host == domain or host.endswith(f".{domain}"))
    return free or ours or address.startswith("git@") or address in known.addresses or address in said


def strange_greeting(text: str, known: Known) -> str:
    """The name in the greeting if it is certainly not the customer's, else nothing."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    greeting = _GREETING.match(first)
    if greeting is None or not known.name.strip() or "@" in known.name:
        return ""
    names = [name for name in _NAME.findall(greeting["whom"]) if name[0].isupper() and fold(name) not in TITLES]
    if not names or any(fold(name) in EVERYBODY or fold(name) in known.words for name in names):
        return ""
    whose = {form for name in _NAME.findall(known.name) for form in forms_of(name)}
    if any(_alike(form, own) for name in names for form in forms_of(name) for own in whose):
        return ""
    return " ".join(names)


def _alike(one: str, other: str) -> bool:
    """Whether two spellings are of one name: the same letters but for one or two, or one shortened to the other."""
    if min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one)):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE
