"""Mail written for the tests."""

import base64
from email.header import Header

PLAIN = b"""\
From: "Ivan Petrov" <Ivan.Petrov@Example.COM>
To: Help Desk <help@desk.example>, second@desk.example
Cc: Anna <anna@example.com>
Reply-To: ivan@home.example
Subject: Printer on fire
Date: Mon, 16 Nov 2026 12:30:15 +0300
Message-ID: <one@example.com>
In-Reply-To: <zero@example.com>
References: <first@example.com> <zero@example.com>

The printer burns.

--\x20
Ivan Petrov
"""

WORDS = "Здравствуйте! Не могу войти в личный кабинет, помогите, пожалуйста, восстановить пароль."


def letter(body: str | bytes, *, headers: str = "", charset: str = "utf-8", subject: str = "Question") -> bytes:
    """A mail with the body as it is, headers that the test adds, and one charset label."""
    content = body.encode(charset) if isinstance(body, str) else body
    extra = headers.strip("\n") + "\n" if headers else ""
    top = f"From: Client <client@example.com>\nTo: help@desk.example\nSubject: {subject}\n{extra}"
    label = "" if "content-type" in headers.lower() else f"Content-Type: text/plain; charset={charset}\n"
    return top.encode() + label.encode() + b"\n" + content


def encoded(text: str, charset: str) -> str:
    """An encoded word of the text."""
    return Header(text, charset).encode()


def multipart(*parts: bytes, kind: str = "mixed", headers: str = "") -> bytes:
    """A multipart mail of ready parts."""
    boundary = f"=_border_{sum(map(len, parts))}"
    top = f"From: Client <client@example.com>\nSubject: Parts\nMIME-Version: 1.0\n{headers}"
    lines = f'{top}Content-Type: multipart/{kind}; boundary="{boundary}"\n\npreamble\n'.encode()
    body = b"".join(b"--" + boundary.encode() + b"\n" + part + b"\n" for part in parts)
    return lines + body + b"--" + boundary.encode() + b"--\nepilogue\n"


def part(content: bytes, kind: str = "text/plain", *, headers: str = "") -> bytes:
    """A part, in base64 when it is not ASCII."""
    if content.isascii():
        return f"Content-Type: {kind}\n{headers}\n".encode() + content
    packed = base64.encodebytes(content)
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n{headers}\n".encode() + packed
