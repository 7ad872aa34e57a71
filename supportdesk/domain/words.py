"""How text becomes the words that are searched for: folding, cutting into tokens, stems.

Both databases index and look for exactly what this module yields, so they find the same. Nothing here knows a database.
"""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby

LONGEST = 64
"""Characters of a token; what is longer (a hash, a line of base64) is known by its beginning."""

BREAK = "¶"
"""Stands between the parts of a document, so that no phrase crosses them; no letter or digit, so no text yields it."""

# The marks that write an accent, a vowel point or a stroke over a letter. The vowel signs of Indic and South-East
# Asian scripts are combining characters too, but letters to their readers, and stay.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
)
# Soft hyphens, zero-width characters and bidi controls, which hide inside words.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
)
# Scripts written without spaces, or whose words take particles: each character is a token, a word a phrase of them.
_ALONE = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ebd\u0ec0-\u0ece\u1000-\u103f\u1050-\u108f\u1780-\u17b3\u17b6-\u17d3"
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_INDIC_SIGNS = (
    "\u0900-\u0963\u0971-\u09f1\u0a01-\u0a75\u0a81-\u0af1\u0b01-\u0b71\u0b82-\u0bd7\u0c00-\u0c63\u0c80-\u0ce3"
    "\u0d00-\u0d63\u0d81-\u0df3\u0f18\u0f19\u0f35-\u0fbc"
)

# Russian as it is usually written, of which folding has only case and `ё` to overlook.
_PLAIN = re.compile("[\x00-\x7fА-Яа-яЁё«»„“”–—]*")
_DROPPED = re.compile(f"[{_MARKS}{_INVISIBLE}]+")
_RUN = re.compile(r"[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+")
_TOKEN = re.compile(f"[{_ALONE}]|(?:[^\\W_{_ALONE}]|[{_INDIC_SIGNS}])+")
_ASCII_TOKEN = re.compile("[a-z0-9]+")
_SPACED = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i"})

CACHED = 60_000  # texts of each kind whose stems are remembered
_turn = threading.Lock()


def fold(text: str) -> str:
    """Text without what a search overlooks: case, accents, `ё` for `е`, width, ligatures and invisible characters.

    `й` stays apart from `и`, which it only looks composed of. Folding twice changes nothing.
    """
    if text.isascii():
        return text.lower()
    if _PLAIN.fullmatch(text):
        return text.lower().replace("ё", "е")
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = _DROPPED.sub("", text.replace("и\u0306", "й"))
    return unicodedata.normalize("NFC", text.translate(_STROKES))


def tokens(text: str) -> Iterator[str]:
    """The words of a text: runs of letters and digits after folding, each CJK character alone.

    An address or a hyphenated word gives its parts, so that a phrase finds them again.
    """
    folded = fold(text)
    pattern = _ASCII_TOKEN if folded.isascii() else _TOKEN
    return (found[0][:LONGEST] for found in pattern.finditer(folded))


def stem(token: str) -> str:
    """A token without its inflection: Russian rules for Cyrillic, English ones for Latin letters, none for the rest."""
    if token.isascii():
        language = "" if token.isdigit() else "english"
    else:
        language = "russian" if "\u0400" <= token[0] <= "\u04ff" else ""
    return _stemmed(token, language) if language else token


def stems(text: str) -> list[str]:
    """The stems of a text's words, in its order."""
    return stemmed(text).split()


def stemmed(text: str) -> str:
    """The stems of a text's words, in its order, a space between two."""
    if text.isascii():
        return _of_ascii(text)
    pieces = groupby(text.split("\n"), str.isascii)
    found = [(_of_ascii if plain else _of_letters)("\n".join(lines)) for plain, lines in pieces]
    return " ".join(filter(None, found))


def stemmed_as_far(text: str, most: int) -> str:
    """The beginning of `stemmed`, of whole lines: all of it, or more than `most` characters of it."""
    if len(text) <= most:
        return stemmed(text)
    found: list[str] = []
    at = length = 0
    while at < len(text) and length <= most:
        end = text.find("\n", at + most) + 1 or len(text)
        found += filter(None, [stemmed(text[at:end])])
        length, at = sum(map(len, found)), end
    return " ".join(found)


def _of_ascii(text: str) -> str:
    return " ".join(map(_of_token, text.translate(_SPACED).split()))


