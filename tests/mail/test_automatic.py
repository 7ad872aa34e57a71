"""Mail that no person wrote is told from mail that somebody did."""

import pytest

from supportdesk.mail.parse import parse
from tests.mail.letters import letter, multipart, part

STATUS = b"Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; a@example.com\nAction: %s\nStatus: 5.1.1\n"


def automatic(
    headers: str = "", *, sender: str = "client@example.com", subject: str = "Question", body: str = "Hi"
) -> str:
    raw = f"From: {sender}\nSubject: {subject}\n{headers.strip()}{chr(10) if headers else ''}\n{body}\n"
    return parse(raw.encode()).automatic


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ("Auto-Submitted: auto-replied", "auto-reply"),
        ("Auto-Submitted: auto-replied; owner=x (vacation)", "auto-reply"),
        ("Auto-Submitted: auto-generated", "notice"),
        ("Auto-Submitted: no", ""),
        ("X-Autoreply: yes", "auto-reply"),
        ("X-Auto-Response-Suppress: All", "notice"),
        ("X-Auto-Response-Suppress: None", ""),
        ("Return-Path: <>", "auto-reply"),
        ("Return-Path: <client@example.com>", ""),
        ("Precedence: bulk", "bulk"),
        ("Precedence: auto_reply", "auto-reply"),
        ("List-Id: <users.example.com>", "list"),
        ("Precedence: list", "list"),
        ("List-Unsubscribe: <https://x.example>", "bulk"),
        ("X-Failed-Recipients: a@example.com", "bounce"),
    ],
)
def test_headers_say_that_a_mail_is_automatic(headers: str, reason: str) -> None:
    assert automatic(headers) == reason


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Question",
        "Out of Office",
        "Автоответ: Вопрос",
        "Abwesenheitsnotiz",
        "Réponse automatique : absent",
        "Automatisk svar: Lampe",
        "Automatická odpověď: Lampa",
        "Otomatik yanıt: Lamba",
        "Автоматична відповідь: Лампа",
        "自动答复: 灯",
        "Out of Office AutoReply: Lamp",
        "Out Of Office Re: Lamp",
        "[Auto-Reply] Lamp",
        "AUTO: Ivan is out of the office (returning 16.11.2026)",
    ],
)
def test_an_absence_note_is_known_by_its_subject(subject: str) -> None:
    assert automatic(subject=subject) == "auto-reply"


@pytest.mark.parametrize(
    "subject",
    [
        "Out of office printer is broken",
        "Delivery failed, where is my parcel?",
        "Your vacation offer",
        "Auto: new tyres",
        "Automatic door does not close",
        "Automatische Antwort kommt nicht an",
        "Undelivered lamp",
        "Re: Hi",
    ],
)
def test_a_person_may_write_about_such_things(subject: str) -> None:
    assert automatic(subject=subject, body="I was not delivered my lamp. Error 550 on the site.") == ""


def test_a_bounce_without_a_report_is_known_by_its_sender_and_words() -> None:
    said = "Hi. This is the qmail-send program.\n<a@example.com>: 550 5.1.1 no such user"
    assert automatic(sender="MAILER-DAEMON@mx.example.com", subject="failure notice", body=said) == "bounce"
    assert automatic(sender="postmaster@mx.example.com", subject="Undeliverable: Hi", body=said) == "bounce"
    assert automatic(sender="postmaster@mx.example.com", subject="Invoice", body="Please pay by Friday") == ""
    assert automatic(sender="MAILER-DAEMON@mx.example.com", subject="Warning: message delayed 24 hours") == "delay"


@pytest.mark.parametrize(
    ("action", "reason"),
    [(b"failed", "bounce"), (b"delayed", "delay"), (b"relayed", "receipt"), (b"DELIVERED", "receipt")],
)
def test_a_delivery_report_says_what_became_of_the_mail(action: bytes, reason: str) -> None:
    raw = multipart(
        part(b"Sorry"), part(STATUS % action, "message/delivery-status"), kind="report; report-type=delivery-status"
    )
    assert parse(raw).automatic == reason


def test_a_report_that_came_without_the_words_around_it_is_still_one() -> None:
    raw = b"From: mx@example.com\nContent-Type: message/delivery-status\n\n" + STATUS % b"failed"
    assert parse(raw).automatic == "bounce"


