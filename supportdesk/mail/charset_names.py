"""Names that mail gives its charsets: which of Python's codecs each of them means.

Here: labels, registered ones (IANA, WHATWG Encoding 4.2) and those that programs made up. Not here: what is done where
the bytes are not in the charset of their label (`charset`).
"""

import codecs
import re
from functools import lru_cache

_LABELS = {
    "utf-8": "unicode11utf8 unicode20utf8 utf8mb3 utf8mb4 utf8n utf8mac utf8bom iso10646utf8 10646utf8 cp65001",
    "utf-7": "unicode11utf7 unicode20utf7 cp65000",
    "utf-16": "unicode ucs2 iso10646ucs2 10646ucs2",
    "utf-16-le": "unicodefeff cp1200",
    "utf-16-be": "unicodefffe cp1201",
    "utf-32": "ucs4 iso10646ucs4 10646ucs4",
    "ascii": "ansix341968 iso646us usascii",
    "cp1252": "latin1 l1 ansi msansi winansi windowsansi western cp819 ibm819 cp5348 isoir100 iso885911987"
    " iso88591windows30latin1 iso88591windows31latin1",
    "cp1250": "msee",
    "cp1251": "mscyrl ansi1251",
    "cp1253": "msgreek",
    "cp1254": "msturk",
    "cp1255": "mshebr",
    "cp1256": "msarab",
    "cp1257": "winbaltrim",
    "iso8859-6": "iso88596i iso88596e",
    "iso8859-7": "suneugreek",
    "iso8859-8": "iso88598i iso88598e visual logical cp38598",
    "iso8859-15": "latin9 isolatin9 latin0 cp28605",
    "cp874": "iso885911 tis620 tis6202533 macthai",
    "koi8-r": "koi8 koi8r koi cp20866 cp878",
    "koi8-u": "koi8u koi8ru cp21866",
    "cp850": "oem850 pc850multilingual",
    "gb18030": "gb18030 gb180302000 gb2312 gb231280 gbk chinese chinesegb isoir58 iso58gb231280 euccn macchinesesimp"
    " gb2312charset cp936 mswin936 cp20936 cp54936",
    "hz": "hz hzgb2312 cp52936",
    "big5hkscs": "big5 cnbig5 big5eten big5tw big5hkscs macchinesetrad",
    "cp949": "ksc5601 ksc56011987 ksc56011989 ksx1001 korean isoir149 euckr uhc mackorean cp20949 cp51949",
    "iso2022_kr": "cp50225",
    "johab": "johab",
    "cp932": "shiftjis sjis sjiswin sjismac sjisjp windows31j macjapanese mskanji cp943 cp943c ibm943 ibm943c",
    "euc_jp": "eucjp eucjpwin eucjpms euc ujis cp51932 cp20932 eucpkdfmtjapanese"
    " extendedunixcodepackedformatforjapanese",
    "iso2022_jp_ext": "iso2022jp iso2022jpms jis jis7 cp50220 cp50221 cp50222",
    "mac-roman": "macroman macintosh mac cp10000",
    "mac-cyrillic": "maccyrillic macukrainian cp10007",
    "mac-latin2": "macce maccentraleurroman maccentraleurope cp10029",
    "mac-greek": "macgreek cp10006",
    "mac-turkish": "macturkish cp10081",
    "mac-romanian": "macromanian cp10010",
    "mac-croatian": "maccroatian cp10082",
    "mac-iceland": "macicelandic cp10079",
    "mac-arabic": "macarabic cp10004",
}
"""What labels are without what only parts their letters and figures, or says that they are somebody's own."""

_CODECS = {label: name for name, labels in _LABELS.items() for label in labels.split()}
_STRETCHED = {
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
}
"""Charsets for which everybody writes the larger one that has them within it."""

_OWN = re.compile(r"^(?:charset|cs(?=\D)|x+(?=\D))+")  # a name that is not registered, or is one of IANA's for programs
_NUMBERED = re.compile(r"(?:cp|windows|window|win|microsoftcp|mscp|ms|ibm|cpwindows|windowscp|dos)(\d{3,5})")
_ISO = re.compile(r"(?:iso)?8859(\d{1,2})[ei]?|(?:cp|windows)2859(\d)")
_UNFIT = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}


@lru_cache(maxsize=512)
def codec(label: str) -> str:
    """Name of the Python codec that a charset label means, or "" when there is none that yields text."""
    plain = label.strip().strip("\"'").lower()
    squeezed = _OWN.sub("", re.sub(r"[^a-z0-9]", "", plain)[:60])
    numbered, iso = _NUMBERED.fullmatch(squeezed), _ISO.fullmatch(squeezed)
    told = f"iso8859-{iso[1] or iso[2]}" if iso else f"cp{numbered[1]}" if numbered else ""
    known = _CODECS.get(squeezed) or _CODECS.get(told.replace("-", "")) or told
    return next((found for name in (known, plain, squeezed) if name and (found := _found(name))), "")


def _found(name: str) -> str:
    """What Python calls the codec of that name, "" where it has none for text."""
    if len(name) > 40 or not name.isascii() or "\0" in name:
        return ""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, TypeError):
        return ""
    if found.name.replace("-", "_") in _UNFIT or not getattr(found, "_is_text_encoding", True):
        return ""
    return _STRETCHED.get(found.name, found.name)
