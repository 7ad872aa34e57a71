"""A connection that is cut loses nothing and doubles nothing, wherever that is.

Here it is cut around the end of every line; `python -m bench.faults` cuts it at every byte.
"""

from pathlib import Path

from supportdesk.desk import Desk
from tests.mail.cuts import around_dialogue, around_lines, count_from_a_thousand, fetches, mailbox_on, sends
from tests.mail.cutting import WHOLE, cutting
from tests.mail.imap import PASSWORD, running
from tests.mail.posting import mailbox
from tests.mail.smtp_server import serving


def test_a_fetch_that_is_cut_brings_each_message_once(sqlite_desk: Desk, tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text(PASSWORD)
    with running() as server, cutting(server.port, answers_alone=True) as wire, server.client() as client:
        box = mailbox_on(sqlite_desk, wire, str(secret))
        list(fetches(sqlite_desk, box, wire, client, [WHOLE]))
        places = around_lines(wire.answers)
        assert list(fetches(sqlite_desk, box, wire, client, places)) == places


def test_a_letter_that_is_cut_off_comes_once_or_as_the_same_where_its_taking_was_not_heard_of(
    sqlite_desk: Desk,
) -> None:
    with serving() as inbox, cutting(inbox.port) as wire:
        count_from_a_thousand(sqlite_desk)
        mailbox(sqlite_desk, wire.port)
        sends(sqlite_desk, wire, inbox, [WHOLE])
        twice = sends(sqlite_desk, wire, inbox, around_dialogue(wire.said))
    assert twice, "some letters were taken, and the answer was cut"