def test_a_filter_that_dresses_its_question_as_a_report_is_a_challenge() -> None:
    said = b"Your message has been waitlisted. Click the link below to be added: https://g.example/x Your e-mail waits."
    status = part(STATUS % b"failed", "message/delivery-status")
    assert parse(multipart(part(said), status, kind="report; report-type=delivery-status")).automatic == "challenge"


@pytest.mark.parametrize(
    ("kind", "reason"), [("feedback-report", "complaint"), ("disposition-notification", "receipt")]
)
def test_other_reports_are_named_for_what_they_report(kind: str, reason: str) -> None:
    raw = multipart(part(b"Look"), part(b"x: y\n", f"message/{kind}"), kind=f"report; report-type={kind}")
    assert parse(raw).automatic == reason


def test_a_bounce_that_a_person_forwards_is_a_persons_mail() -> None:
    report = multipart(part(STATUS % b"failed", "message/delivery-status"), kind="report; report-type=delivery-status")
    assert parse(multipart(part(b"What does this mean?"), part(report, "message/rfc822"))).automatic == ""


def test_a_filter_that_wants_a_click_is_a_challenge() -> None:
    said = "This account is protected. Please click on https://g.example/x to have your message delivered."
    assert automatic(body=said) == "challenge"


@pytest.mark.parametrize(
    "said",
    [
        "To control spam, I take mail from approved senders alone. Click the link below to fill out the request:\n"
        "https://filter.example/add",
        "Votre message n'a pas encore été remis à Anne. Cette adresse est protégée.\n\n"
        "Merci de cliquer sur ce lien pour vous authentifier : https://filter.example/x",
    ],
)
def test_filters_say_in_many_ways_what_they_want(said: str) -> None:
    assert automatic(subject="Re: Lamp", body=said) == "challenge"


def test_who_asks_about_a_filter_is_a_person() -> None:
    said = "Could you switch off the spam protection? A message is held: click here to release it https://f.example/x"
    assert automatic(subject="Spam protection", body=said) == ""


@pytest.mark.parametrize(
    "said",
    [
        "Your message\n\n   To: Support\n   Subject: Lamp\n\n was read on Monday, November 16, 2026 3:10:00 PM.",
        "Your message\n\nTo: Support\nSubject: Lamp\n\nwas deleted without being read on Monday.",
        "Ihre Nachricht\n\n   An: Support\n   Betreff: Lampe\n\n wurde am Montag, 16. November 2026 gelesen.",
        "Ваше сообщение\n\n   Кому: Support\n   Тема: Лампа\n\n прочитано 16.11.2026 15:10.",
    ],
)
def test_a_receipt_without_a_report_is_known_by_how_it_is_laid_out(said: str) -> None:
    assert automatic(subject="Read: Lamp", body=said) == "receipt"


def test_who_tells_that_a_message_was_read_is_a_person() -> None:
    assert automatic(subject="Read", body="Your message to: Ivan was read. He agrees.") == ""


def test_russian_mail_of_a_person_is_not_automatic() -> None:
    assert parse(letter("Здравствуйте! Письмо не доставлено, что делать?", subject="Вопрос")).automatic == ""


RETURNED = "A message that you sent could not be delivered to one or more of its recipients:\n\n  550 unknown user"


def test_a_bounce_is_known_from_whatever_address_it_comes() -> None:
    assert automatic(sender="gateway@mx.example.com", subject="Returned mail", body=RETURNED) == "bounce"
    assert automatic("Return-Path: <MAILER-DAEMON@mx.example.com>", subject="Undeliverable: Hi", body="x") == "bounce"
    assert automatic(sender='"System Administrator"@x.example', subject="Delivery Failure", body="x") == "bounce"
    assert automatic(sender="postmaster@x.example", subject="Mail Delivery Warning", body="mailbox full") == "delay"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Returned mail", f"Hello,\n\nI got this, what is it?\n\n{RETURNED}"),
        ("Fwd: Mail delivery failed", RETURNED),
        ("Re: Delivery Failure", RETURNED),
        ("Mail delivery failed: returning message", f"This comes back for each mail that I sent you:\n\n{RETURNED}"),
        ("Email not delivered", "Mail to bob@x.example was not delivered:\n\n550 5.1.1 unknown\n\nplease advise"),
        ("Письма не доставлены", "Добрый день. Письма не доставлены клиентам: 550 5.1.1. Проверьте, пожалуйста."),
        ("Mail delivery failed", f"{'I write to you for the third time and always get this. ' * 12}\n{RETURNED}"),
    ],
)
def test_a_person_who_tells_of_a_bounce_is_a_person(subject: str, body: str) -> None:
    assert automatic(subject=subject, body=body) == ""


