"""The password or token of a mailbox, fetched when it is needed: from a program or a file, never from the store."""

import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.errors import Refused, Unavailable

PATIENCE = 60
"""Seconds that a program may take to print a password; it may ask somebody."""


@dataclass(frozen=True, slots=True, repr=False)
class Credential:
    """What a server is told: a password, or a token for XOAUTH2. It never shows itself."""

    secret: str
    is_token: bool = False


def credential_of(mailbox: MailboxRow) -> Credential | None:
    """The mailbox's credential, None where it names no way to one. Refused or Unavailable where it cannot be had."""
    if mailbox.token_command:
        return Credential(_printed(mailbox.token_command, "token"), is_token=True)
    if mailbox.password_command:
        return Credential(_printed(mailbox.password_command, "password"))
    if mailbox.password_file:
        return Credential(_first_line(Path(mailbox.password_file)))
    return None


def _printed(command: str, what: str) -> str:
    """The first line that a program prints; what it says is never told on."""
    try:
        words = shlex.split(command)
        ran = subprocess.run(  # noqa: S603 - an admin of the desk chose the program
            words, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=PATIENCE, check=False
        )
    except (OSError, ValueError, IndexError) as error:
        raise Refused(
            f"the {what} command cannot be run: {getattr(error, 'strerror', '') or 'it is no command'}"
        ) from None
    except subprocess.TimeoutExpired:
        raise Unavailable(f"the {what} command took longer than {PATIENCE} s") from None
    secret = ran.stdout.decode("utf-8", "replace").partition("\n")[0].rstrip("\r")
    if ran.returncode or not secret:
        raise Refused(f"the {what} command ended with {ran.returncode}" + ("" if secret else " and printed nothing"))
    return secret


def _first_line(path: Path) -> str:
    try:
        secret = path.read_text("utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"the password file {path} cannot be read: {getattr(error, 'strerror', '') or error}") from None
    if not secret:
        raise Refused(f"the password file {path} is empty")
    return secret
