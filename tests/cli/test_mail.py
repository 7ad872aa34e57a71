"""`mail`: mail comes in once, whatever stops halfway, and what cannot be read waits in quarantine."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from supportdesk.desk import Desk
from supportdesk.mail.fetch import SEEN
from supportdesk.store.columns import instant_text
from tests.conftest import Run
from tests.mail.arriving import answer, mail

FIRST = mail(id="first@example.org")


def counts(run: Run, mailbox: str = "support") -> dict[str, int]:
    """The states of a mailbox that are not nought; they add up to what was received."""
    (line,) = [row for row in run("mail status --json").json if row["mailbox"] == mailbox]
    states = {key: line[key] for key in ("new", "threaded", "duplicate", "automatic", "quarantined")}
    assert line["received"] == sum(states.values())
    return {key: number for key, number in states.items() if number}


@pytest.fixture
def maildir(run: Run, tmp_path: Path) -> Path:
    """A maildir with three messages, which a mailbox reads."""
    folder = tmp_path / "mail"
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    deliver(folder, FIRST, answer("first@example.org"), mail("Buy", headers="Precedence: bulk"))
    assert run(["mailbox", "add", "support", "--address", "support@acme.example", "--maildir", str(folder)]).code == 0
    return folder


def deliver(folder: Path, *raws: bytes) -> None:
    """Put messages into `new`."""
    begun = len(list((folder / "new").iterdir())) + len(list((folder / "cur").iterdir()))
    for at, raw in enumerate(raws, begun):
        (folder / "new" / f"17000000{at:02}.M{at}.host").write_bytes(raw)


# pipe


@pytest.mark.parametrize(
    ("raw", "code", "told"),
    [(FIRST, 0, "new on ticket 1"), (b"", 0, "quarantined: the mail is empty"), (b"\xff\x00", 0, "new on ticket 1")],
)
def test_what_is_piped_is_stored_and_said(run: Run, raw: bytes, code: int, told: str) -> None:
    ran = run("mail pipe", given=raw)

    assert (ran.code, ran.out, ran.err) == (code, "", f"{told}\n")


def test_piping_again_changes_nothing(run: Run) -> None:
    run("mail pipe", given=FIRST)

    assert run("mail pipe", given=FIRST).err == "new on ticket 1, known already\n"
    assert run("mail pipe", given=b"Received: by mx\n" + FIRST).err == "duplicate on ticket 1\n"


@pytest.mark.parametrize("given", ["--as nobody", "--as vera", "--store /nowhere/desk.db", "--mailbox none"])
def test_what_cannot_be_stored_now_is_to_be_tried_again(run: Run, agents: object, given: str) -> None:
    ran = run(f"mail pipe {given}", given=FIRST)

    assert (ran.code, "not stored" in ran.err) == (75, True), ran.err
    assert run("count").out == "0\n"


def test_a_locked_store_is_to_be_tried_again(run: Run, desk: Desk) -> None:
    if not desk.store.path:
        pytest.skip("PostgreSQL waits for the rows alone")
    with desk.store.writing():
        assert run("mail pipe", given=FIRST, SUPPORTDESK_LOCK_WAIT="0.2").code == 75


@pytest.mark.parametrize(
    "line", ["mail pipe --nosuch", "mail pipe support", "--store '' mail pipe", "mail pipe --mailbox ''"]
)
def test_a_mail_server_keeps_the_message_where_its_own_words_are_off(run: Run, line: str) -> None:
    ran = run(line, given=FIRST)

    assert ran.code == 75
    assert ran.err.startswith("supportdesk: the message is not stored: ")
    assert run("count").out == "0\n"


def test_a_piped_message_finds_the_mailbox_that_it_was_sent_to(run: Run) -> None:
    run("mailbox add support --address support@acme.example")
    run("mailbox add sales --address sales@acme.example")
    run("mail pipe", given=mail(to="x@example.org, sales+7@acme.example"))

    assert counts(run, "sales") == {"new": 1}


# fetch


def test_a_maildir_is_fetched_once_and_its_messages_are_marked(run: Run, maildir: Path) -> None:
    ran = run("mail fetch")

    assert ran.err == "support: received 3: 1 new, 1 threaded, 1 automatic\n"
    assert list((maildir / "new").iterdir()) == []
    assert all(path.name.endswith(":2,S") for path in (maildir / "cur").iterdir())
    assert run("mail fetch").err == "support: received 0\n"
    assert counts(run) == {"new": 1, "threaded": 1, "automatic": 1}


def test_what_was_stored_but_not_marked_is_marked_and_not_doubled(run: Run, maildir: Path) -> None:
    run("mail fetch")
    for path in list((maildir / "cur").iterdir()):
        path.rename(maildir / "new" / path.name.partition(":")[0])

    assert run("mail fetch").err == "support: received 0; 3 known already\n"
    assert (counts(run), list((maildir / "new").iterdir())) == ({"new": 1, "threaded": 1, "automatic": 1}, [])


def test_another_message_under_the_name_of_one_that_arrived_is_taken_in_once_and_both_files_stay(
    run: Run, maildir: Path
) -> None:
    run("mail fetch")
    name = "1700000000.M0.host"
    (maildir / "new" / name).write_bytes(mail("Other", subject="Other"))
    assert run("mail fetch").err == "support: received 1: 1 new\n"
    assert sorted(path.name for path in (maildir / "cur").glob(f"{name}*")) != [f"{name}:2,S"]
    for path in (maildir / "cur").glob(f"{name}*"):
        path.rename(maildir / "new" / path.name.partition(":")[0])
    assert run("mail fetch").err == "support: received 0; 2 known already\n"
    assert (len(list((maildir / "cur").iterdir())), run("mail log --json").json[0]["subject"]) == (4, "Other")


def test_a_message_that_changed_under_its_name_and_id_is_a_duplicate_that_is_kept_as_it_came(
    run: Run, maildir: Path
) -> None:
    run("mail fetch")
    (maildir / "cur" / "1700000000.M0.host:2,S").unlink()
    (maildir / "new" / "1700000000.M0.host").write_bytes(FIRST + b"More words.\n")
    assert run("mail fetch").err == "support: received 1: 1 duplicate\n"
    assert b"More words." in run(f"mail quarantine show {run('mail log --json').json[0]['id']}").out.encode()


def test_two_names_of_one_base_hide_no_message(run: Run, maildir: Path) -> None:
    for at, name in enumerate(("z.host", "z.host:2,F")):
        (maildir / "new" / name).write_bytes(mail(f"Twin {at}", subject=f"Twin {at}"))
    assert run("mail fetch").err == "support: received 5: 3 new, 1 threaded, 1 automatic\n"
    assert len(list((maildir / "cur").iterdir())) == 5


def test_both_copies_of_a_mail_that_are_put_back_into_new_are_known(run: Run, maildir: Path) -> None:
    deliver(maildir, b"X-List: the same mail, as a list sent it\n" + FIRST)
    assert run("mail fetch").err == "support: received 4: 1 new, 1 threaded, 1 duplicate, 1 automatic\n"
    for path in (maildir / "cur").iterdir():
        path.rename(maildir / "new" / path.name.partition(":")[0])
    assert run("mail fetch").err == "support: received 0; 4 known already\n"


def test_a_message_that_could_not_be_read_is_taken_in_when_it_can(
    run: Run, maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (maildir / "new" / "9.late").write_bytes(mail("Late", subject="Late") + b"x" * 5_000)
    with monkeypatch.context() as patch:
        patch.setattr("supportdesk.mail.mailbox.MAXIMUM_SIZE", 4_000)
        assert run("mail fetch").err.endswith("1 quarantined\n")
    (maildir / "cur" / f"9.late{SEEN}").rename(maildir / "new" / "9.late")
    assert run("mail fetch").err == "support: received 1: 1 new\n"
    assert run("list subject:Late --ids").out


def test_what_cannot_be_read_stops_nothing(run: Run, maildir: Path) -> None:
    (maildir / "new" / "0.empty").write_bytes(b"")

    assert run("mail fetch").code == 0
    assert counts(run) == {"new": 1, "threaded": 1, "automatic": 1, "quarantined": 1}


def test_one_mailbox_that_fails_keeps_no_other_from_its_mail(run: Run, maildir: Path) -> None:
    run("mailbox add broken --address a@acme.example --maildir /nowhere")

    ran = run("mail fetch")
    assert (ran.code, "mailbox broken: the maildir /nowhere cannot be read" in ran.err) == (6, True)
    assert counts(run) == {"new": 1, "threaded": 1, "automatic": 1}


def test_a_paused_mailbox_is_left_alone(run: Run, maildir: Path) -> None:
    run("mailbox edit support --paused")

    assert run("mail fetch").code == 4
    assert len(list((maildir / "new").iterdir())) == 3


def test_an_mbox_is_read_again_and_only_what_is_new_arrives(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "box"
    file.write_bytes(b"From ivan@example.org Mon Nov 16 12:30:15 2026\n" + FIRST + b"\n")
    run(["mailbox", "add", "support", "--address", "support@acme.example", "--mbox", str(file)])
    run("mail fetch")
    with file.open("ab") as stream:
        stream.write(b"From ivan@example.org Mon Nov 16 12:31:15 2026\n" + answer("first@example.org") + b"\n")

    assert run("mail fetch").err == "support: received 1: 1 threaded\n"
    assert run("mail fetch").err == "support: received 0\n"
    (tmp_path / "box.lock").touch()
    assert run("mail fetch").code == 6


# processes

FETCH = "import sys; from supportdesk.__main__ import answer; sys.argv = ['supportdesk', 'mail', 'fetch']; answer()"

STOPPED = """
import os, signal, sys
from pathlib import Path
from supportdesk.mail import receive
receive.HOLDING = 60.0
Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""
"""Ends a fetch where it marks its first message; a slow machine does not part what it takes in together."""


