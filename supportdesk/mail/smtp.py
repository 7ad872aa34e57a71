"""A session with an SMTP server (RFC 5321), and who we are there: for sending, and for trying whether that works.

Servers prove themselves by TLS. What an error means, each of the two says for itself.
"""

import smtplib
import ssl

from supportdesk.domain.mail_places import Place


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


def sign_in_by_token(session: smtplib.SMTP, user: str, token: str) -> None:
    """Say who we are by an OAuth2 token (XOAUTH2); to the challenge that tells a refusal the answer is nothing."""
    bearer = f"user={user}\x01auth=Bearer {token}\x01\x01"
    session.auth("XOAUTH2", lambda challenge=None: bearer if challenge is None else "")
