"""Charsets: the label where it is right, the bytes where it is not."""

import pytest

from supportdesk.mail.charset import codec, decode
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