@pytest.mark.parametrize(
    "headers",
    [
        "Delivered-To: Autoresponder",
        "X-POST-MessageClass: 9; Autoresponder",
        "X-Autogenerated: Reply",
        "X-Automatic-Reply: yes",
        "X-Precedence: auto_reply",
        "Preference: auto_reply",
        "Precedence: autoreply",
    ],
)
def test_autoresponders_are_known_by_the_fields_that_they_really_write(headers: str) -> None:
    assert automatic(headers) == "auto-reply"


@pytest.mark.parametrize("headers", ["X-Autoreply: no", "X-Auto-Reply: false", "X-Autogenerated: Forward"])
def test_a_field_that_says_no_says_no(headers: str) -> None:
    assert automatic(headers) == ""


@pytest.mark.parametrize(
    "subject",
    [
        "No se puede entregar: Lámpara",
        "Non recapitabile: Lampada",
        "Não é possível entregar: Lâmpada",
        "Kan inte levereras: Lampa",
        "Kan ikke leveres: Lampe",
        "Ei voi toimittaa: Lamppu",
        "Nedoručitelné: Lampa",
        "Не удается доставить: Лампа",
        "Не вдалося доставити: Лампа",
        "Teslim Edilemedi: Lamba",
        "Kézbesíthetetlen: Lámpa",
        "配信不能: ランプ",
        "无法送达: 灯",
        "無法傳遞: 燈",
        "배달되지 않음: 등",
        "Impossibile recapitare: Lampada",
        "Går inte att leverera: Lampa",
        "Impossible de remettre : Lampe",
        "Nelze doručit: Lampa",
        "Nelivrabil: Lampă",
        "Недоставимо: Лампа",
        "Δεν παραδόθηκε: Λάμπα",
        "לא ניתן למסירה: מנורה",
        "تعذر تسليم: مصباح",
        "Không thể gửi: Đèn",
    ],
)
@pytest.mark.parametrize(
    ("sender", "headers"),
    [("postmaster@mx.example.com", ""), ("x@mx.example.com", "Return-Path: <>\nAuto-Submitted: auto-replied")],
)
def test_a_bounce_is_known_in_the_languages_of_servers(sender: str, headers: str, subject: str) -> None:
    assert automatic(headers, sender=sender, subject=subject, body="ivan@example.com") == "bounce"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Delivery failure of parcel 4711", "The parcel could not be delivered to the address."),
        ("Returned to sender", "The order went back. Following recipient: Ivan."),
        ("Permanent failure of the printer", "Permanent fatal errors, says the display."),
        ("Rejected: application", "It said: requested action not taken. ivan@example.com is my login."),
        ("Message status", "Could not be delivered to the office ivan@example.com, or was it?"),
    ],
)
def test_a_person_who_complains_of_a_delivery_is_a_person(subject: str, body: str) -> None:
    assert automatic(subject=subject, body=body) == ""


@pytest.mark.parametrize(
    ("sender", "headers", "body"),
    [
        ("client@example.com", "Auto-Submitted: no", "The account is disabled and the mailbox is full."),
        ("System Administrator <it@example.com>", "", "Hello, the mailbox of Boris is full. Can you enlarge it?"),
        ("postmaster@example.com", "", "Good morning,\nyour server answers 550 5.7.1 to us."),
    ],
)
def test_who_keeps_a_server_may_ask_for_help_with_it(sender: str, headers: str, body: str) -> None:
    assert automatic(headers, sender=sender, subject="Question", body=body) == ""


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("errore-consegna", "bounce"),
        ("non-accettazione", "bounce"),
        ("preavviso-errore-consegna", "delay"),
        ("avvenuta-consegna", "receipt"),
    ],
)
def test_receipts_of_certified_mail_say_what_became_of_the_mail(kind: str, reason: str) -> None:
    assert automatic(f"X-Ricevuta: {kind}", sender="posta-certificata@pec.example") == reason


def test_a_report_of_exchange_is_known_by_its_empty_field() -> None:
    assert automatic("X-MS-Exchange-Message-Is-Ndr:", subject="Lamp", body="x") == "bounce"
