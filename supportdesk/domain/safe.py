"""Text from outside made safe to show: what a terminal would obey becomes visible, everything else stays.

Every string that came from a customer, a mail or a file passes here on its way to a terminal, in the command line
and in the console. Markup is no matter of this module: nothing that is shown is ever parsed for it.
"""

import re

_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and line feed, DEL, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"  # invisible, bidi, surrogates, tags
    "|[\u200c\u200d]"
)
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[\n\t]+")
_CUT = re.compile(r"[\n\t]")
_ABOVE = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MARKS = re.compile(f"([{_ABOVE}]{{4}})[{_ABOVE}]+")
_PLAIN = re.compile("[\t\n -~]*")
_JOINERS = "\u200c\u200d"


def shown(text: str) -> str:
    """Text with every control, escape, bidi override and zero-width character made visible; lines stay lines.

    A joiner between letters of its script or within an emoji is what makes them and stays.
    """
    if _PLAIN.fullmatch(text):
        return text
    broken = _BREAK.sub("\n", text)
    return _MARKS.sub(r"\1", _OBEYED.sub(_visible, broken))


def shown_line(text: str) -> str:
    """The same on one line: a subject or a name cannot break out of its place."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _BLANKS.sub(" ", shown(text)).strip()


def told_line(text: str) -> str:
    """The same where what is told repeats a name, a path or a value: a break within one is shown as its sign, `␊`."""
    return _CUT.sub(_visible, shown(text))


def escaped(json_text: str) -> str:
    """JSON in which each such character is written as an escape: the same value, with nothing to obey."""
    if json_text.isascii() and "\x7f" not in json_text:
        return json_text
    return _OBEYED.sub(lambda found: _units(found[0]), json_text)


def _units(character: str) -> str:
    """A character as JSON escapes it: one UTF-16 unit, or two."""
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def _visible(found: re.Match[str]) -> str:
    character = found[0]
    if character in _JOINERS and _joins(found.string, found.start()):
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<{code:02X}>" if code < 0x100 else f"<U+{code:04X}>"


def _joins(text: str, at: int) -> bool:
    """Whether a joiner stands between two characters of scripts that need it, or two emoji."""
    return 0 < at < len(text) - 1 and _joinable(text[at - 1]) and _joinable(text[at + 1])


def _joinable(character: str) -> bool:
    code = ord(character)
    return 0x600 <= code <= 0x1AFF or 0x2190 <= code <= 0x2BFF or code == 0xFE0F or 0x1F000 <= code <= 0x1FAFF
