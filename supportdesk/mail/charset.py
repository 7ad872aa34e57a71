"""Bytes of outside text into words: the label a mail gives, and what its bytes say when the label is wrong.

Here: the guess. Not here: charset names (`charset_names`), MIME, transfer encodings, header syntax.
"""

import codecs
import re

from supportdesk.mail.charset_names import codec

_STATEFUL = ("iso2022", "utf-7", "utf-16", "utf-32", "hz")
_SINGLE = ("iso8859", "cp125", "cp8", "cp4", "koi8", "mac")
_BEYOND_ASCII = bytes(range(0x80, 0x100))
_SEVEN_BITS = ("iso2022", "utf-7", "hz")
_BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(range(0x80, 0xA0))
_WINDOWS = {
    "iso8859-2": "cp1250",
    "iso8859-6": "cp1256",
    "iso8859-7": "cp1253",
    "iso8859-8": "cp1255",
    "iso8859-9": "cp1254",
    "iso8859-13": "cp1257",
}
"""Charsets whose control characters are letters and quotation marks in that of Windows for the same languages."""

_CYRILLIC = ("utf-8", "cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic")
_WEAK = {"", "ascii", "cp1252", "iso8859-15", "iso8859-9", "cp1254", "utf-8"}

# The commonest pairs of letters in Russian running text; right decodings are full of them, wrong ones are not.
_WESTERN = "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in range(256))

_RUSSIAN_PAIRS = """
ст но то на ен ов ни ра во ко ро ал ли по ре ос пр от та не го ер ет ка ол ло ел ла ть ом ас ит ор ан ес ат ле он од ак
ем те ны ва де ль ва за да ил ве ри ог тр ин ие об ий вы ти ым их ся ме мо бы до че из му же ты щи ви се со ск ам ми ис
ик ед нн ма ым ай ки бо ия им ар иц сл ус ши уж эт ый ое ая чт ег сс ид пи ды жи ше уд ру ут тв ще ющ яв дн нт ци чн бр
ящ бе ги ня лю ят ур ух ую зд ав ич еб ец
"""
_PAIRS = frozenset(_RUSSIAN_PAIRS.split())
_JAPANESE = re.compile(rb"\x1b\$[@B]")  # ISO-2022-JP turns to kanji with these, and nothing else does
_HIGH_RUN = re.compile(rb"[\x80-\xff]{2,}")
_WORD = re.compile(r"[а-яё]{2,}", re.IGNORECASE)
_SAMPLE = 8000  # bytes looked at; more changes no verdict


def decode(content: bytes, label: str = "") -> str:
    """Text of bytes said to be in `label`; never raises, and believes the bytes where they clearly say otherwise."""
    if not label and content.isascii() and b"\x1b" not in content:
        return content.decode("ascii")
    name = codec(label)
    if content.isascii() and not name.startswith(_STATEFUL):
        if _JAPANESE.search(content) and (name in _WEAK or name.startswith("cp932")):
            return _read(content, "iso2022_jp_ext")
        return content.decode("ascii")
    return _read(content, choose(content, name))


def choose(content: bytes, name: str) -> str:
    """Codec to read `content` with, given the one (`name`, or "") that its label means."""
    name = _possible(content, name)
    if name.startswith(_STATEFUL):
        return name
    if name in _WEAK:
        if _is_utf8(content):
            return "utf-8"
        return _cyrillic(content, favoured=name) or _western(content, name)
    if name in _CYRILLIC:
        return "utf-8" if _high(content) >= 6 and _is_utf8(content) else _cyrillic(content, favoured=name) or name
    telling = 6 if name.startswith(_SINGLE) else 12
    return "utf-8" if _high(content) >= (telling if _fits(content, name) else 2) and _is_utf8(content) else name


def _possible(content: bytes, name: str) -> str:
    """The codec of a label, or the one that is meant where the bytes cannot be in that."""
    is_wide = name.startswith(("utf-16", "utf-32"))
    marked = content.startswith(_BYTE_ORDER)
    if b"\0" in content and marked and not is_wide:
        return "utf-16"
    if is_wide and not marked and b"\0" not in content:
        return ""
    if name.startswith(_SEVEN_BITS) and b"\x1b" not in content and _high(content):
        return "" if _is_utf8(content) else _japanese(content, name)
    if name in _WINDOWS and not _is_utf8(content) and len(content.translate(None, _CONTROLS)) < len(content):
        return _WINDOWS[name]
    return name


