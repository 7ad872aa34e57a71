"""`mailbox`: an address is on one mailbox, nothing travels in the clear unless asked, and no password is kept."""

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.mail.smtp_server import serving

ADD = "mailbox add support --address support@acme.example"


def stored(run: Run, field: str) -> object:
    """A field of the mailbox that the test added."""
    return run(f"mailbox show support --json {field}").json[0][field]


def test_an_address_is_on_one_mailbox_only(run: Run) -> None:
    run(ADD)

    ran = run("mailbox add other --address 'Support <SUPPORT@acme.example>'")
    assert (ran.code, "mailbox 'support' already" in ran.err) == (5, True)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("--imap imaps://me@mail.acme.example", "imaps://me@mail.acme.example/INBOX"),
        ("--imap imap://me%40acme@mail.acme.example:1143/Help", "imap://me%40acme@mail.acme.example:1143/Help"),
        ("--imap imap://me@127.0.0.1", "imap://me@127.0.0.1/INBOX"),
        ("--imap imap://me@mail.acme.example --without-tls", "imap://me@mail.acme.example/INBOX?tls=none"),
        ("--maildir /var/mail/support", "maildir:/var/mail/support"),
        ("--mbox /var/mail/support", "mbox:/var/mail/support"),
    ],
)
def test_a_source_is_kept_as_an_address(run: Run, given: str, kept: str) -> None:
    assert run(f"{ADD} {given}").code == 0
    assert stored(run, "source") == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("--smtp smtps://me@mail.acme.example", "smtps://me@mail.acme.example"),
        ("--smtp smtp://me@mail.acme.example", "smtp://me@mail.acme.example"),
        ("--sendmail /usr/sbin/sendmail", "sendmail:/usr/sbin/sendmail"),
    ],
)
def test_a_target_is_kept_as_an_address(run: Run, given: str, kept: str) -> None:
    assert run(f"{ADD} {given}").code == 0
    assert stored(run, "target") == kept


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        ("--imap imaps://me:secret@mail.acme.example", 2, "a password never stands in an address"),
        ("--imap 'imap://me@mail.acme.example/INBOX?tls=none'", 2, "in the clear"),
        ("--imap imaps://me@mail.acme.example --without-tls", 2, "write imap://"),
        ("--imap http://mail.acme.example", 2, "imaps://user@host"),
        ("--imap imaps://me@mail.acme.example:nine", 2, "cannot be read"),
        ("--imap imaps://me@a.example --maildir /m", 2, "give one of"),
        ("--password-command a --password-file b", 2, "give one of"),
        ("--auto-reply nothing", 4, "no template"),
        ("--team nobody", 4, "no team"),
    ],
)
def test_what_cannot_be_is_refused_and_a_password_is_not_repeated(run: Run, given: str, code: int, told: str) -> None:
    ran = run(f"{ADD} {given}")

    assert (ran.code, told in ran.err) == (code, True), ran.err
    assert "secret" not in ran.err
    assert run("mailbox list").out == ""


def test_one_way_to_the_password_takes_the_place_of_another(run: Run) -> None:
    run(f"{ADD} --password-command 'pass mail'")
    run("mailbox edit support --token-command 'oama access me'")

    assert (stored(run, "password_command"), stored(run, "token_command")) == ("", "oama access me")


def test_only_an_admin_writes_mailboxes(run: Run, agents: object) -> None:
    assert run(f"--as lena {ADD}").code == 5
    run(ADD)
    change = run("changes --json id").json[0]["id"]
    assert run(f"--as lena undo {change}").code == 5


def test_a_removed_team_and_a_renamed_canned_response_are_followed(run: Run) -> None:
    run("team add first-line")
    run("template add received --body 'We have it.'")
    run(f"{ADD} --team first-line --auto-reply received")
    run("template edit received --name got-it")
    run("team remove first-line")

    assert (stored(run, "team"), stored(run, "auto_reply")) == (None, "got-it")
    run("template remove got-it")
    assert stored(run, "auto_reply") == ""


def test_a_test_says_what_works_and_what_does_not(run: Run, tmp_path: Path) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mail" / name).mkdir(parents=True)
    run([*ADD.split(), "--maildir", str(tmp_path / "mail"), "--sendmail", "/nowhere/sendmail"])
    run("mailbox edit support --password-command 'sh -c \"echo secret\"'")

    ran = run("mailbox test support")
    assert ran.out.splitlines() == [
        "password\tworks\tit is there",
        "source\tworks\t0 new messages wait",
        "target\tfails\t/nowhere/sendmail is no program that can be run",
    ]
    assert ran.code == 1


def test_a_test_tells_a_password_that_cannot_be_had_and_a_server_that_is_not_there(run: Run) -> None:
    run(f"{ADD} --imap imap://me@127.0.0.1:9 --smtp smtp://me@127.0.0.1:9 --password-command 'sh -c \"exit 3\"'")

    lines = run("mailbox test support").out.splitlines()
    assert lines[0] == "password\tfails\tthe password command ended with 3"
    assert lines[1].startswith("source\tfails\t127.0.0.1:9 cannot be reached")
    assert lines[2].startswith("target\tfails\t127.0.0.1:9 cannot be reached")


def test_a_test_tells_what_a_server_lacks_in_words(run: Run) -> None:
    with serving() as server:
        at = f"127.0.0.1:{server.port}"
        run(f"{ADD} --smtp smtp://me@{at} --password-command 'sh -c \"exit 3\"'")
        assert run("mailbox test support").out.splitlines()[2] == f"target\tfails\t{at} answers, and wants the password"
    with serving(auth_require_tls=True) as server:
        run(f"mailbox edit support --smtp smtp://me@127.0.0.1:{server.port} --password-command 'echo secret'")
        line = run("mailbox test support").out.splitlines()[2]
        assert line.endswith(" refuses: SMTP AUTH extension not supported by server.")


def test_an_address_that_is_none_is_told_as_it_was_written(run: Run) -> None:
    ran = run("mailbox add support --address support")
    assert (ran.code, ran.err) == (2, "supportdesk: 'support' is not a mail address\n")


def test_the_server_whose_word_counts_is_kept(run: Run) -> None:
    run(f"{ADD} --authserv-id MX.acme.example")
    assert stored(run, "authserv_id") == "mx.acme.example"

    refused = run("mailbox edit support --authserv-id 'mx; dmarc=pass'")
    run("mailbox edit support --authserv-id none")
    assert (refused.code, stored(run, "authserv_id")) == (2, "")
