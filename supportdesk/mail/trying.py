"""What of a mailbox works: its password, where its mail comes from, where letters go. Nothing is fetched or sent."""

import os
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from supportdesk.domain.mail_places import Place, read_place
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.errors import DeskError, Refused, Unavailable
from supportdesk.mail.credentials import NO_WAY, Credential, credential_of
from supportdesk.mail.smtp import encrypt, greeted, reason_of, sign_in

PATIENCE = 20.0
"""Seconds to wait for a server's answer."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One thing that was tried, whether it works, and what was found."""

    what: str
    works: bool
    said: str


def tried(mailbox: MailboxRow) -> list[Tried]:
    """Try each part of a mailbox on its own."""
    known: list[Credential | None] = []
    found: list[Tried] = []
    if mailbox.password_command or mailbox.password_file or mailbox.token_command:
        found.append(_try("password", lambda: _password(mailbox, known)))
    credential = known[0] if known else None
    for what, written in (("source", mailbox.source), ("target", mailbox.target)):
        if not written:
            found.append(Tried(what, works=True, said="none"))
            continue
        place = read_place(written, use=what)
        one = _try(what, lambda place=place: _ways(credential)[place.scheme](place))  # type: ignore[misc]
        if one.said == NO_WAY and found and not found[0].works:  # there is one, and it failed
            one = replace(one, said=f"{place.host}:{place.port} answers, and wants the password")
        found.append(one)
    return found


def _try(what: str, attempt: Callable[[], str]) -> Tried:
    try:
        return Tried(what, works=True, said=attempt())
    except DeskError as error:
        return Tried(what, works=False, said=error.message)


def _password(mailbox: MailboxRow, known: list[Credential | None]) -> str:
    known.append(credential_of(mailbox))
    return "it is there"


def _ways(credential: Credential | None) -> dict[str, Callable[[Place], str]]:
    def imap(place: Place) -> str:
        return _imap(place, credential)

    def smtp(place: Place) -> str:
        return _smtp(place, credential)

    files = {"maildir": _maildir, "mbox": _mbox, "sendmail": _program}
    return {"imaps": imap, "imap": imap, "smtps": smtp, "smtp": smtp, **files}


def _imap(place: Place, credential: Credential | None) -> str:
    from supportdesk.mail.imap import opened

    with opened(place, credential) as folder:
        return f"{place.host} lets {place.user} in; {folder.name} is open, {_safety(place)}"


def _safety(place: Place) -> str:
    return "without TLS" if place.encryption == "none" else "with TLS"


def _maildir(place: Place) -> str:
    folder = Path(place.path)
    for name in ("new", "cur"):
        if not os.access(folder / name, os.R_OK | os.W_OK | os.X_OK):
            raise Refused(f"{folder / name} is no folder that can be read and written")
    return f"{sum(1 for _ in (folder / 'new').iterdir())} new messages wait"


def _mbox(place: Place) -> str:
    path = Path(place.path)
    if not path.is_file() or not os.access(path, os.R_OK):
        raise Refused(f"{path} is no file that can be read")
    return f"{path.stat().st_size:,} bytes"


def _program(place: Place) -> str:
    if not Path(place.path).is_file() or not os.access(place.path, os.X_OK):
        raise Refused(f"{place.path} is no program that can be run")
    return "it is there"


def _smtp(place: Place, credential: Credential | None) -> str:
    where = f"{place.host}:{place.port}"
    try:
        with greeted(place, timeout=PATIENCE) as session:
            encrypt(session, place)
            session.ehlo_or_helo_if_needed()
            sign_in(session, place.user, credential)
            session.noop()
        return f"{where} answers, {_safety(place)}"
    except smtplib.SMTPAuthenticationError:
        raise Refused(f"{where} does not let {place.user} in") from None
    except ssl.SSLCertVerificationError as error:
        raise Refused(f"{where} shows a certificate that does not hold: {error.verify_message}") from None
    except smtplib.SMTPException as error:
        raise Unavailable(f"{where} refuses: {reason_of(error)}") from None
    except OSError as error:
        raise Unavailable(f"{where} cannot be reached: {error.strerror or 'the connection was lost'}") from None
