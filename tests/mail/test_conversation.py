"""Letters go on in the conversations of Outlook and Exchange, which thread by Thread-Topic and Thread-Index."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from supportdesk.domain.letters import Letter
from supportdesk.mail.compose import compose
from supportdesk.mail.headers import read_block
from tests.mail import posting

BEGUN = datetime(2026, 11, 20, 9, tzinfo=UTC)
GUID = bytes(range(16))
LETTER = replace(posting.LETTER, references=("asked@example.org",), begun=BEGUN, at=BEGUN + timedelta(hours=1))


def filetime(at: datetime) -> int:
    return int((at - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7


def by_outlook(index: bytes, *, topic: str = "The printer is on fire") -> bytes:
    written = base64.b64encode(index).decode()
    return f"Subject: Re: printer\r\nThread-Topic: {topic}\r\nThread-Index: {written}\r\n\r\nIt burns.".encode()


def sent(letter: Letter) -> Mapping[str, str]:
    raw = compose(letter)
    block = read_block(raw, 0, len(raw))
    return {name: block.text(name) for name in ("thread-topic", "thread-index")}


def index(letter: Letter) -> bytes:
    return base64.b64decode(sent(letter)["thread-index"], validate=True)


def minutes(response: bytes) -> float:
    """What a place in a conversation says of the time since it began."""
    span = int.from_bytes(response[:4], "big")
    ticks = (span & 0x7FFFFFFF) << 23 if span >> 31 else span << 18
    return ticks / 600_000_000


NEW_WAY = b"\x01" + (filetime(BEGUN) >> 24).to_bytes(5, "big") + GUID
OLD_WAY = (filetime(BEGUN) >> 16).to_bytes(6, "big") + GUID


@pytest.mark.parametrize("theirs", [NEW_WAY, OLD_WAY, NEW_WAY + bytes(5), OLD_WAY + b"\1\2\3\4\5" * 9])
def test_an_answer_to_outlook_stands_below_its_mail_an_hour_after_the_beginning(theirs: bytes) -> None:
    ours = index(replace(LETTER, answered=by_outlook(theirs)))

    assert ours[:-5] == theirs
    assert minutes(ours[-5:]) == pytest.approx(60, abs=0.1)


def test_an_answer_after_years_says_so_too() -> None:
    late = replace(LETTER, answered=by_outlook(NEW_WAY), at=BEGUN + timedelta(days=3000))

    assert minutes(index(late)[-5:]) == pytest.approx(3000 * 24 * 60, rel=0.001)


def test_the_topic_is_theirs_whatever_the_ticket_is_called_now() -> None:
    renamed = replace(LETTER, subject="Re: Fire in room 12", answered=by_outlook(NEW_WAY))

    assert sent(renamed)["thread-topic"] == "The printer is on fire"


def test_a_russian_topic_arrives_as_it_was() -> None:
    theirs = by_outlook(NEW_WAY, topic="=?utf-8?B?" + base64.b64encode("Принтер горит".encode()).decode() + "?=")

    assert sent(replace(LETTER, answered=theirs))["thread-topic"] == "Принтер горит"


def test_letters_to_somebody_whose_program_knows_neither_field_share_a_conversation() -> None:
    first = replace(LETTER, answered=b"Subject: AW: RE: Fire\r\n\r\nIt burns.")
    later = replace(
        first, message_id="third@acme.example", at=BEGUN + timedelta(days=2), in_reply_to="more@example.org"
    )

    assert index(first)[:22] == index(later)[:22]
    assert index(first)[22:] != index(later)[22:]
    assert sent(first)["thread-topic"] == "Fire"


def test_who_answers_the_desk_s_own_first_mail_is_answered_in_its_conversation() -> None:
    ours = replace(LETTER, message_id="first@acme.example", in_reply_to="", references=())
    later = replace(LETTER, references=("first@acme.example", "asked@example.org"))

    assert len(index(ours)) == 22
    assert index(later)[:22] == index(ours)


@pytest.mark.parametrize(
    "written",
    ["", "AdX", "not base64 at all!", base64.b64encode(NEW_WAY[:-1]).decode(), base64.b64encode(bytes(22)).decode()],
)
def test_what_is_no_index_is_not_gone_on_with(written: str) -> None:
    theirs = f"Subject: Fire\nThread-Index: {written}\n\nIt burns.".encode()

    assert index(replace(LETTER, answered=theirs))[:22] == index(LETTER)[:22]


def test_an_index_that_has_grown_for_years_grows_no_further() -> None:
    full = NEW_WAY + bytes(5 * 100)

    assert index(replace(LETTER, answered=by_outlook(full))) == full
    assert index(replace(LETTER, answered=by_outlook(full + bytes(5))))[:22] == index(LETTER)[:22]


def test_a_topic_cannot_become_another_field() -> None:
    hostile = b"Thread-Topic: =?utf-8?Q?a=0D=0ABcc:_all@example.org?=\r\n\r\n"
    raw = compose(replace(LETTER, answered=hostile))

    assert not read_block(raw, 0, len(raw)).has("bcc")
    assert b"\nBcc" not in raw
