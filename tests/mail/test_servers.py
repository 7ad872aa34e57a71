"""What servers and filters write that have no report, each in its own words: why, and to whom the mail did not go."""

import pytest

from supportdesk.mail.bounces import read_bounce
from supportdesk.mail.parse import parse


def mail(sender: str, subject: str, body: str, headers: str = "") -> bytes:
    extra = f"{headers}\n" if headers else ""
    head = f"From: {sender}\nTo: support@acme.example\nSubject: {subject}\n{extra}"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n".encode()


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        (
            "post@mx.example",
            "DELIVERY FAILURE: x",
            "Your message\n\n  Subject: Lamp\n\nwas not delivered to:\n\n  a@b.example",
        ),
        (
            "notes@mx.example",
            "DELIVERY FAILURE: No route",
            "------- Failure Reasons  --------\n\nNot listed\na@b.example",
        ),
        ("postmaster@mx.example", "[BOUNCE]", "This is the James mail server. Failed recipient(s):\na@b.example"),
        (
            '"Mail Deliver System" <x@mx.example>',
            "Returned Mail: a",
            "The following had errors\na@b.example [User unknown]",
        ),
        ("postmaster@mx.example", "Returned mail: User unknown", "Errors:\n*****@b.example: a@b.example\nUser unknown"),
        ("postmaster@mx.example", "failure notice", "'' could not be delivered to 'a@b.example'\n550 5.1.1 unknown"),
        ("mailer-daemon@mx.example", "Undeliverable mail", "Failed to deliver to 'a@b.example'\n550 5.1.1 unknown"),
        (
            "postmaster@mx.example",
            "Delivery has failed",
            "Your mail:\n\n  Message-id: <4711@acme.example>\n\n  Recipient address: a@b.example\n  Reason: none",
        ),
        ("postmaster@mx.example", "Delivery Failure", "Failed Recipient: a@b.example\nRemote host said: 550 unknown"),
        (
            "postmaster@mx.example",
            "Message Delivery Failure",
            "It could not be sent.\nAddressed To: a@b.example\n550 no",
        ),
    ],
)
def test_who_was_not_reached_stands_in_the_words_of_the_server(sender: str, subject: str, body: str) -> None:
    raw = mail(sender, subject, body)
    assert parse(raw).automatic == "bounce"
    assert [one.address for one in read_bounce(raw).failed] == ["a@b.example"]


@pytest.mark.parametrize(
    ("subject", "body", "headers"),
    [
        (
            "Automatically rejected mail",
            "Your message to <a@b.example> was automatically rejected:\nQuota exceeded",
            "Auto-Submitted: auto-replied (rejected)",
        ),
        (
            "VIRUS IN YOUR MAIL",
            "We found a virus in your mail to:\n-> a@b.example\n\nDelivery of the email was stopped!",
            "Return-Path: <>",
        ),
    ],
)
def test_a_filter_that_took_no_mail_says_so_in_words(subject: str, body: str, headers: str) -> None:
    raw = mail("filter@b.example", subject, body, headers)
    assert parse(raw).automatic == "bounce"
    assert [one.address for one in read_bounce(raw).failed] == ["a@b.example"]


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ('"Courier mail server at mx.example" <@>', "WARNING: delayed mail."),
        ("Mailer Daemon <MAILER-DAEMON@mx.example>", "Delivery status notification: warning"),
        ("postmaster@mx.example", "Delivery Notification: Delivery has been delayed"),
    ],
)
def test_a_mail_that_is_only_late_is_no_bounce(sender: str, subject: str) -> None:
    assert parse(mail(sender, subject, "It is tried again.\na@b.example: no answer")).automatic == "delay"


def test_a_mailing_list_that_takes_no_mail_sends_it_back() -> None:
    headers = "X-MLServer: fml [fml 4.0.3]"
    assert parse(mail("users-admin@b.example", "You are not member", "Rejected.", headers)).automatic == "bounce"
    assert parse(mail("ivan@b.example", "Ivan is not a member", "Add him, please.", headers)).automatic == "list"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Delivery failure", "The lamp was not delivered to: Ivan, a@b.example. Please send it again."),
        ("Rejected: my order", "Your message to me was rejected, says your page. I am a@b.example."),
        ("You are not member", "Your page says that I am not a member. a@b.example is my login."),
        ("Undelivered", "Delivery of the message was stopped by your guard at the door. My name is Ivan."),
    ],
)
def test_a_person_who_writes_such_words_is_a_person(subject: str, body: str) -> None:
    assert parse(mail("ivan@b.example", subject, body)).automatic == ""
