"""No bytes at all make reading a mail fail."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supportdesk.mail.html import to_text
from supportdesk.mail.parse import message_id, parse
from supportdesk.mail.quotes import split
from tests.mail.letters import PLAIN, WORDS, letter, multipart, part

SEEDS = (
    PLAIN,
    letter(WORDS, charset="koi8-r", headers="Content-Transfer-Encoding: 8bit"),
    multipart(
        multipart(part(b"plain"), part(b"<p>html</p>", "text/html"), kind="alternative"),
        part(bytes(range(256)), "image/png", headers="Content-Disposition: attachment; filename*0*=utf-8''%D0\n"),
        part(PLAIN, "message/rfc822"),
    ),
)
PIECES = (
    b"\n",
    b"\r\n",
    b"\0",
    b"=?utf-8?B?",
    b"?=",
    b"--",
    b"Content-Type: multipart/x; boundary=a\n",
    b'"',
    b"<",
    b"\xff",
    b": ",
)
QUIET = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@given(st.binary(max_size=400))
@QUIET
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    assert parse(raw).message_id == message_id(raw) != ""


@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 40), st.sampled_from(PIECES)), max_size=8),
)
@QUIET
def test_a_mail_damaged_anywhere_is_still_a_mail(raw: bytes, damages: list[tuple[int, int, bytes]]) -> None:
    for at, length, piece in damages:
        raw = raw[:at] + piece + raw[at + length :]
    mail = parse(raw)
    assert mail.message_id == message_id(raw)
    assert "\0" not in mail.body + mail.subject + mail.text
    assert all(value.count("\n") == 0 for _, value in mail.headers)


@given(st.text(alphabet="<>a/!-'\"= bpr&#;\n", max_size=200))
@QUIET
def test_any_text_is_html(markup: str) -> None:
    to_text(markup)


LINES = (
    "> old",
    "new words",
    "",
    "On 16.11.2026 18:26, Help <h@desk.example> wrote:",
    "-- ",
    "From: a",
    "Sent: 1.1.2026",
    "Sent from my x",
    "__",
)


@given(st.lists(st.sampled_from(LINES), max_size=30))
@QUIET
def test_both_halves_of_a_body_hold_every_word_of_it(lines: list[str]) -> None:
    body = "\n".join(lines)
    halves = split(body)
    assert sorted((halves.text + "\n" + halves.quoted).split()) == sorted(body.split())
    assert bool(halves.text) == bool(body.strip())
