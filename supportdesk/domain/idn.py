"""Mail addresses under international domains, which are written in two ways: as people read them, as servers know them.

Here: one from the other (RFC 5890, UTS 46). Not here: whether a text is an address (`addresses`).
"""

import unicodedata
from functools import lru_cache

_LONGEST = 253  # characters of a domain (RFC 1035, 2.3.4)
_MIXED = (
    {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "LATIN"},
    {"CJK", "HANGUL", "LATIN"},
    {"CJK", "BOPOMOFO", "LATIN"},
)
"""Scripts that are written together."""

_LOOKS_LATIN = frozenset("аеіїјӏорсухԁһԛѕԝьѵү")
"""Cyrillic letters that stand for Latin ones in names that deceive."""


def mailable(address: str) -> str:
    """An address with its domain as mail servers know it: international names have an ASCII form (RFC 5890)."""
    local, at, domain = address.rpartition("@")
    return address if domain.isascii() or len(domain) > _LONGEST else f"{local}{at}{_ascii(domain)}"


def known_as(address: str) -> str:
    """An address, in lower case, as it is compared and shown, whichever way its domain was written.

    That is the readable way, unless it could be taken for another domain, or servers would not know it by that again.
    """
    lowered = address.lower()
    local, at, domain = lowered.rpartition("@")
    plain = (domain.isascii() and "xn--" not in domain) or len(domain) > _LONGEST
    return lowered if plain else f"{local}{at}{_readable(domain)}"


@lru_cache(maxsize=1000)
def _ascii(domain: str) -> str:
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:
        pass
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


@lru_cache(maxsize=1000)
def _readable(domain: str) -> str:
    import idna

    known = _ascii(domain)
    try:
        said = idna.decode(known)
    except UnicodeError:
        return known if known.isascii() else domain
    return known if _ascii(said) != known or _deceives(said) else said


def _deceives(domain: str) -> bool:
    """Whether a domain may look like another one: letters of several scripts in a name, or Cyrillic ones like Latin."""
    top = domain.rpartition(".")[2]
    for name in domain.split("."):
        letters = [letter for letter in name if letter.isalpha()]
        scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}
        if len(scripts) > 1 and not any(scripts <= mixed for mixed in _MIXED):
            return True
        if top.isascii() and letters and _LOOKS_LATIN.issuperset(letters):
            return True
    return False
