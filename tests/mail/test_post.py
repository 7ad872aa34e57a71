"""Ways out: TLS that is verified, tokens, sendmail, and a worker that is killed."""

import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from supportdesk.desk import Desk
from supportdesk.domain.letters import Transport
from supportdesk.mail.post import Down, Post
from supportdesk.store.columns import instant_text
from tests.mail.posting import QUICK, answer, delivery, mailbox, run_out, send
from tests.mail.smtp_server import Inbox, serving
from tests.services.acting import messages

KEYS = Path(__file__).parent / "keys" / "loopback.pem"
"""A certificate for this machine alone, and its key, which guards nothing."""

RAW = b"From: support@acme.example\r\nTo: ivan@example.org\r\nSubject: Hi\r\n\r\nHello\r\n"


def post(target: str, **more: str) -> Post:
    return Post(Transport(1, "support", "support@acme.example", target, **more), patience=QUICK)


@pytest.fixture
def context() -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(KEYS)
    return made


@pytest.fixture
def server() -> Iterator[Inbox]:
    with serving() as inbox:
        yield inbox


def hand_over(way: Post) -> tuple[str, ...]:
    try:
        return way.hand_over(["ivan@example.org"], RAW).taken
    finally:
        way.close()


@pytest.mark.parametrize("implicit", [True, False])
def test_a_certificate_that_holds_is_trusted_and_any_other_is_not(
    context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, implicit: bool
) -> None:
    # An address of this machine that is not spoken to in the clear.
    scheme, host = ("smtps", "127.0.0.1") if implicit else ("smtp", "127.0.0.2")
    with serving(context=context, implicit=implicit, host=host) as inbox:
        with pytest.raises(Down, match=r"it shows a certificate that does not hold: self-signed certificate$"):
            hand_over(post(f"{scheme}://{host}:{inbox.port}"))
        monkeypatch.setenv("SSL_CERT_FILE", str(KEYS))
        assert hand_over(post(f"{scheme}://{host}:{inbox.port}")) == ("ivan@example.org",)


def test_a_certificate_of_another_host_is_none(context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(KEYS))
    with (
        serving(context=context, implicit=True, host="127.0.0.3") as inbox,
        pytest.raises(Down, match=r"a certificate that does not hold: IP address mismatch.* '127\.0\.0\.3'"),
    ):
        hand_over(post(f"smtps://127.0.0.3:{inbox.port}"))
    assert inbox.taken == []


def test_a_server_without_tls_gets_nothing_unless_that_was_asked_for() -> None:
    with serving(host="127.0.0.2") as inbox:
        with pytest.raises(Down, match="encrypting: STARTTLS extension not supported"):
            hand_over(post(f"smtp://desk@127.0.0.2:{inbox.port}", password_command="echo secret"))
        assert "auth" not in inbox.seen
        assert hand_over(post(f"smtp://127.0.0.2:{inbox.port}?tls=none")) == ("ivan@example.org",)


def test_a_token_signs_in(server: Inbox) -> None:
    hand_over(post(f"smtp://desk@127.0.0.1:{server.port}", token_command="echo t0ken"))

    assert server.said == [b"user=desk\x01auth=Bearer t0ken\x01\x01"]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"password_command": "false"}, "the password command ended with 1"),
        ({"password_command": "true"}, "the password command printed nothing"),
        ({"password_command": "/nowhere/at/all"}, "the password command cannot be run: No such file"),
        ({"token_command": "false"}, "the token command ended with 1"),
        ({"password_file": "/nowhere/at/all"}, "the password file /nowhere/at/all cannot be read: No such file"),
        ({"password_file": "/dev/null"}, "the password file /dev/null is empty"),
        ({}, "the mailbox names no way to its password"),
    ],
)
def test_a_password_that_cannot_be_had_is_told_without_its_words(
    server: Inbox, more: dict[str, str], reason: str
) -> None:
    with pytest.raises(Down, match=reason):
        hand_over(post(f"smtp://desk@127.0.0.1:{server.port}", **more))


