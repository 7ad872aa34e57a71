"""A mailbox on an IMAP server: messages by UIDVALIDITY and UID, read without marking them, marked seen when told to.

Nothing is ever deleted. Here: the session. Not here: what becomes of the messages.
"""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from supportdesk.domain.mail_places import Place
from supportdesk.errors import Refused, Unavailable
from supportdesk.mail.credentials import Credential, wanted
from supportdesk.mail.parse import MAXIMUM_SIZE

PATIENCE = 60.0
"""Seconds to wait for a server's answer."""

TOGETHER = 200
"""Messages whose sizes are asked for at once."""

OVERLAP = timedelta(days=2)
"""Where a server has numbered its messages anew, those that came so long before the last known one are looked at."""

_LOST = (OSError, imaplib.IMAP4.abort, IMAPClientError)


@dataclass(frozen=True, slots=True)
class Found:
    """One message of a folder: its UID, its place as `arrival` keeps it, its bytes or why they are not read."""

    uid: int
    place: str
    content: bytes | None
    fault: str = ""


@dataclass(slots=True)
class Folder:
    """An open folder of an IMAP server."""

    client: IMAPClient
    name: str
    validity: int

    @property
    def prefix(self) -> str:
        """What places in this folder begin with, as long as its numbers stay valid."""
        return f"imap:{self.name}:{self.validity}:"

    def place(self, uid: int) -> str:
        """The place of a message."""
        return f"{self.prefix}{uid}"

    def wanted(self, known: set[int], last: datetime | None) -> list[int]:
        """UIDs to fetch, ascending: unseen ones and those above the highest `known`, none that is known.

        Where none is known here but the mailbox has had mail, last at `last`, the numbers were given anew: then what
        came shortly before and after that is looked at too.
        """
        with _told():
            found = set(self.client.search(["UNSEEN"]))
            if known:
                found.update(uid for uid in self.client.search(["UID", f"{max(known) + 1}:*"]) if uid > max(known))
            elif last is not None:
                found.update(self.client.search(["SINCE", (last - OVERLAP).date()]))
        return sorted(found - known)

    def unmarked(self, known: set[int]) -> list[int]:
        """UIDs that are `known` and yet unseen: the connection was lost before they were marked."""
        with _told():
            return sorted(known & set(self.client.search(["UNSEEN"]))) if known else []

    def messages(self, uids: list[int]) -> Iterator[Found]:
        """The messages with these UIDs, one at a time; those that somebody else removed meanwhile are left out."""
        for first in range(0, len(uids), TOGETHER):
            with _told():
                sizes = self.client.fetch(uids[first : first + TOGETHER], ["RFC822.SIZE"])
            for uid in uids[first : first + TOGETHER]:
                if uid not in sizes:
                    continue
                if (size := sizes[uid].get(b"RFC822.SIZE", 0)) > MAXIMUM_SIZE:
                    said = f"a message of {size / 2**20:.0f} MB is larger than {MAXIMUM_SIZE // 2**20} MB"
                    yield Found(uid, self.place(uid), None, f"{said}; it is still on the server")
                    continue
                with _told():
                    content = self.client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
                if content is not None:
                    yield Found(uid, self.place(uid), content)

    def mark(self, uids: list[int]) -> None:
        """Mark messages as seen, once they are safe in the store."""
        if uids:
            with _told():
                self.client.add_flags(uids, [b"\\Seen"], silent=True)


@contextmanager
def opened(place: Place, credential: Credential | None) -> Iterator[Folder]:
    """A folder, for as long as the body runs. Refused where the server says no, Unavailable where it is not there."""
    with _told(f"{place.host}:{place.port}"):
        client = IMAPClient(
            place.host,
            place.port,
            ssl=place.encryption == "tls",
            ssl_context=ssl.create_default_context() if place.encryption == "tls" else None,
            timeout=PATIENCE,
        )
    try:
        with _told(f"{place.host}:{place.port}"):
            if place.encryption == "starttls":
                client.starttls(ssl.create_default_context())
            _enter(client, place, credential)
            state = client.select_folder(place.path)
        yield Folder(client, place.path, int(state.get(b"UIDVALIDITY", 0)))
    finally:
        _leave(client)


def _enter(client: IMAPClient, place: Place, credential: Credential | None) -> None:
    told = wanted(credential)
    try:
        if told.is_token:
            client.oauth2_login(place.user, told.secret)
        else:
            client.login(place.user, told.secret)
    except LoginError as error:
        if isinstance(error.__context__, imaplib.IMAP4.abort):  # the library takes a lost connection for a refusal
            raise Unavailable(f"{place.host} cannot be reached: the connection was lost") from None
        raise Refused(f"{place.host} does not let {place.user or 'nobody'} in") from None


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except (*_LOST, ValueError):
        client.shutdown()


@contextmanager
def _told(where: str = "the mail server") -> Iterator[None]:
    """A server that is lost or does not answer is told as such; what it said may hold a password and is not."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Refused(f"{where} shows a certificate that does not hold: {error.verify_message}") from None
    except (OSError, imaplib.IMAP4.abort) as error:
        raise Unavailable(
            f"{where} cannot be reached: {getattr(error, 'strerror', '') or 'the connection was lost'}"
        ) from None
    except IMAPClientError as error:
        raise Unavailable(f"{where} refuses: {str(error)[:200]}") from None
