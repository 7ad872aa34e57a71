"""Keys by name: how people write them, how Textual does, and what a Russian layout types in their place.

What a key does is not here but in `actions.py` and `keymap.py`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
SHIFTED_LATIN = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
RUSSIAN = {
    **dict(zip(LATIN, CYRILLIC, strict=True)),
    **dict(zip(SHIFTED_LATIN, CYRILLIC.upper(), strict=True)),
}
"""What the Russian layout (ЙЦУКЕН) types on each key of the Latin one where that is a letter."""

MOVED = {"full_stop": "slash", "comma": "question_mark"}
"""What the Russian layout types on `/` and `?`: keys that the Latin one has too, so the layout in use decides."""

TEXTUAL = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Where Textual's name of a character is not its name in Unicode."""

NAMED = {
    "enter": "enter",
    "tab": "tab",
    "space": "space",
    "esc": "escape",
    "escape": "escape",
    "backspace": "backspace",
    "bksp": "backspace",
    "delete": "delete",
    "del": "delete",
    "insert": "insert",
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
    "home": "home",
    "end": "end",
    "pageup": "pageup",
    "pgup": "pageup",
    "pagedown": "pagedown",
    "pgdn": "pagedown",
    **{f"f{number}": f"f{number}" for number in range(1, 25)},
}
"""Keys that type nothing, as people write them and as Textual does."""

SHORT = {
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "backspace": "bksp",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}
"""Keys that hints write otherwise than Textual."""

SAME = {
    "ctrl+c": "it always copies, or says how to leave",
    "ctrl+i": "a terminal sends it as tab",
    "ctrl+m": "a terminal sends it as enter",
    "ctrl+h": "a terminal sends it as backspace",
    "ctrl+[": "a terminal sends it as esc",
}
"""Keys that cannot be told from others, or are spoken for."""

_MODIFIED = re.compile(r"(ctrl\+shift|shift\+ctrl|ctrl|shift)\+(.+)")


def read_key(text: str) -> str:
    """A key that people write as tables hold it: `r`, `G`, `ctrl+d`, `escape`, `g i`. ValueError says what is wrong."""
    parts = text.split()
    if len(parts) == 2 and all(len(part) == 1 and part.isprintable() for part in parts):
        return " ".join(parts)
    if len(parts) != 1:
        raise ValueError("it is a key such as r, G, ctrl+d, f5, or two such as g i")
    return _one(parts[0])


def _one(word: str) -> str:
    if word in SAME:
        raise ValueError(SAME[word])
    if len(word) == 1 and word.isprintable():
        return word
    if word.casefold() in NAMED:
        return NAMED[word.casefold()]
    if "alt+" in word or "meta+" in word or "super+" in word:
        raise ValueError("many terminals do not send it; choose one without alt")
    found = _MODIFIED.fullmatch(word.casefold())
    if found is None:
        raise ValueError("there is no such key")
    return f"{found[1]}+{_modified(found[1], found[2])}"


def _modified(modifier: str, key: str) -> str:
    if key in NAMED:
        return NAMED[key]
    if modifier == "ctrl" and len(key) == 1 and key.isalpha():
        return key
    if modifier == "shift" and len(key) == 1:
        raise ValueError(f"write {key.upper()} for it")
    raise ValueError("terminals do not send it")


def textual_key(key: str) -> str:
    """A key of the tables as Textual names it: `/` is `slash`."""
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return TEXTUAL.get(name, name)


def with_aliases(keys: Iterable[str]) -> Iterator[str]:
    """The keys as Textual names them, each followed by what the Russian layout types in its place."""
    for key in keys:
        yield _named(key)
        modifier, plus, letter = key.rpartition("+") if len(key) > 1 else ("", "", key)
        other = " ".join(RUSSIAN.get(part, part) for part in letter.split(" "))
        if other != letter:
            yield f"{modifier}{plus}{_named(other)}"


def _named(key: str) -> str:
    return " ".join(textual_key(part) for part in key.split(" ")) if key != " " else "space"


def types_text(key: str) -> bool:
    """Whether a key, or the first of two, types something where text is written."""
    return len(key) == 1 or key == "space" or " " in key


def shown_key(key: str, *, ascii: bool = False) -> str:
    """A key as people write it: `ctrl+d`, `esc`, `enter`, `/`; arrows by name where there is nothing but ASCII."""
    short = SHORT.get(key, key)
    return short if short.isascii() or not ascii else key
