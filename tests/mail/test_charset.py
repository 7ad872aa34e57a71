"""Charsets: the label where it is right, the bytes where it is not."""

import pytest

from supportdesk.mail.charset import decode
from supportdesk.mail.charset_names import codec
from tests.mail.letters import WORDS


@pytest.mark.parametrize(
    "label", ["", "us-ascii", "iso-8859-1", "windows-1252", "utf-8", "koi8-r", "windows-1251", "zzz"]
)
@pytest.mark.parametrize("truth", ["koi8-r", "windows-1251", "iso-8859-5", "cp866", "utf-8"])
def test_mislabelled_russian_is_read_right(truth: str, label: str) -> None:
    assert decode(WORDS.encode(truth), label) == WORDS
    assert decode(WORDS.upper().encode(truth), label) == WORDS.upper()


@pytest.mark.parametrize("label", ["", "us-ascii", "iso-8859-1", "utf-8", "windows-1252"])
@pytest.mark.parametrize(
    "words",
    [
        "Schöne Grüße aus Österreich, Jürgen Müßig",
        "J'ai été très déçu par la qualité, voilà",
        "Atenção: informações de instalação não estão disponíveis",
        "¿Podría enviarme la factura del año pasado, señor Núñez?",
        "Jag behöver hjälp med att återställa mitt lösenord",
    ],
)
def test_western_words_are_never_taken_for_russian(words: str, label: str) -> None:
    assert decode(words.encode("latin-1"), label) == words
    assert decode(words.encode("utf-8"), label) == words


@pytest.mark.parametrize(
    ("words", "charset"),
    [
        ("Zażółć gęślą jaźń", "iso-8859-2"),
        ("Příliš žluťoučký kůň", "windows-1250"),
        ("Καλημέρα σας", "iso-8859-7"),
        ("お世話になっております", "iso-2022-jp"),
        ("お世話になっております", "shift_jis"),
        ("您好,我的订单", "gb2312"),
        ("안녕하세요", "euc-kr"),
        ("підкажіть, як повернути гроші", "koi8-u"),
    ],
)
def test_other_labels_are_believed(words: str, charset: str) -> None:
    assert decode(words.encode(charset), charset) == words


@pytest.mark.parametrize("label", ["cp-1251", "WINDOWS1251", "win-1251", "x-cp1251", '"windows-1251"'])
def test_a_charset_has_many_names(label: str) -> None:
    assert codec(label) == "cp1251"


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("utf-8", "unicode-1-1-utf-8 unicode20utf8 x-utf-8 csUTF8 utf8mb4 utf-8-mac iso-10646-utf-8 charset=utf-8"),
        ("utf-7", "unicode-1-1-utf-7 x-unicode-2-0-utf-7 csUnicode11UTF7"),
        ("utf-16", "unicode csUnicode ucs-2 iso-10646-ucs-2"),
        ("utf-16-be", "unicodefffe utf-16be windows-1201"),
        ("cp1252", "iso-8859-1 latin1 latin-1 l1 csISOLatin1 cp819 ibm819 iso-ir-100 iso_8859-1:1987 x-cp1252 ms-ansi"),
        ("cp1251", "x-windows-1251 cswindows1251 ms-cyrl windows_1251 ansi-1251"),
        ("cp949", "x-windows-949 ms949 korean csKSC56011987 ks_c_5601-1987 ksc_5601 iso-ir-149 uhc x-euc-kr euc-kr"),
        ("cp932", "csShiftJIS csWindows31J ms_kanji ms932 x-ms-cp932 x-sjis ibm-943 x-ibm943c x-mac-japanese sjis-win"),
        ("euc_jp", "csEUCPkdFmtJapanese x-euc-jp eucjp-win eucjpms ujis cp51932"),
        ("iso2022_jp_ext", "iso-2022-jp csISO2022JP iso-2022-jp-ms cp50221 windows-50220 jis7"),
        ("gb18030", "gb2312 x-gbk gb_2312-80 chinese csISO58GB231280 iso-ir-58 euc-cn x-mswin-936 ms936 gb-18030"),
        ("hz", "hz-gb-2312 x-hz"),
        ("big5hkscs", "big5 csBig5 cn-big5 x-x-big5 big5-hkscs x-big5-hkscs big5-eten"),
        ("cp874", "tis-620 csTIS620 windows-874 x-windows-874 iso-8859-11 dos-874"),
        ("iso8859-2", "latin2 csISOLatin2 iso-ir-101 l2 iso_8859-2:1987"),
        ("iso8859-5", "cyrillic csISOLatinCyrillic iso-ir-144"),
        ("iso8859-6", "arabic asmo-708 ecma-114 iso-8859-6-i csISO88596E"),
        ("iso8859-7", "greek greek8 elot_928 ecma-118 sun_eu_greek"),
        ("iso8859-8", "hebrew visual logical iso-8859-8-i csISO88598E"),
        ("iso8859-15", "latin-9 latin9 l9 csISOLatin9"),
        ("koi8-u", "koi8-ru windows-21866"),
        ("mac-latin2", "x-mac-ce x-mac-centraleurroman"),
        ("mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian"),
        ("mac-greek", "x-mac-greek"),
        ("kz1048", "kz-1048 rk1048 strk1048_2002"),
    ],
)
def test_labels_that_programs_write_are_known(name: str, labels: str) -> None:
    assert {label: codec(label) for label in labels.split()} == dict.fromkeys(labels.split(), name)


@pytest.mark.parametrize(
    "label", ["rot13", "base64", "zlib", "hex", "idna", "undefined", "unicode_escape", "\0", "é", "x" * 999]
)
def test_a_codec_that_yields_no_text_is_no_charset(label: str) -> None:
    assert codec(label) == ""
    assert decode(b"plain", label) == "plain"


def test_a_letter_cut_at_the_end_is_left_out() -> None:
    assert decode("ответ".encode()[:-1], "utf-8") == "отве"


def test_ascii_labelled_as_two_byte_text_stays_readable() -> None:
    assert decode(b"plain words", "utf-16") == "plain words"


@pytest.mark.parametrize(
    ("words", "truth", "label"),
    [
        ("Žlutá lampa svítí špatně", "windows-1250", "iso-8859-2"),
        ("Καλημέρα – «λάμπα» ’Ατλας", "windows-1253", "iso-8859-7"),
        ("お世話になっております", "utf-8", "iso-2022-jp"),
        ("お世話になっております", "shift_jis", "iso-2022-jp"),
        ("お世話になっております", "euc-jp", "x-euc-jp"),
        ("パスワードを再発行", "shift_jis", "windows-31j"),
        ("您好,我的订单", "gbk", "gb_2312-80"),
        ("您好,我的訂單", "big5", "cn-big5"),
        ("안녕하세요", "euc-kr", "ks_c_5601-1989"),
        ("Привет всем", "utf-16", "utf-8"),
        ("Привет всем", "utf-16", "us-ascii"),
        ("Привет всем", "utf-16-le", "unicode"),
        ("Привет всем", "iso-8859-5", "cp28595"),
        ("Příliš žluťoučký", "iso-8859-2", "iso88592"),
    ],
)
def test_labels_that_programs_get_wrong_do_no_harm(words: str, truth: str, label: str) -> None:
    assert decode(words.encode(truth), label) == words
