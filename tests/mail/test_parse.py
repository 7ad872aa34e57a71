"""A mail becomes a value: its fields, its words, its attachments, whatever is wrong with it."""

import base64
from datetime import UTC, datetime

import pytest

from supportdesk.mail.parse import Mailbox, parse
from tests.mail.letters import PLAIN, WORDS, encoded, letter, multipart, part


def test_every_field_of_a_plain_mail_is_read() -> None:
    mail = parse(PLAIN)
    assert mail.sender == Mailbox("Ivan Petrov", "ivan.petrov@example.com")
    assert mail.to == (Mailbox("Help Desk", "help@desk.example"), Mailbox("", "second@desk.example"))
    assert mail.cc == (Mailbox("Anna", "anna@example.com"),)
    assert mail.reply_to == (Mailbox("", "ivan@home.example"),)
    assert mail.subject == "Printer on fire"
    assert mail.date == datetime(2026, 11, 16, 9, 30, 15, tzinfo=UTC)
    assert mail.message_id == "one@example.com"
    assert mail.in_reply_to == ("zero@example.com",)
    assert mail.references == ("first@example.com", "zero@example.com")
    assert mail.text == "The printer burns."
    assert mail.quoted == "-- \nIvan Petrov"
    assert mail.body == "The printer burns.\n\n-- \nIvan Petrov\n"
    assert (mail.html, mail.automatic, mail.parts, mail.defects) == (False, "", (), ())
    assert mail.headers[0] == ("From", '"Ivan Petrov" <Ivan.Petrov@Example.COM>')


@pytest.mark.parametrize("newline", [b"\r\n", b"\r"])
def test_newlines_of_other_systems_give_the_same_mail(newline: bytes) -> None:
    mail = parse(PLAIN.replace(b"\n", newline))
    assert mail == parse(PLAIN)


def test_a_mail_without_an_id_gets_the_same_one_each_time() -> None:
    raw = letter("hello")
    mail = parse(raw)
    assert mail.message_id.endswith("@supportdesk.invalid")
    assert mail.message_id == parse(raw).message_id
    assert mail.message_id != parse(raw + b"x").message_id


@pytest.mark.parametrize("transfer", ["8bit", "base64", "quoted-printable"])
@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "iso-8859-5", "cp866", "utf-8"])
def test_russian_mail_reads_in_every_charset_and_transfer_encoding(charset: str, transfer: str) -> None:
    import quopri

    content = WORDS.encode(charset)
    packed = {"8bit": content, "base64": base64.encodebytes(content), "quoted-printable": quopri.encodestring(content)}
    name = encoded("Иван Петров", charset)
    raw = (
        f"From: {name} <i@example.ru>\nSubject: {encoded('Не могу войти', charset)}\n"
        f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {transfer}\n\n"
    ).encode() + packed[transfer]
    mail = parse(raw)
    assert mail.subject == "Не могу войти"
    assert mail.sender.name == "Иван Петров"
    assert mail.body.strip() == WORDS


def test_raw_letters_in_headers_are_read_by_their_look() -> None:
    for charset in ("koi8-r", "cp1251", "utf-8"):
        raw = "From: Иван <i@example.ru>\nSubject: Помогите восстановить пароль\n\nx".encode(charset)
        mail = parse(raw)
        assert mail.subject == "Помогите восстановить пароль"
        assert mail.sender == Mailbox("Иван", "i@example.ru")


def test_a_letter_cut_between_two_encoded_words_is_joined() -> None:
    content = "Привет".encode()
    words = "\n ".join(f"=?utf-8?B?{base64.b64encode(half).decode()}?=" for half in (content[:3], content[3:]))
    assert parse(letter("x", subject=words)).subject == "Привет"


def test_a_subject_cannot_bring_a_header_or_a_line() -> None:
    mail = parse(letter("x", subject="=?utf-8?Q?Hello=0D=0ABcc:_victim@example.com=00?="))
    assert mail.subject == "Hello Bcc: victim@example.com"
    assert mail.cc == ()