def start(place: str, home: Path, script: str, now: str) -> "subprocess.Popen[bytes]":
    """A fetch in a process of its own."""
    environment = {**os.environ, "SUPPORTDESK_STORE": place, "SUPPORTDESK_AS": "anna", "SUPPORTDESK_NOW": now}
    environment |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    return subprocess.Popen([sys.executable, "-c", script], env=environment, stderr=subprocess.PIPE)


@pytest.mark.both
def test_two_processes_that_fetch_one_maildir_at_once_take_each_message_once(
    run: Run, maildir: Path, place: str, desk: Desk, tmp_path: Path
) -> None:
    deliver(maildir, *[mail(f"Matter {at}", subject=f"Matter {at}") for at in range(7)])
    both = [start(place, tmp_path, FETCH, instant_text(desk.clock())) for _ in range(2)]
    said = [one.communicate(timeout=60)[1] for one in both]

    assert [one.returncode for one in both] == [0, 0], said
    assert counts(run) == {"new": 8, "threaded": 1, "automatic": 1}
    assert (run("count number>0").out, len(list((maildir / "cur").iterdir()))) == ("8\n", 10)


@pytest.mark.both
def test_a_kill_between_commit_and_marking_doubles_nothing(
    run: Run, maildir: Path, place: str, desk: Desk, tmp_path: Path
) -> None:
    killed = start(place, tmp_path, STOPPED + FETCH, instant_text(desk.clock()))
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    # On a file, mails that lie there together are committed together.
    first, then = (1, "2: 1 threaded, 1 automatic; 1") if "postgres" in place else (3, "0; 3")
    assert (sum(counts(run).values()), len(list((maildir / "new").iterdir()))) == (first, 3)

    assert run("mail fetch").err == f"support: received {then} known already\n"
    assert counts(run) == {"new": 1, "threaded": 1, "automatic": 1}
    assert run("db check").code == 0


