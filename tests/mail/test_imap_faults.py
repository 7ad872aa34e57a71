"""An IMAP server that says no, hangs up, keeps silent or gives numbers twice: each message arrives once."""

import ssl
from pathlib import Path

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.mail_places import read_place
from supportdesk.errors import Refused, Unavailable
from supportdesk.mail import imap
from supportdesk.mail.credentials import Credential
from supportdesk.mail.fetch import fetch
from supportdesk.mail.imap import opened
from tests.mail.arriving import mail
from tests.mail.imap import HANG_UP, PASSWORD, SLOW, TOKEN, running
from tests.mail.test_imap import mailbox_at, states, told
from tests.mail.test_post import KEYS

STEPS = ("CAPABILITY", "LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE")


@pytest.mark.parametrize("fault", ["NO", "BAD", HANG_UP, SLOW])
def test_a_server_that_fails_at_a_step_is_asked_again_and_each_message_comes_once(
    sqlite_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    with running() as server:
        support = mailbox_at(sqlite_desk, server.url, tmp_path)
        for number, step in enumerate(STEPS, 1):
            server.deliver(mail(step, subject=step))
            server.faults = {step: fault}
            monkeypatch.setattr(imap, "PATIENCE", 0.15 if fault == SLOW else 30)
            with pytest.raises((Refused, Unavailable)) as raised:
                fetch(sqlite_desk, support)
            monkeypatch.setattr(imap, "PATIENCE", 30)
            server.faults = {}
            assert PASSWORD not in str(raised.value)
            fetch(sqlite_desk, support)

            assert states(sqlite_desk) == {"new": number}
            assert all(flags == {b"\\Seen"} for flags in server.flags().values())


def test_a_message_that_bears_the_number_of_another_one_is_not_taken_for_it(sqlite_desk: Desk, tmp_path: Path) -> None:
    with running() as server:
        support = mailbox_at(sqlite_desk, server.url, tmp_path)
        server.deliver(mail("One", subject="One"))
        fetch(sqlite_desk, support)
        with server.client() as client:
            client.delete_messages(client.search())
            client.expunge()
        server.forget_last_uid()
        server.deliver(mail("Two", subject="Two"))

        assert told(fetch(sqlite_desk, support)) == {"new": 1}
        assert told(fetch(sqlite_desk, support)) == {}
        with server.client() as client:
            client.remove_flags(client.search(), [b"\\Seen"])
        assert told(fetch(sqlite_desk, support)) == {"again": 1}
        assert list(server.flags().values()) == [{b"\\Seen"}]
    assert states(sqlite_desk) == {"new": 2}


# TLS and tokens ------------------------------------------------------------------------------------------------------


@pytest.fixture
def context() -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(KEYS)
    return made


def enter(scheme: str, host: str, port: int) -> str:
    """Open the inbox of a server; its name."""
    with opened(read_place(f"{scheme}://support@{host}:{port}", use="source"), Credential(PASSWORD)) as folder:
        return folder.name


# Of the addresses of this machine the certificate names the first two, and the second is not spoken to in the clear.
@pytest.mark.parametrize(("scheme", "host"), [("imaps", "127.0.0.1"), ("imap", "127.0.0.2")])
def test_a_server_proves_itself_by_a_certificate_that_is_trusted(
    context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, scheme: str, host: str
) -> None:
    with running(context=context, implicit=scheme == "imaps", host=host) as server:
        with pytest.raises(Refused) as raised:
            enter(scheme, host, server.port)
        assert raised.value.message == (
            f"{host}:{server.port} shows a certificate that does not hold: self-signed certificate"
        )
        assert "LOGIN" not in server.said
        monkeypatch.setenv("SSL_CERT_FILE", str(KEYS))
        assert enter(scheme, host, server.port) == "INBOX"


def test_a_certificate_of_another_host_proves_nothing(context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(KEYS))
    with (
        running(context=context, implicit=True, host="127.0.0.3") as server,
        pytest.raises(Refused, match=r"a certificate that does not hold: IP address mismatch.* '127\.0\.0\.3'"),
    ):
        enter("imaps", "127.0.0.3", server.port)


def test_a_token_opens_a_mailbox_and_a_wrong_one_does_not() -> None:
    with running() as server:
        place = read_place(server.url, use="source")
        with opened(place, Credential(TOKEN, is_token=True)) as folder:
            assert folder.name == "INBOX"
        with (
            pytest.raises(Refused, match=r"^127\.0\.0\.1 does not let support in$"),
            opened(place, Credential("0ld", is_token=True)),
        ):
            pass
