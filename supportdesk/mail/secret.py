"""The secrets that open a mail server: asked of a command or a file when they are needed, never kept."""

import shlex
import subprocess
from pathlib import Path

LONGEST_WAIT = 60.0
"""Seconds that a command may take; a password manager may ask its owner first."""


class NoSecret(Exception):
    """A secret that could not be had; the message says why, without any of it."""


def from_command(command: str) -> str:
    """The first line that a program prints; what it says is never told on."""
    try:
        ran = subprocess.run(  # noqa: S603 - an admin has written the command
            shlex.split(command), capture_output=True, timeout=LONGEST_WAIT, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise NoSecret("the command for the password did not end") from None
    except (OSError, ValueError, IndexError) as error:
        reason = getattr(error, "strerror", "") or "it is no command"
        raise NoSecret(f"the command for the password cannot be run: {reason}") from None
    if ran.returncode:
        raise NoSecret(f"the command for the password ended with {ran.returncode}")
    return _first_line(ran.stdout, "the command for the password printed nothing")


def from_file(path: str) -> str:
    """The first line of a file."""
    try:
        data = Path(path).expanduser().read_bytes()
    except OSError as error:
        raise NoSecret(f"the file with the password cannot be read: {error.strerror}") from None
    return _first_line(data, "the file with the password is empty")


def _first_line(data: bytes, nothing: str) -> str:
    line = data.decode("utf-8", "replace").split("\n", 1)[0].strip("\r")
    if not line:
        raise NoSecret(nothing)
    return line
