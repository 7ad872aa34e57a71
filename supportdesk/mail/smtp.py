"""A session with an SMTP server (RFC 5321), and who we are there: for sending, and for trying whether that works.

Servers prove themselves by TLS. What an error means for a letter or a trial, each of the two says for itself.
"""

import smtplib
import ssl
from base64 import b64encode

from supportdesk.domain.mail_places import Place
from supportdesk.mail.credentials import Credential, wanted

SHOWN = 300
"""Characters of a server's answer that are kept."""

LET_IN, CHALLENGE = 235, 334


def greeted(place: Place, *, timeout: float, name: str | None = None) -> smtplib.SMTP:
    """A connection that the server has greeted, within TLS where the place is; `name` is what we call ourselves."""
    if place.encryption == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(place.host, place.port, local_hostname=name, timeout=timeout, context=context)
    return smtplib.SMTP(place.host, place.port, local_hostname=name, timeout=timeout)


def encrypt(session: smtplib.SMTP, place: Place) -> None:
    """Turn to TLS where the place asks for it, or raise: nothing is said in the clear after that."""
    if place.encryption != "starttls":
        return
    code, words = session.starttls(context=ssl.create_default_context())
    if code != 220:
        raise smtplib.SMTPResponseException(code, words)


def sign_in(session: smtplib.SMTP, user: str, credential: Credential | None) -> None:
    """Say who we are, by a password or an OAuth2 token (XOAUTH2); a place without a user is spoken to without."""
    if not user:
        return
    told = wanted(credential)
    if not told.is_token:
        if f"{user}{told.secret}".isascii():
            session.login(user, told.secret)
        else:
            _sign_in_beyond_ascii(session, user, told.secret)
        return
    bearer = f"user={user}\x01auth=Bearer {told.secret}\x01\x01"
    # To the challenge that tells a refusal the answer is nothing.
    session.auth("XOAUTH2", lambda challenge=None: bearer if challenge is None else "")


def _sign_in_beyond_ascii(session: smtplib.SMTP, user: str, secret: str) -> None:
    """Names and passwords are UTF-8 (RFC 4616), which the library does not write: PLAIN, or LOGIN where that is all."""
    ways = session.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in ways:
        told = _packed(f"\0{user}\0{secret}")
        code, words = session.docmd("AUTH", f"PLAIN {told}")
    elif "LOGIN" in ways:
        code, words = session.docmd("AUTH", f"LOGIN {_packed(user)}")
        if code == CHALLENGE:
            code, words = session.docmd(_packed(secret))
    else:
        raise smtplib.SMTPNotSupportedError("it takes no passwords")
    if code != LET_IN:
        raise smtplib.SMTPAuthenticationError(code, words)


def _packed(text: str) -> str:
    return b64encode(text.encode()).decode()


def reason_of(error: BaseException) -> str:
    """Why a session failed, in one line: what the server said, or what is wrong with it."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return said_by(error.smtp_code, said if isinstance(said, bytes) else said.encode())
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"it shows a certificate that does not hold: {error.verify_message}"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "no answer in time"
    return one_line(str(error).encode()) or type(error).__name__


def said_by(code: int, words: bytes) -> str:
    """A reply as one line of text."""
    return f"{code} {one_line(words)}".strip()


def one_line(words: bytes) -> str:
    """What a server or a command said, as one line of text."""
    return " ".join(words.decode("utf-8", "replace").split())[:SHOWN]
