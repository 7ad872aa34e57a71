"""Letters as mails: what other programs read in them is what was meant, and nothing can be slipped into a header."""

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.domain.letters import Letter, LetterFile, Quotation
from supportdesk.domain.models import Person
from supportdesk.mail.compose import compose
from supportdesk.mail.parse import Mailbox, parse
from tests.mail.posting import LETTER

RUSSIAN = "Добрый день!\n\nМы уже едем, не открывайте дверь.   Ждите.\n" + "долго " * 400


def written(letter: Letter) -> EmailMessage:
    """The mail as Python's own parser reads it."""
    found = email.message_from_bytes(compose(letter), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    assert found.defects == []
    return found


def test_a_mail_reader_puts_it_below_the_mail_that_it_answers() -> None:
    mail = written(LETTER)

    assert mail["In-Reply-To"] == "<asked@example.org>"
    assert mail["References"].split() == ["<first@example.org>", "<asked@example.org>"]
    assert mail["Message-ID"] == f"<{LETTER.message_id}>"


def test_references_of_a_long_thread_keep_its_beginning_and_its_end() -> None:
    thread = tuple(f"{number}.{'x' * 60}@example.org" for number in range(200))

    named = parse(compose(replace(LETTER, references=thread, in_reply_to=thread[-1]))).references

    assert (named[0], named[-1], len(named)) == (thread[0], thread[-1], 21)


def test_an_id_that_no_header_can_hold_is_left_out() -> None:
    mail = parse(compose(replace(LETTER, in_reply_to="a" * 2000 + "@b", references=("ы@example.org", "good@id"))))

    assert (mail.in_reply_to, mail.references) == ((), ("good@id",))


@pytest.mark.parametrize(
    "text", ["a\r\nBcc: all@example.org", "a\nBcc: b@c", "a\x0bBcc: b@c", "a\u2028Bcc: b@c", "\r\n\r\nx"]
)
def test_no_text_becomes_a_header_of_its_own(text: str) -> None:
    letter = replace(
        LETTER,
        subject=text,
        sender=Person(text, "a@b.example"),
        to=(Person(text, f"ivan@example.org{text}"),),
        files=(LetterFile(text, text, b""),),
        message_id=f"{text}@x",
        desk=text,
    )

    head = compose(letter).partition(b"\r\n\r\n")[0]

    assert [line for line in head.split(b"\r\n") if line.lower().startswith((b"bcc", b"x\r"))] == []


@pytest.mark.parametrize(
    "body", ["Hello", RUSSIAN, "From here on\n.\nFrom: x", "x" * 5000, "a \nb\t\n  c", "= 5 = =3D", "😀" * 900]
)
@pytest.mark.parametrize("html", [False, True])
def test_our_own_parser_reads_back_what_was_written(body: str, html: bool) -> None:
    letter = replace(LETTER, body=body, html=html, quotation=Quotation(Person("Ivan", ""), LETTER.at, "It burns."))

    mail = parse(compose(letter))

    assert mail.body.startswith(body.rstrip())
    assert mail.text.split() == body.split()
    assert ("It burns." in mail.quoted) == html


def test_no_line_is_longer_than_servers_take() -> None:
    name = "очень длинное имя файла " * 20 + "😀.pdf"
    long = Person("Очень длинное имя " * 30, "ivan@example.org")
    letter = replace(
        LETTER,
        body=RUSSIAN,
        subject="Тема " * 200,
        to=(long,) * 50,
        html=True,
        files=(LetterFile(name, "a/b", b"x" * 9999),),
    )

    raw = compose(letter)

    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()


def test_files_keep_their_names_and_bytes() -> None:
    names = ["счёт № 5.pdf", 'a "quoted" name.txt', "x" * 120 + ".bin", "смета " * 30 + ".xls"]
    letter = replace(LETTER, files=tuple(LetterFile(name, "application/pdf", name.encode() * 99) for name in names))

    ours, theirs = parse(compose(letter)).parts, list(written(letter).iter_attachments())

    assert [part.name for part in ours] == names == [part.get_filename() for part in theirs]
    assert [part.get_content() for part in theirs] == [name.encode() * 99 for name in names]


def test_a_file_cannot_say_that_it_is_a_mail() -> None:
    part = next(iter(written(replace(LETTER, files=(LetterFile("a.eml", "message/rfc822", b"x"),))).iter_attachments()))

    assert part.get_content_type() == "application/octet-stream"


def test_people_with_commas_in_their_names_stay_one_person() -> None:
    people = (Person("Petrov, Ivan; <x@y>", "ivan@example.org"), Person("Иванов, Пётр", "petr@example.org"))

    mail = written(replace(LETTER, to=people, cc=people))

    assert [(one.display_name, one.addr_spec) for one in mail["To"].addresses] == [(p.name, p.email) for p in people]
    assert [one.addr_spec for one in mail["Cc"].addresses] == [person.email for person in people]


def test_only_automatic_mail_says_that_it_is_automatic() -> None:
    answer, note = parse(compose(LETTER)), parse(compose(replace(LETTER, automatic="auto-replied")))

    assert (answer.automatic, note.automatic) == ("", "auto-reply")


def test_the_signature_stands_below_the_text_and_is_no_new_word() -> None:
    mail = parse(compose(replace(LETTER, signature="Acme, Baker Street")))

    assert (mail.text.strip(), mail.quoted.strip()) == (LETTER.body, "-- \nAcme, Baker Street")


def test_html_shows_markup_as_text_and_links_as_links() -> None:
    letter = replace(LETTER, body="<script>1</script>  see https://acme.example/a?b=1&c=2.", html=True)

    part = written(letter).get_body(("html",))

    assert part is not None
    assert "&lt;script&gt;" in part.get_content()
    assert '<a href="https://acme.example/a?b=1&amp;c=2">' in part.get_content()


def test_html_lets_each_paragraph_signature_and_quotation_run_the_way_it_is_read() -> None:
    quoted = Quotation(Person("נועם", ""), LETTER.at, "איפה ההחזר?")
    letter = replace(LETTER, body="שלום!\n\nIt is on its way.", signature="Acme", html=True, quotation=quoted)

    part = written(letter).get_body(("html",))

    assert part is not None
    said = part.get_content().replace("\r\n", "\n")
    assert '<p dir="auto">שלום!</p>\n<p dir="auto">It is on its way.</p>' in said
    assert '<div class="signature" dir="auto">' in said
    assert '<blockquote type="cite" dir="auto" ' in said


def test_the_same_letter_is_the_same_bytes() -> None:
    assert compose(LETTER) == compose(replace(LETTER))


@pytest.mark.parametrize("name", ["Служба поддержки клиентов и партнёров компании", "A help desk", "é"])
def test_no_line_with_encoded_words_is_longer_than_they_may_be(name: str) -> None:
    to = tuple(Person(name, f"{'a' * more}@support.acme.example") for more in range(1, 60))
    letter = replace(LETTER, sender=to[0], to=to, cc=to[:2], subject=f"Не могу войти в личный кабинет, {name}")
    head = compose(letter).partition(b"\r\n\r\n")[0]
    assert max(len(line) for line in head.split(b"\r\n") if b"=?" in line) <= 76
    assert parse(compose(letter)).to == tuple(Mailbox(one.name, one.email) for one in to)


TEXTS = st.text(st.characters(exclude_categories=()), max_size=200)


@settings(max_examples=60, deadline=None)
@given(subject=TEXTS, name=TEXTS, body=TEXTS, file=TEXTS, html=st.booleans())
def test_whatever_the_words_are_it_is_one_mail_to_one_person(
    subject: str, name: str, body: str, file: str, html: bool
) -> None:
    to = (Person(name, "ivan@example.org"),)
    letter = replace(LETTER, subject=subject, to=to, body=body, html=html, files=(LetterFile(file, "a/b", b"x"),))

    raw = compose(letter)
    mail = parse(raw)

    assert [one.email for one in mail.to] == ["ivan@example.org"]
    assert (mail.message_id, len(mail.parts)) == (LETTER.message_id, 1)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
