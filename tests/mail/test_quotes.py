"""The new words of a reply, in the languages that mail programs speak; never one word lost."""

import time

import pytest

from supportdesk.mail.quotes import MAXIMUM_BODY, split

QUOTED = "\n> Could you send the number?\n> Thanks\n"


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, Nov 16, 2026 at 6:26 PM, Help Desk <help@desk.example> wrote:",
        "On Mon, Nov 16, 2026 at 6:26 PM Help Desk <\nhelp@desk.example> wrote:",
        "On 16 Nov 2026,\nat 18:26,\nHelp Desk <help@desk.example> wrote:",
        '16 нояб. 2026 г. 18:26 пользователь "Help Desk" <help@desk.example> написал:',
        "понедельник, 16 ноября 2026 г. пользователь Help Desk написал:",
        "16.11.2026 18:26, Help Desk пишет:",
        '16.11.2026, 18:26, "Help Desk" <help@desk.example>:',
        "Пн, 16 ноя 2026 г. в 18:26, Help Desk <help@desk.example>:",
        "Am 16.11.2026 um 18:26 schrieb Help Desk:",
        "Help Desk <help@desk.example> schrieb am Mo., 16.\nNov. 2026 um 18:26 Uhr:",
        "Le lun. 16 nov. 2026 à 18:26, Help Desk <help@desk.example>\na écrit :",
        "El lun, 16 nov 2026 a las 18:26, Help Desk (<help@desk.example>) escribió:",
        "Il giorno lun 16 nov 2026 alle ore 18:26 Help Desk <help@desk.example> ha scritto:",
        "Op ma 16 nov. 2026 om 18:26 schreef Help Desk <help@desk.example>:",
        "W dniu 2026-11-16 18:26:39 użytkownik Help Desk <help@desk.example> napisał:",
        "Den 16. nov. 2026 kl. 18.26 skrev Help Desk <help@desk.example>:",
        "Den mån 16 nov. 2026 kl 18:26 skrev Help Desk <help@desk.example>:",
        "ma 16. marrask. 2026 klo 18.26 Help Desk <help@desk.example> kirjoitti:",
        "Em seg., 16 de nov. de 2026 às 18:26, Help Desk <help@desk.example> escreveu:",
        "2026年11月16日(月) 18:26 Help Desk <help@desk.example>:",
        "2026-11-16 18:26 GMT+03:00 Help Desk <help@desk.example>:",
        "Help Desk wrote:",
    ],
)
def test_a_quotation_goes_with_the_line_that_introduces_it(attribution: str) -> None:
    found = split(f"It is 4711.\n\nRegards\n\n{attribution}\n{QUOTED}")
    assert found.text == "It is 4711.\n\nRegards"
    assert found.quoted == f"{attribution}\n{QUOTED}".rstrip()


