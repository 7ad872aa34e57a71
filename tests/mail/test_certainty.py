"""Who tells of a mail, a form or a log loses none of the words below it."""

import time

import pytest

from supportdesk.mail.certainty import is_certain
from supportdesk.mail.quotes import split


@pytest.mark.parametrize(
    "told",
    [
        "On Monday 9 November 2026 your colleague Anna wrote:",
        "On Monday 9 November 2026 your colleague Anna <anna@desk.example> wrote:",
        "At 10:15 on 9 November 2026 the bank wrote:",
        "On 9 November 2026 the operator in the chat wrote:",
        "On 16 November 2026 I sent the form to forms@desk.example:",
        "On 16 November 2026 we paid this to pay@desk.example:",
        "16.11.2026 10:00 login as ivan@example.org:",
        "since 16.11.2026 these accounts do not work, ivan@example.org:",
        "Quoting the manual of 16.11.2026:",
        "9 ноября 2026 г. в 10:15 ваш сотрудник Анна написала:",
        "9 ноября 2026 г. сотрудница поддержки мне написала:",
        "9 ноября 2026 г. мне написали:",
        "9.11.2026 в чате оператор написал:",
        "16.11.2026 в 10:00 я отправил заявку на form@desk.example:",
        "16.11.2026 в 10:00 отправил заявку на <form@desk.example>:",
        "С 16.11.2026 не приходит почта на адрес ivan@example.org:",
        "Цитирую инструкцию от 16.11.2026:",
        "am 9. November 2026 schrieb Frau Meier:",
        "le 9 novembre 2026 votre collègue m'a écrit :",
        "El 9 de noviembre de 2026 su compañera me escribió:",
        "9 listopada 2026 pani Anna napisała do mnie:",
        "W dniu 9.11.2026 napisałam:",
        "9.11.2026 yazdım:",
        "9.11.2026 мен жаздым:",
        "The form says:\n\n##- error -##",
        "2026-11-16 18:26:12 INFO admin wrote: lid closed\n2026-11-16 18:26:13 user@host.example connected:",
    ],
)
def test_what_stands_below_a_story_is_new(told: str) -> None:
    words = f"Hello,\n\n{told}\n\nPlease restart the printer.\n\nThat did not help."
    assert split(words).text == words


@pytest.mark.parametrize(
    "line",
    [
        "On Monday, 16 November 2026 18:26:11 Central European Standard Time Help Desk wrote:",
        "понедельник, 16 ноября 2026 г., 18:26 +03:00 от help@desk.example <help@desk.example>:",
        "W dniu 2026-11-16 18:26:11 użytkownik Help Desk <help@desk.example> napisał:",
        'Dnia 16.11.2026 18:26 "help desk" <help@desk.example> napisał(a):',
        "lunes, 16 de noviembre de 2026, 18:26, Help Desk escribió:",
        "Às 18:26 de 16/11/26, Help Desk escreveu:",
        "ma 16. marrask. 2026 klo 18.26 Help Desk <help@desk.example> kirjoitti:",
        "On 16-11-2026 18:26:11, Help Desk wrote:",
    ],
)
def test_programs_lines_are_known_by_what_is_not_in_them(line: str) -> None:
    assert is_certain(line)


@pytest.mark.parametrize(
    "told", ["They wrote on the page:", "Мне написали в чате:", "Sie schrieben auf der Seite dort:"]
)
def test_who_says_where_something_is_written_says_it_himself(told: str) -> None:
    words = f"{told}\n\n> closed until Monday\n\nIs that so?"
    assert split(words).text == words


@pytest.mark.parametrize(
    "form",
    [
        "Name: Ivan\nSubject: Mathematics\nDate: 16.11.2026\nTo: 18:00\nFrom: 16:00",
        "От: Василёк\nКому: Иванов И. И.\nДата: 16.11.2026\nТема: монтаж",
        "Sent: 16.11.2026 18:26\nFrom: Berlin\nReceived: never",
        "Paket\nVon: Berlin\nGesendet: 16.11.2026 18:26\nStatus: unbekannt",
    ],
)
def test_a_form_that_asks_for_the_same_is_no_older_mail(form: str) -> None:
    words = f"This is what I filled in.\n\n{form}\n\nIs that right?"
    assert split(words).text == words


@pytest.mark.parametrize(
    "words",
    [
        "The lamp does not burn\n—\nit is new\n—\nwhat shall I do?",
        "Two things:\n\n--\n\n" + "The first one is long. " * 12 + "\n\n--\n\nThe second is that the lid is stuck.",
        "It is 4711.\n\n-- \nIvan\n\nPS: please do not call before ten.",
        "Номер 4711.\n\n--\nИван\n\nP.S. Позвоните, пожалуйста, до десяти.",
    ],
)
def test_who_goes_on_below_a_delimiter_has_not_signed_yet(words: str) -> None:
    assert split(words).text == words


@pytest.mark.parametrize(
    "line",
    [
        "Outlook voor iOS<https://aka.example/o0ukef> downloaden",
        "iOS için Outlook<https://aka.example/o0ukef>'u edinin",
        "Получить Outlook для Android<https://aka.example/AAb9ysg>",
        "Von meinem/meiner Galaxy gesendet",
        "Sent using https://www.zoho.example/mail/",
        "Sent with AquaMail for Android\nhttps://www.mobile.example/aqua-mail",
    ],
)
def test_a_programs_line_is_known_with_its_link(line: str) -> None:
    assert split(f"It is 4711.\n\n{line}\n").text == "It is 4711."


@pytest.mark.parametrize("piece", ["«", '"', "“", "a ", "ваш ", "mon. ", "<a@b", "a@b "])
def test_a_flood_of_attributions_that_are_hard_to_read_takes_no_time(piece: str) -> None:
    line = f"On 1.1.2026 10:00 {piece * (300 // len(piece))} wrote:\n"
    started = time.process_time()
    split(line * (450_000 // len(line)) + "It burns.")
    assert time.process_time() - started < 5