@pytest.mark.parametrize("without", [[], ["PLAIN"]])
def test_a_password_beyond_ascii_signs_in(without: list[str]) -> None:
    def is_right(_server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any) -> AuthResult:
        return AuthResult(success=(said.login, said.password) == (b"desk", "s€crät".encode()), handled=False)

    with serving(authenticator=is_right, auth_exclude_mechanism=without) as server:
        target = f"smtp://desk@127.0.0.1:{server.port}"
        assert hand_over(post(target, password_command="printf s€crät")) == ("ivan@example.org",)
        with pytest.raises(Down, match="signing in: 535 "):
            hand_over(post(target, password_command="printf s€crèt"))


def test_a_password_file_is_read(server: Inbox, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("secret\n")

    assert hand_over(post(f"smtp://desk@127.0.0.1:{server.port}", password_file=str(file)))


def test_a_connection_that_the_server_has_closed_meanwhile_is_made_anew(server: Inbox) -> None:
    way = post(f"smtp://127.0.0.1:{server.port}")
    assert way.hand_over(["a@example.org"], RAW).taken
    server.hang_up()
    assert way.hand_over(["b@example.org"], RAW).taken
    way.close()

    assert [envelope for envelope, _ in server.taken] == [("a@example.org",), ("b@example.org",)]


def test_addresses_beyond_ascii_reach_servers_that_take_them(server: Inbox) -> None:
    way = post(f"smtp://127.0.0.1:{server.port}")

    assert way.hand_over(["иван@example.org"], RAW).taken == ("иван@example.org",)
    way.close()


@pytest.mark.parametrize(
    ("code", "taken", "refused"), [(0, True, False), (75, False, False), (67, False, True), (1, False, False)]
)
def test_sendmail_says_by_its_exit_what_became_of_a_letter(
    tmp_path: Path, code: int, taken: bool, refused: bool
) -> None:
    program = tmp_path / "sendmail"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/words; cat > {tmp_path}/mail; exit {code}\n')
    program.chmod(0o755)

    fate = post(f"sendmail:{program}").hand_over(["ivan@example.org", "-oQ/tmp@x"], RAW)

    assert (bool(fate.taken), bool(fate.refused)) == (taken, refused)
    assert (tmp_path / "words").read_text() == "-oi -f support@acme.example -- ivan@example.org -oQ/tmp@x\n"
    assert (tmp_path / "mail").read_bytes() == RAW.replace(b"\r\n", b"\n")


def test_a_sendmail_that_is_not_there_is_no_fault_of_the_letter() -> None:
    with pytest.raises(Down, match="cannot be run"):
        post("sendmail:/nowhere/sendmail").hand_over(["ivan@example.org"], RAW)


def test_a_worker_that_is_killed_while_the_server_answers_leaves_its_letter_to_the_next(
    desk: Desk, place: str, ticket: int, server: Inbox, tmp_path: Path
) -> None:
    mailbox(desk, server.port)
    number = answer(desk, ticket)
    line = [sys.executable, "-m", "supportdesk", "mail", "send", "--as", "anna"]
    ours = {"SUPPORTDESK_STORE": place, "SUPPORTDESK_NOW": instant_text(desk.clock()), "XDG_CONFIG_HOME": str(tmp_path)}
    pids: list[int] = []
    server.when_taken = lambda: os.kill(pids[0], signal.SIGKILL)
    worker = subprocess.Popen(line, env={**os.environ, **ours}, stderr=subprocess.PIPE)
    pids.append(worker.pid)
    _, said = worker.communicate(timeout=60)
    server.when_taken = None
    assert (worker.returncode, said) == (-signal.SIGKILL, b"")
    assert delivery(desk, number).state == "sending"

    run_out(desk)
    send(desk)

    assert [mail.message_id for mail in server.mails] == [messages(desk, ticket)[1].message_id] * 2
    assert messages(desk, ticket)[1].delivery == "sent"