@pytest.mark.parametrize(
    "header",
    [
        "From: Help Desk <help@desk.example>\nSent: Monday, November 16, 2026 6:26 PM\nTo: Ivan\nSubject: RE: Lamp",
        "________________________________\nFrom: Help Desk\nSent: 16 November 2026 18:26\nSubject: RE: Lamp",
        "*From:* Help Desk\n*Sent:* Monday, November 16, 2026\n*To:* Ivan\n*Subject:* Lamp",
        "От: Help Desk <help@desk.example>\nОтправлено: 16 ноября 2026 г. 18:26\nКому: Иван\nТема: Лампа",
        "Von: Help Desk\nGesendet: Montag, 16. November 2026 18:26\nAn: Ivan\nBetreff: AW: Lampe",
        "De : Help Desk <help@desk.example>\nEnvoyé le : lundi 16 novembre 2026 18:26\nÀ : Ivan\nObjet : Lampe",
        "De: Help Desk\nEnviado el: lunes, 16 de noviembre de 2026\nPara: Ivan\nAsunto: Lámpara",
        "Da: Help Desk\nInviato: lunedì 16 novembre 2026 18:26\nA: Ivan\nOggetto: Lampada",
        "Van: Help Desk\nVerzonden: maandag 16 november 2026 18:26\nAan: Ivan\nOnderwerp: Lamp",
        "Od: Help Desk\nWysłano: poniedziałek, 16 listopada 2026\nDo: Ivan\nTemat: Lampa",
        "Fra: Help Desk\nSendt: 16. november 2026 18:26\nTil: Ivan\nEmne: Lampe",
        "Från: Help Desk\nSkickat: den 16 november 2026 18:26\nTill: Ivan\nÄmne: Lampa",
        "Lähettäjä: Help Desk\nLähetetty: 16. marraskuuta 2026\nVastaanottaja: Ivan\nAihe: Lamppu",
        "差出人: Help Desk\n送信日時: 2026年11月16日\n宛先: Ivan\n件名: ランプ",
        "-----Original Message-----\nFrom: Help Desk",
        "-------- Исходное сообщение --------\nтекст",
        "---------- Forwarded message ---------\nFrom: Help Desk",
        "Begin forwarded message:\n\nwords",
        "##- Please type your reply above this line -##",
    ],
)
def test_everything_under_an_older_mails_header_is_old(header: str) -> None:
    found = split(f"It is 4711.\n\n{header}\n\nCould you send the number?\n")
    assert found.text == "It is 4711."
    assert found.quoted.startswith(header.split("\n", maxsplit=1)[0])


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nIvan\n+7 999 123-45-67",
        "--\nIvan",
        "Sent from my iPhone",
        "Отправлено с iPhone",
        "Von meinem iPhone gesendet",
    ],
)
def test_a_signature_is_no_new_word(signature: str) -> None:
    assert split(f"It is 4711.\n\n{signature}\n").text == "It is 4711."
    assert split(f"It is 4711.\n\n{signature}\n\nOn 16.11.2026 18:26, Help wrote:\n{QUOTED}").text == "It is 4711."
    assert split(f"It is 4711.\n\nOn 16.11.2026 18:26, Help wrote:\n{QUOTED}\n{signature}").text == "It is 4711."


def test_answers_between_quoted_lines_stay_with_what_they_answer() -> None:
    body = "On 16.11.2026 18:26, Help wrote:\n> Which lamp?\nThe red one.\n> Which number?\n4711\n> Thanks\n"
    assert split(body).text == "> Which lamp?\nThe red one.\n> Which number?\n4711"


def test_an_answer_below_a_quotation_is_the_text() -> None:
    found = split("On 16.11.2026 18:26, Help wrote:\n> Which lamp?\n> Thanks\n\nThe red one.\n")
    assert (found.text, found.quoted) == ("The red one.", "On 16.11.2026 18:26, Help wrote:\n> Which lamp?\n> Thanks")


def test_answers_written_into_an_unmarked_quotation_are_announced_and_kept() -> None:
    body = (
        "Hi, see my answers below in red.\n\nFrom: Help\nSent: 16.11.2026\nSubject: Lamp\n\nWhich lamp? The red one.\n"
    )
    assert split(body).text == body.strip()


@pytest.mark.parametrize(
    "body",
    [
        "Sent from my desk, this is much easier than my phone.",
        "On the other hand: it burns.\nFrom: here it looks fine.\n--\n" + "A long part of the letter\n" * 20,
        "> Is this only a quotation?",
        "---------- Forwarded message ---------\nFrom: a@example.com\nDate: 16.11.2026\nSubject: Lamp\n\nIt burns.",
        "Results:\n---\nOS: 8\nBuild: 9600",
        "I sent it from my iPhone app to all users.",
        "",
    ],
)
def test_what_may_be_new_is_new(body: str) -> None:
    assert split(body).text == body.strip()