def _of_letters(text: str) -> str:
    found = " ".join(map(_of_piece, text.split()))
    # A piece without a word (a dash, a bullet) left a space too many.
    return found if "  " not in found and found == found.strip() else " ".join(found.split())


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """The stems of a text's words with the place of each word in the text, as it was before folding."""
    for run in _RUN.finditer(text):
        known = _of_run(run[0])
        if run[0].isalnum() and " " not in known:
            yield known, *run.span()
            continue
        folded = fold(run[0])
        if len(folded) != len(run[0]):
            yield from ((found, run.start(), run.end()) for found in known.split())
            continue
        for token in _TOKEN.finditer(folded):
            yield stem(token[0][:LONGEST]), run.start() + token.start(), run.start() + token.end()


class _Known(dict[str, str]):
    """What short texts yield, remembered: most of a text is words seen before."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self.make = make

    def __missing__(self, text: str) -> str:
        found = self.make(text)
        if len(text) <= LONGEST:
            if len(self) >= CACHED:
                self.clear()
            self[text] = found
        return found


def _stems_of_run(run: str) -> str:
    return " ".join(map(stem, tokens(run)))


def _stems_of_piece(piece: str) -> str:
    if piece.isascii() and piece.isalnum():
        return stem(piece[:LONGEST].lower())
    return " ".join(filter(None, map(_of_run, _RUN.findall(piece))))


_tokens, _runs, _pieces = _Known(lambda token: stem(token[:LONGEST])), _Known(_stems_of_run), _Known(_stems_of_piece)
_of_token, _of_run, _of_piece = _tokens.__getitem__, _runs.__getitem__, _pieces.__getitem__
"""The stems of an ASCII token, of a run without ASCII punctuation, and of what stands between two spaces."""


def _stemmed(token: str, language: str) -> str:
    """One thread at a time: a stemmer keeps its state between the steps of a word."""
    with _turn:
        return _stemmer(language)(token)


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Callable[[str], str]:
    import Stemmer  # type: ignore[import-not-found,import-untyped,unused-ignore]

    stem_word: Callable[[str], str] = Stemmer.Stemmer(language, 0).stemWord
    return stem_word


_ENDINGS = {
    "english": (
        "s es ed er ers ing ings ly ies ied y e al ally ation ations ational ness ment ments able ible ive ively "
        "iveness ity ility ilities ous ously ful fully ization izer ate ated ates ating or ors ance ence ent ion ions"
    ),
    "russian": (
        "а е и й о у ы ь ю я ам ами ах ая ев ее ей ем ему ен ение ением ении ения ению ений енный енная енные ет ете "
        "ешь ив ивать ивает ие ией ием ии ий им ими ию ия иям иями иях ла ло ли ал ала али ать ает ают аем аете ался "
        "алась ались аться ается аются ит ите ить ил ила или ишь ится иться ован ована ованы ованный овать ов ого "
        "ое ой ом ому ость ости остью ою ую ут уют ует ые ый ым ыми ых ят ешься ишься нный нная нные ного ному ться "
        "ется ются утся ятся емся имся етесь итесь лся лась лось лись усь юсь ась ись ось йся йтесь его "
        "ющий ющая ющее ющие ющих ющим ющего ющей ющем ющую ющий ющийся ящий ящая ящие ящих ящим ящийся "
        "вший вшая вшие вших вшим вшего вшийся"
    ),
}
"""Endings that the stemmers take off, for `beginnings`."""


def beginnings(token: str) -> tuple[str, ...]:
    """The stems, not beginning with this folded token themselves, of words that do.

    `declini*` means `declining` too, which the index knows as `declin`. Very short stems are left out unless most of
    the word was typed: `decl*` does not mean `dec`.
    """
    if len(token) < 4 or not token.isalpha():
        return ()
    endings = _ENDINGS["english" if token.isascii() else "russian"].split()
    wholes = (token[:cut] + ending for cut in range(max(3, len(token) - 6), len(token)) for ending in endings)
    shortest = 3 if len(token) > 4 or token[-1] == token[-2] else 4
    found = {word for whole in wholes if whole.startswith(token) and len(word := stem(whole)) >= shortest}
    if len(whole_stem := stem(token)) >= (2 if len(token) > 4 else 3):
        found.add(whole_stem)
    return tuple(sorted(word for word in found if not word.startswith(token)))