@pytest.mark.parametrize(
    ("written", "name", "email"),
    [
        ("i@example.ru (Ivan P.)", "Ivan P.", "i@example.ru"),
        ('"Petrov, Ivan" <I@Example.ru>', "Petrov, Ivan", "i@example.ru"),
        ('"say \\"hi\\"" <i@example.ru>', 'say "hi"', "i@example.ru"),
        ("=?utf-8?Q?Ivan_=3Ci=40example.ru=3E?=", "Ivan", "i@example.ru"),
        ("<mailto:i@example.ru>", "", "i@example.ru"),
        ("Team: a@example.ru, b@example.ru;", "", "a@example.ru"),
        ("Ivan i@example.ru", "Ivan", "i@example.ru"),
        ("'i@example.ru'", "", "i@example.ru"),
        ("nobody", "", "nobody"),
        ("", "", ""),
    ],
)
def test_the_sender_is_found_however_it_is_written(written: str, name: str, email: str) -> None:
    assert parse(f"From: {written}\n\nx".encode()).sender == Mailbox(name, email)


@pytest.mark.parametrize("written", ["", "yesterday", "Thu, 1 Jan 1903 00:00:00 +0000", "Mon, 99 Foo 99999999 1:1:1"])
def test_an_absurd_date_is_no_date(written: str) -> None:
    mail = parse(f"Date: {written}\n\nx".encode())
    assert mail.date is None
    assert any("date" in defect for defect in mail.defects)


def test_plain_words_are_taken_before_html_and_html_before_nothing() -> None:
    html = part(b"<p>In <b>HTML</b></p>", "text/html")
    both = parse(multipart(part(b"In plain"), html, kind="alternative"))
    assert (both.body, both.html) == ("In plain\n", False)
    blank = parse(multipart(part(b" \n"), html, kind="alternative"))
    assert (blank.body, blank.html) == ("In HTML\n", True)


def test_all_readable_parts_make_the_body_and_the_rest_are_attachments() -> None:
    picture = b"\x89PNG\x00\xff"
    mail = parse(
        multipart(
            part(b"Before the picture"),
            part(picture, 'image/png; name="shot.png"', headers="Content-ID: <cid1>\nContent-Disposition: inline\n"),
            part(b"After the picture"),
            part(PLAIN, "message/rfc822"),
            part(b"BEGIN:VCALENDAR", "text/calendar"),
        )
    )
    assert mail.body == "Before the picture\n\nAfter the picture\n"
    assert [(p.name, p.type, p.inline, p.content_id) for p in mail.parts] == [
        ("shot.png", "image/png", True, "cid1"),
        ("Printer on fire.eml", "message/rfc822", False, ""),
        ("", "text/calendar", False, ""),
    ]
    assert mail.parts[0].content == picture
    assert mail.parts[1].content == PLAIN


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('filename="../../etc/passwd"', ".._.._etc_passwd"),
        ('filename="a\\\\b.txt"', "a_b.txt"),
        ("filename*=koi8-r''%CF%D4%DE%C5%D4.pdf", "отчет.pdf"),
        ("filename*0*=utf-8''%D0%BE%D1%82; filename*1*=%D1%87%D0%B5%D1%82; filename*2=.pdf", "отчет.pdf"),
        ('filename="=?windows-1251?B?7vL35fIucGRm?="', "отчет.pdf"),
        ('filename=".."', "__"),
        ('filename="=?utf-8?Q?a=00b=0Ac.txt?="', "a_b c.txt"),
        (f'filename="{"x" * 300}.pdf"', "x" * 196 + ".pdf"),
    ],
)
def test_the_name_of_an_attachment_is_shown_and_never_a_path(written: str, shown: str) -> None:
    header = f"Content-Disposition: attachment; {written}\n"
    mail = parse(multipart(part(b"words"), part(b"content", "application/pdf", headers=header)))
    assert mail.parts[0].name == shown


def test_a_large_attachment_comes_out_whole() -> None:
    content = bytes(range(256)) * 4 * 8192
    mail = parse(
        multipart(part(b"words"), part(content, "application/zip", headers="Content-Disposition: attachment\n"))
    )
    assert mail.parts[0].content == content


def test_ten_thousand_nested_parts_are_kept_as_one() -> None:
    raw = b"From: a@example.com\n"
    for depth in range(10_000):
        raw += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (depth, depth)
    mail = parse(raw + b"\nthe last words")
    assert mail.parts[-1].content.endswith(b"the last words")
    assert any("nested" in defect for defect in mail.defects)


def test_a_hundred_thousand_parts_are_kept_to_the_last() -> None:
    mail = parse(multipart(*[part(b"x")] * 2000, part(b"the last words")))
    assert b"the last words" in mail.parts[-1].content
    assert any("1000 parts" in defect for defect in mail.defects)


