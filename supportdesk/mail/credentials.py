"""The password or token of a mailbox, fetched when it is needed: from a program or a file, never from the store."""

import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from supportdesk.domain.letters import Transport
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.errors import Refused, Unavailable
from supportdesk.homes import at_home

PATIENCE = 60
"""Seconds that a program may take to print a password; it may ask somebody."""

NO_WAY = "the mailbox names no way to its password"


@dataclass(frozen=True, slots=True, repr=False)
class Credential:
    """What a server is told: a password, or a token for XOAUTH2. It never shows itself."""

    secret: str
    is_token: bool = False


def credential_of(mailbox: MailboxRow | Transport) -> Credential | None:
    """The mailbox's credential, None where it names no way to one. Refused or Unavailable where it cannot be had."""
    if mailbox.token_command:
        return Credential(_printed(mailbox.token_command, "token"), is_token=True)
    if mailbox.password_command:
        return Credential(_printed(mailbox.password_command, "password"))
    if mailbox.password_file:
        return Credential(_read(at_home(mailbox.password_file)))
    return None


def wanted(credential: Credential | None) -> Credential:
    """The credential, where a server cannot be spoken to without one."""
    if credential is None:
        raise Refused(NO_WAY, hint="supportdesk mailbox edit NAME --password-command …")
    return credential


def _printed(command: str, what: str) -> str:
    """The first line that a program prints; what it says is never told on."""
    try:
        ran = subprocess.run(  # noqa: S603 - an admin of the desk chose the program
            shlex.split(command), capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"the {what} command took longer than {PATIENCE} s") from None
    except (OSError, ValueError, IndexError) as error:
        reason = getattr(error, "strerror", "") or "it is no command"
        raise Refused(f"the {what} command cannot be run: {reason}") from None
    if ran.returncode:
        raise Refused(f"the {what} command ended with {ran.returncode}")
    return _first_line(ran.stdout, f"the {what} command printed nothing")


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(f"the password file {path} cannot be read: {error.strerror}") from None
    return _first_line(data, f"the password file {path} is empty")


def _first_line(data: bytes, nothing: str) -> str:
    line = data.decode("utf-8", "replace").partition("\n")[0].rstrip("\r")
    if not line:
        raise Refused(nothing)
    return line
