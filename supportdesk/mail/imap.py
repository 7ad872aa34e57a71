"""A mailbox on an IMAP server: messages by UIDVALIDITY and UID, read without marking them, marked seen when told to.

Nothing is ever deleted. Here: the session. Not here: what becomes of the messages.
"""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from socket import IPPROTO_TCP, TCP_NODELAY, socket
from time import monotonic

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

GLANCE = 0.5
"""Seconds of waiting for mail between two questions whether to wait on."""

_LOST = (OSError, imaplib.IMAP4.abort, IMAPClientError)


@dataclass(frozen=True, slots=True)
class Found:
    """One message of a folder: its UID, its place as `arrival` keeps it, its bytes or why they are not read."""

    uid: int
    place: str
    content: bytes | None
    fault: str = ""


class _Client(IMAPClient):  # type: ignore[misc]  # the library has no types
    """The library's client, which also sees news that came beside an answer, or in one piece with a server's consent.

    Of the first the library says nothing; for the second it asks the operating system, which has nothing left to read.
    """

    read_ahead = False

    def was_told(self) -> bool:
        """Whether the server has told of new messages beside its answers since it was last asked."""
        return self._imap.response("EXISTS")[1] not in (None, [None])

    def idle(self) -> None:
        """Begin to wait; what came with the consent is looked at first."""
        super().idle()
        self.read_ahead = True

    def _poll_socket(self, sock: socket, timeout: float | None = None) -> object:
        ahead, self.read_ahead = self.read_ahead, False
        return ahead or super()._poll_socket(sock, timeout)


@dataclass(slots=True)
class Folder:
    """An open folder of an IMAP server; `known` is for whoever reads it to note which UIDs they have."""

    client: _Client
    name: str
    validity: int
    known: set[int] | None = None

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
            self.client.was_told()  # until now; of what it tells from here on the search may know nothing
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

    def can_wait(self) -> bool:
        """Whether the server tells of new mail by itself (IDLE, RFC 2177)."""
        with _told():
            return bool(self.client.has_capability("IDLE"))

    def wait(self, seconds: float, over: Callable[[], bool]) -> bool:
        """Wait until mail comes, the seconds have passed or it is `over`; False where the session is of no more use.

        RFC 2177 wants `seconds` to be fewer than 29 minutes. A connection that is lost meanwhile is Unavailable.
        """
        with _told():
            if self.client.was_told():
                return True
            try:
                self.client.idle()
            except IMAPClientError:  # news before the consent, which the library takes for a refusal; or it is one
                _drop(self.client)
                return False
            until, ahead = monotonic() + seconds, True
            while not over() and (left := until - monotonic()) > 0:
                began = monotonic()
                news = self.client.idle_check(min(left, GLANCE))
                woken_by_nothing = not news and not ahead and monotonic() - began < GLANCE / 2 < left
                if woken_by_nothing or any(b"EXISTS" in one[1:2] for one in news):
                    break  # where the connection is lost, the next line says so
                ahead = False
            self.client.idle_done()
        return True


@contextmanager
def opened(place: Place, credential: Credential | None) -> Iterator[Folder]:
    """A folder, for as long as the body runs. Refused where the server says no, Unavailable where it is not there."""
    with _told(f"{place.host}:{place.port}"):
        client = _Client(
            place.host,
            place.port,
            ssl=place.encryption == "tls",
            ssl_context=ssl.create_default_context() if place.encryption == "tls" else None,
            timeout=PATIENCE,
        )
        client.socket().setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)  # or each command waits 40 ms for its second half
    try:
        with _told(f"{place.host}:{place.port}"):
            if place.encryption == "starttls":
                client.starttls(ssl.create_default_context())
                client.capabilities()  # what was said in the clear is forgotten
            _enter(client, place, credential)
            state = client.select_folder(place.path)
        yield Folder(client, place.path, int(state.get(b"UIDVALIDITY", 0)))
    except BaseException:
        _drop(client)  # a server that is silent would be as silent to a farewell
        raise
    _leave(client)


def _enter(client: _Client, place: Place, credential: Credential | None) -> None:
    told = wanted(credential)
    try:
        if told.is_token:
            client.oauth2_login(place.user, told.secret)
        elif not f"{place.user}{told.secret}".isascii():  # LOGIN is of ASCII alone, PLAIN of UTF-8 (RFC 4616)
            client.plain_login(place.user, told.secret)
        else:
            client.login(place.user, told.secret)
    except LoginError as error:
        if isinstance(error.__context__, imaplib.IMAP4.abort):  # the library takes a lost connection for a refusal
            raise Unavailable(f"{place.host} cannot be reached: the connection was lost") from None
        raise Refused(f"{place.host} does not let {place.user or 'nobody'} in") from None


def _leave(client: _Client) -> None:
    try:
        client.logout()
    except (*_LOST, ValueError):
        _drop(client)


def _drop(client: _Client) -> None:
    with suppress(OSError):
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