# quarantine


def test_quarantine_lists_shows_retries_and_discards(run: Run) -> None:
    run("mail pipe", given=FIRST)
    raw = mail("Mine", sender="olga@example.org", id="first@example.org")
    run("mail pipe", given=raw)
    run("mail pipe", given=b"")

    rows = run("mail quarantine list --json id,reason").json
    assert [row["reason"] for row in rows] == [
        "its Message-ID is that of a mail by ivan@example.org",
        "the mail is empty",
    ]
    first, second = (row["id"] for row in rows)
    assert run(f"mail quarantine show {first}").out.encode() == raw
    assert (
        run("mail quarantine retry all").err == f"{first}: new on ticket 2\n{second}: quarantined: the mail is empty\n"
    )
    assert run(f"mail quarantine discard {second}").code == 0
    assert run("mail quarantine list").out == ""
    assert counts(run, "(none)") == {"new": 2, "quarantined": 1}
    assert run(f"mail quarantine discard {second}").code == 5
    assert run("mail quarantine show 99").code == 4


def test_quarantine_takes_all_of_its_numbers_or_none_and_each_of_them_once(run: Run) -> None:
    for raw in (FIRST, mail("Mine", sender="olga@example.org", id="first@example.org"), b""):
        run("mail pipe", given=raw)

    ran = run("mail quarantine retry 2 99")
    assert (ran.code, ran.err.splitlines()[0]) == (4, "supportdesk: no arrival 99")
    assert run("mail quarantine list --ids").out == "2\n3\n", "nothing was tried"
    assert run("mail quarantine retry 2 2").err == "2: new on ticket 2\n"
    assert run("mail quarantine discard 3 3").err.startswith("discarded 1 (change ")


@pytest.mark.parametrize("what", ["retry", "discard"])
def test_an_empty_quarantine_is_told_and_no_change_is_named(run: Run, what: str) -> None:
    assert run(f"mail quarantine {what} all").err == "nothing is in quarantine\n"


def test_a_discarded_message_comes_back_with_undo(run: Run) -> None:
    run("mail pipe", given=b"")
    run("mail quarantine discard 1")
    run("undo")

    assert run("mail quarantine list --ids").out == "1\n"


def test_hostile_words_reach_no_terminal(run: Run) -> None:
    run("mail pipe", given=mail("x", sender="\x1b]0;owned\x07 <a\x1b[2J@b.example>", subject="\x1b[2Jboo"))
    run("mail pipe", given=b"\x1b[2J" * 3)

    for line in ("mail log", "mail status", "why 1", "mail log --json"):
        assert "\x1b" not in run(line).out, line