def test_nul_bytes_never_reach_the_words() -> None:
    mail = parse(letter(b"a\0b", subject="c=?utf-8?Q?=00?=d"))
    assert (mail.body, "\0" in mail.subject) == ("ab\n", False)


@pytest.mark.parametrize("length", range(0, 700, 13))
def test_a_mail_cut_anywhere_is_still_read(length: int) -> None:
    raw = multipart(part(b"Hello"), part(bytes(range(256)), "image/png", headers="Content-Disposition: attachment\n"))
    assert parse(raw[:length]).message_id


def test_a_line_before_the_headers_and_blanks_before_the_mail_do_no_harm() -> None:
    assert parse(b" " * 255 + b"\n" + PLAIN).subject == "Printer on fire"
    assert parse(b"From someone Mon Nov 16 12:00:00 2026\n" + PLAIN).subject == "Printer on fire"
    odd = parse(b"this is no header\n" + PLAIN)
    assert (odd.subject, odd.defects) == ("Printer on fire", ("a line among the headers is not a header",))


def test_a_mail_without_headers_is_all_words() -> None:
    mail = parse(b"Just words.\nAnd more.\n")
    assert mail.body == "Just words.\nAnd more.\n"
    assert "the mail has no sender" in mail.defects


def test_a_multipart_without_its_boundary_is_read_as_text() -> None:
    raw = b'Content-Type: multipart/mixed; boundary="nowhere"\n\nStill to be read\n'
    assert parse(raw).body == "Still to be read\n"


def test_an_unknown_charset_or_transfer_encoding_is_no_obstacle() -> None:
    header = "Content-Type: text/plain; charset=x-martian\nContent-Transfer-Encoding: telepathy"
    assert parse(letter(WORDS.encode("koi8-r"), headers=header)).body.strip() == WORDS


def test_html_longer_than_any_letter_is_read_in_part_and_attached_whole() -> None:
    markup = b"<p>begin</p>" + b"<i>x</i> " * 300_000 + b"<p>end</p>"
    mail = parse(letter(markup, headers="Content-Type: text/html"))
    assert mail.body.startswith("begin\n")
    assert [(p.name, p.content) for p in mail.parts] == [("message.html", markup)]


def test_a_picture_written_into_html_does_not_count() -> None:
    markup = b'<p>a</p><img src="data:image/png;base64,' + b"A" * 5_000_000 + b'"><p>b</p>'
    mail = parse(letter(markup, headers="Content-Type: text/html"))
    assert (mail.body, mail.parts) == ("a\n\nb\n", ())


def test_many_html_parts_cost_no_more_than_one() -> None:
    markup = (b"<p>" + b"words " * 65 + b"</p>") * 1_000
    mail = parse(multipart(*[part(markup, "text/html")] * 5))
    assert [p.name for p in mail.parts] == ["message.html"] * 3
    assert all(p.content == markup for p in mail.parts)


@pytest.mark.parametrize(
    ("written", "name", "email"),
    [
        ("Petrov, Ivan <ivan@example.com>", "Ivan", "ivan@example.com"),
        ("Ivan <<ivan@example.com>>", "Ivan", "ivan@example.com"),
        ("Ivan [ivan@example.com]", "Ivan", "ivan@example.com"),
        ("ivan@[10.0.0.1]", "", "ivan@[10.0.0.1]"),
        ("Ivan > Anna <ivan@example.com>", "Ivan > Anna", "ivan@example.com"),
    ],
)
def test_a_sender_written_carelessly_has_an_address(written: str, name: str, email: str) -> None:
    assert parse(f"From: {written}\nSubject: Hi\n\nHello\n".encode()).sender == Mailbox(name, email)


def test_a_comment_behind_the_encoding_is_no_part_of_it() -> None:
    raw = (
        b"Content-Transfer-Encoding: quoted-printable (as always)\nContent-Type: text/plain; charset=utf-8\n\nH=C3=B6\n"
    )
    assert parse(raw).text == "Hö"


@pytest.mark.parametrize("width", range(40, 60))
def test_headers_that_go_on_for_megabytes_never_become_the_words_of_the_mail(width: int) -> None:
    lines = "".join(f"X-Line-{number:0{width}}: {number}\n" for number in range(30_000)).encode()
    mail = parse(b"Subject: long\n" + lines + b"\nhello\n")

    assert (mail.subject, mail.body.strip()) == ("long", "hello")