@pytest.mark.parametrize(
    "line", [">", "> x", "On 1.1.2026 wrote:", "From: a", "-- ", "__", "x:", "Sent from my x", "C> x", "<a@b>:"]
)
def test_a_flood_of_one_line_takes_no_time(line: str) -> None:
    started = time.process_time()
    found = split(f"{line}\n" * 9_000)
    assert time.process_time() - started < 5
    assert sorted((found.text + "\n" + found.quoted).split()) == sorted(f"{line}\n".split() * 9_000)


@pytest.mark.parametrize("name", ["", "Ivan Petrov <ivan@example.org> "])
def test_a_flood_of_attributions_above_words_takes_no_time(name: str) -> None:
    line = f"On 1.1.2026 {name}wrote:"
    started = time.process_time()
    found = split(f"{line}\n" * 9_000 + "It burns.")
    assert time.process_time() - started < 5
    assert found.text.endswith("It burns.")


@pytest.mark.parametrize("piece", ["#", "above ", "_", "- ", "wrote ", "1.1.2026 ", "<a@b> ", "On ", "Sent from my "])
def test_a_flood_within_one_line_takes_no_time(piece: str) -> None:
    started = time.process_time()
    split("It is 4711.\n" + piece * (400_000 // len(piece)) + ":\n")
    assert time.process_time() - started < 2


def test_a_text_longer_than_any_letter_is_all_new() -> None:
    body = "word " * (MAXIMUM_BODY // 5 + 1)
    assert split(body).text == body


LETTER = "I have tried everything that the manual says, twice, with the new cable and with the old one too.\n" * 3
CARD = "John E. Doe, Ph.D.\nPresident\nExample Research\njohn@example.com\nwww.example.com"


def test_a_card_under_a_letter_is_a_signature() -> None:
    assert split(f"{LETTER}\n{CARD}\n").text == LETTER.strip()
    assert split(f"{LETTER}\nIvan Petrov\n+7 999 123-45-67\nivan@example.ru\n").text == LETTER.strip()


@pytest.mark.parametrize(
    "address",
    [
        f"Please ask:\n\n{CARD}",
        "Please send it here\n\nJohn Doe\nMain Street 5\n12345 Example Town\njohn@example.com\n+49 30 1234567",
        "John Doe\nI wait for your call.\njohn@example.com\n+49 30 1234567\nIt is urgent!",
    ],
)
def test_an_address_that_the_letter_speaks_of_stays(address: str) -> None:
    assert split(f"{LETTER}\n{address}\n").text == f"{LETTER}\n{address}"


@pytest.mark.parametrize(
    "below",
    [
        "2026/11/16 Help Desk <help@desk.example>\n\n> Which lamp?",
        "Help Desk, 16.11.2026 18:26:\n> Which lamp?",
        "________________________________\n> Date: Mon, 16 Nov 2026\n> From: help@desk.example\n> \n> Which lamp?",
        "---- W dniu pon., 16 lis 2026 Help Desk <help@desk.example> napisał(a) ----\n\nWhich lamp?",
        "---- Help Desk wrote ----\n\nWhich lamp?",
        "On 16-Nov-2026, at 6:26 PM, Help Desk <help@desk.example> sent:\n\nWhich lamp?",
        "Date: Mon, 16 Nov 2026 18:26:02 -0600\nTo: ivan@example.org\n\nWhich lamp?",
        "-----\n\nOn 16.11.2026 18:26, Help Desk wrote:\n> Which lamp?",
        "---\nThis email has been checked for viruses by an antivirus software.",
        "<help@desk.example> wrote:\n> Which lamp?",
    ],
)
def test_no_name_above_and_no_line_drawn_is_lost_or_left_over(below: str) -> None:
    assert split(f"The red one.\n\nIvan\n\n{below}\n").text == "The red one.\n\nIvan"


def test_a_line_drawn_under_all_is_left_alone() -> None:
    assert split("The red one.\n-----\n").text == "The red one.\n-----"
