"""A session with an SMTP server (RFC 5321), and who we are there: for sending, and for trying whether that works.

Servers prove themselves by TLS. What an error means, each of the two says for itself.
"""

import smtplib
import ssl

from supportdesk.domain.mail_places import Place
from supportdesk.mail.credentials import Credential, wanted


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
        session.login(user, told.secret)
        return
    bearer = f"user={user}\x01auth=Bearer {told.secret}\x01\x01"
    # To the challenge that tells a refusal the answer is nothing.
    session.auth("XOAUTH2", lambda challenge=None: bearer if challenge is None else "")
