"""A mailbox's way out: a letter is handed over to an SMTP server (RFC 5321) or to a sendmail command.

Here: the dialogue, and what each answer means for each address. Not here: which letters go, and what is written down.

What a server says before MAIL is about the desk, not about the letter (a wrong password, a server that is down): it
never makes a letter fail at once.
"""

import smtplib
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote

from supportdesk.domain.letters import Fate, Transport
from supportdesk.domain.mail_places import read_place
from supportdesk.errors import DeskError
from supportdesk.mail.credentials import credential_of
from supportdesk.mail.smtp import encrypt, greeted, one_line, reason_of, said_by, sign_in

NO_FAULT_OF_THE_LETTER = frozenset({421, 454, 530, 534, 535, 538})
"""Replies (RFC 5321, RFC 4954) that are about the connection or about who we are, whenever they come."""

PERMANENT_EXITS = {65: "the command refused the letter", 67: "no such user", 68: "no such host"}
"""Exit codes of sendmail (sysexits.h) that no second try changes."""


class Down(Exception):
    """The server takes no letters now; the message says at which step, and why."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for an answer, for the letter itself and the last answer, and for all before the letter."""

    answer: float = 30.0
    letter: float = 180.0
    before: float = 180.0


class Post:
    """A way out that stays open from letter to letter."""

    def __init__(self, transport: Transport, *, patience: Patience | None = None) -> None:
        self.transport = transport
        self._patience = patience or Patience()
        self._smtp: smtplib.SMTP | None = None

    def hand_over(self, recipients: Sequence[str], raw: bytes) -> Fate:
        """Hand a letter over for these addresses; `Down` where that has nothing to do with the letter."""
        if self.transport.target.startswith("sendmail:"):
            return self._command(recipients, raw)
        began = time.monotonic()
        smtp = self._opened()
        try:
            return self._dialogue(smtp, recipients, raw, deadline=began + self._patience.before)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return _all_deferred(recipients, f"the connection broke: {reason_of(error)}")

    def close(self) -> None:
        """Take leave of the server."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    # SMTP ----------------------------------------------------------------------------------------------------------

    def _opened(self) -> smtplib.SMTP:
        """The connection, made anew where the server has hung up since the last letter."""
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._smtp.rset()[0] == 250:
                    return self._smtp
            self.close()
        self._smtp = _connect(self.transport, self._patience.answer)
        return self._smtp

    def _dialogue(self, smtp: smtplib.SMTP, recipients: Sequence[str], raw: bytes, *, deadline: float) -> Fate:
        options = [f"size={len(raw)}"] if smtp.has_extn("size") else []
        if not raw.isascii() or not all(address.isascii() for address in recipients):
            if not smtp.has_extn("smtputf8"):
                return _all_refused(recipients, "the server takes no addresses in letters beyond ASCII")
            options.append("SMTPUTF8")
        code, words = smtp.mail(self.transport.address, options)
        if code != 250:
            return self._refusal(recipients, code, words)
        accepted, refused, deferred = self._addressed(smtp, recipients)
        if time.monotonic() > deadline:
            self.close()
            return Fate((), refused, deferred | dict.fromkeys(accepted, "the server is too slow"))
        if not accepted:
            return Fate((), refused, deferred)
        said = self._letter(smtp, accepted, raw)
        return Fate(said.taken, refused | dict(said.refused), deferred | dict(said.deferred))

    def _addressed(
        self, smtp: smtplib.SMTP, recipients: Sequence[str]
    ) -> tuple[list[str], dict[str, str], dict[str, str]]:
        """Whom the server takes the letter for, whom never, and whom not now."""
        accepted: list[str] = []
        refused: dict[str, str] = {}
        deferred: dict[str, str] = {}
        for address in recipients:
            code, words = smtp.rcpt(address)
            if code == 421:
                raise smtplib.SMTPServerDisconnected(said_by(code, words))
            if code in (250, 251, 252):
                accepted.append(address)
            elif 500 <= code < 600 and code not in NO_FAULT_OF_THE_LETTER:
                refused[address] = said_by(code, words)
            else:
                deferred[address] = said_by(code, words)
        return accepted, refused, deferred

    def _letter(self, smtp: smtplib.SMTP, accepted: Sequence[str], raw: bytes) -> Fate:
        """The letter itself; until the last answer has come nobody has taken it."""
        if smtp.sock is not None:
            smtp.sock.settimeout(self._patience.letter)
        try:
            code, words = smtp.data(raw)
        except smtplib.SMTPDataError as error:
            code, words = error.smtp_code, _bytes(error.smtp_error)
        if code == 250:
            if smtp.sock is not None:
                smtp.sock.settimeout(self._patience.answer)
            return Fate(tuple(accepted))
        return self._refusal(accepted, code, words)

    def _refusal(self, recipients: Sequence[str], code: int, words: bytes) -> Fate:
        """An answer to the letter as a whole."""
        self.close()
        if 500 <= code < 600 and code not in NO_FAULT_OF_THE_LETTER:
            return _all_refused(recipients, said_by(code, words))
        return _all_deferred(recipients, said_by(code, words))

    # sendmail ------------------------------------------------------------------------------------------------------

    def _command(self, recipients: Sequence[str], raw: bytes) -> Fate:
        path = unquote(self.transport.target.removeprefix("sendmail:"))
        words = [path, "-oi", "-f", self.transport.address, "--", *recipients]
        data = raw.replace(b"\r\n", b"\n")
        try:
            ran = subprocess.run(  # noqa: S603 - an admin has named the command; addresses are words after --
                words, input=data, capture_output=True, timeout=self._patience.letter, check=False
            )
        except subprocess.TimeoutExpired:
            return _all_deferred(recipients, f"{path} did not end")
        except OSError as error:
            raise Down(f"{path} cannot be run: {error.strerror}") from error
        if ran.returncode == 0:
            return Fate(tuple(recipients))
        said = one_line(ran.stderr) or f"{path} ended with {ran.returncode}"
        if ran.returncode in PERMANENT_EXITS:
            return _all_refused(recipients, f"{PERMANENT_EXITS[ran.returncode]} ({said})")
        return _all_deferred(recipients, said)


def _connect(transport: Transport, timeout: float) -> smtplib.SMTP:
    """A connection on which letters may be handed over: encrypted and verified unless the address says otherwise."""
    step, host = "connecting", transport.target
    try:
        place = read_place(transport.target, use="target")
        host = place.host
        session = greeted(place, timeout=timeout, name=_own_name(transport))
        try:
            step = "encrypting"
            encrypt(session, place)
            step = "greeting"
            session.ehlo_or_helo_if_needed()
            step = "signing in"
            sign_in(session, place.user, credential_of(transport) if place.user else None)
        except BaseException:
            session.close()
            raise
    except (smtplib.SMTPException, OSError, ValueError, DeskError) as error:
        raise Down(f"{host}, {step}: {reason_of(error)}") from error
    return session


def _own_name(transport: Transport) -> str:
    """What we call ourselves: this machine, or where the mailbox is if the machine has no full name."""
    name = socket.gethostname()
    return name if "." in name else transport.address.rpartition("@")[2]


def _all_refused(recipients: Sequence[str], reason: str) -> Fate:
    return Fate(refused=dict.fromkeys(recipients, reason))


def _all_deferred(recipients: Sequence[str], reason: str) -> Fate:
    return Fate(deferred=dict.fromkeys(recipients, reason))


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()
