"""Ids of the desk's own mails: they lead to their ticket, and made-up ones lead nowhere."""

import pytest
from hypothesis import given, strategies

from supportdesk.domain.mail_ids import mail_id, ticket_of_id

KEY = b"a key of this desk"


@given(strategies.integers(1, 10**12), strategies.uuids())
def test_an_id_leads_to_its_ticket(ticket: int, token: object) -> None:
    assert ticket_of_id(KEY, mail_id(KEY, ticket, str(token).replace("-", ""), "acme.example")) == ticket


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abc@example.org",
        "desk.12.0011223344556677@acme.example",
        mail_id(b"another desk's", 12, "00112233", "acme.example"),
        mail_id(KEY, 12, "00112233", "acme.example").replace("desk.12.", "desk.13."),
        mail_id(KEY, 12, "00112233", "acme.example").replace(".00112233.", ".00112234."),
        mail_id(KEY, 12, "00112233", "acme.example") + "\n",
    ],
)
def test_an_id_that_is_not_ours_or_was_changed_leads_nowhere(written: str) -> None:
    assert ticket_of_id(KEY, written) is None