def _japanese(content: bytes, name: str) -> str:
    """Letters of eight bits under the label of ISO-2022-JP are in one of the other two charsets of Japan."""
    others = ("euc_jp", "cp932") if name.startswith("iso2022_jp") else ()
    return next((other for other in others if _fits(content, other)), name)


def _read(content: bytes, name: str) -> str:
    try:
        return content.decode(name, "strict")
    except UnicodeDecodeError as fault:
        if name == "utf-8" and fault.start >= len(content) - 3 and fault.reason == "unexpected end of data":
            return content[: fault.start].decode("utf-8")  # the last letter was cut in two
    except (UnicodeError, ValueError, LookupError):
        pass
    if name.startswith("iso2022_jp"):
        return _read_japanese(content)
    if name == "cp1252":  # the five bytes that windows-1252 leaves open mean what they mean in latin-1
        return codecs.charmap_decode(content, "replace", _WESTERN)[0]
    try:
        return content.decode(name, "replace")
    except (UnicodeError, ValueError, LookupError):
        return content.decode("latin-1")


def _read_japanese(content: bytes) -> str:
    """ISO-2022-JP with the letters that NEC and Microsoft added in row 13, where JIS X 0213 has them too."""
    for written in (content, content.replace(b"\x1b$B", b"\x1b$(Q").replace(b"\x1b$@", b"\x1b$(Q")):
        try:
            return written.decode("iso2022_jp_2004")
        except (UnicodeError, ValueError):
            continue
    return content.decode("iso2022_jp_ext", "replace")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as fault:
        # A cut in the middle of a letter at the very end is a cut, not another charset.
        return fault.start > 3 and fault.start >= len(content) - 3 and fault.reason == "unexpected end of data"
    return True


def _high(content: bytes) -> int:
    """How many bytes are beyond ASCII: a few may pass as UTF-8 by chance, many do not."""
    return len(content) - len(content.translate(None, _BEYOND_ASCII))


def _fits(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except (UnicodeError, ValueError, LookupError):
        return False
    return True


def _western(content: bytes, name: str) -> str:
    if name == "utf-8" and _mostly_utf8(content):
        return "utf-8"
    return name if name not in ("", "ascii", "utf-8") else "cp1252"


def _mostly_utf8(content: bytes) -> bool:
    text = content[:_SAMPLE].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(letter > "\x7f" for letter in text) - broken > broken


def _cyrillic(content: bytes, *, favoured: str) -> str:
    """The Cyrillic charset that the bytes are in, or "" where they are not clearly Cyrillic."""
    sample = content[:_SAMPLE]
    high = _high(sample)
    running = sum(len(run[0]) for run in _HIGH_RUN.finditer(sample))
    if favoured not in _CYRILLIC[1:] and (running < 5 or running < 0.7 * high):
        return ""  # western letters stand alone among plain ones
    if favoured == "utf-8" and _mostly_utf8(content):
        return ""
    scores = {name: _russian(sample, name) for name in _CYRILLIC[1:]}
    best = max(scores, key=lambda name: scores[name])
    if favoured in scores:
        return best if scores[best] > scores[favoured] + 0.25 and running >= 8 else favoured
    if scores[best] < 0.3:
        return ""
    return "koi8-u" if best == "koi8-r" else best  # it has the same Russian letters, and the Ukrainian ones


def _russian(sample: bytes, name: str) -> float:
    """How Russian a sample reads in a charset: the share of common letter pairs, less what no Russian does."""
    text = sample.decode(name, "replace")
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    foreign = sum(letter > "\x7f" for letter in text) - sum(letter > "\x7f" for word in words for letter in word)
    pairs = common = turned = 0
    for word in words:
        lower = word.lower()
        pairs += len(word) - 1
        common += sum(lower[at : at + 2] in _PAIRS for at in range(len(word) - 1))
        turned += sum(word[at].islower() and word[at + 1].isupper() for at in range(len(word) - 1))
        turned += int(word[0].islower() and word[1:].isupper())
    if not pairs:
        return 0.0
    return float((common - turned) / pairs - foreign / (letters + foreign))
