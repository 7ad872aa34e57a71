"""Who vouches for a mail: the topmost Authentication-Results, read as RFC 8601 writes it."""

import time

import pytest

from supportdesk.domain.arriving import Vouched
from supportdesk.mail.parse import parse
from supportdesk.mail.vouching import vouched


def told(*results: str, top: str = "From: Boris <boris@acme.example>\n") -> Vouched:
    """What a mail with these results, the topmost first, is vouched for."""
    lines = "".join(f"Authentication-Results: {one}\n" for one in results)
    return vouched(parse(f"{lines}{top}Subject: x\n\ntext\n".encode()).fields)


@pytest.mark.parametrize(
    "written",
    [
        "mx.acme.example; dmarc=pass header.from=acme.example",
        "MX.acme.example 1; DMARC = Pass (p=reject) header.from = ACME.example; spf=fail smtp.mailfrom=other.example",
        "mx.acme.example;\n dkim=pass (2048-bit; key) header.d=acme.example header.i=@acme.example header.b=Zm9v",
        "mx.acme.example; dkim=pass header.i=@acme.example header.s=one",
        "mx.acme.example; dmarc=none header.from=acme.example; spf=pass smtp.mailfrom=boris@acme.example",
        'mx.acme.example; dkim/1=pass reason="good; dmarc=fail" header.d=acme.example.',
    ],
)
def test_a_pass_for_a_domain_vouches_for_it(written: str) -> None:
    assert told(written) == Vouched("mx.acme.example", frozenset({"acme.example"}))


@pytest.mark.parametrize(
    "written",
    [
        "mx.acme.example; none",
        "mx.acme.example; dkim=fail header.d=acme.example; spf=softfail smtp.mailfrom=acme.example",
        "mx.acme.example; dmarc=fail header.from=acme.example; dkim=pass header.d=acme.example",
        "mx.acme.example; auth=pass smtp.auth=acme.example; iprev=pass policy.iprev=acme.example",
        'mx.acme.example; spf=fail smtp.mailfrom="x; dmarc=pass header.from=acme.example"@evil.example',
        "mx.acme.example; spf=fail (says ; dmarc=pass header.from=acme.example) smtp.mailfrom=evil.example",
        'mx.acme.example; spf=fail smtp.mailfrom="x; dmarc=pass header.from=acme.example',
        "mx.acme.example; spf=fail (never closed; dmarc=pass header.from=acme.example",
        "mx.acme.example; spf=fail ) ; dmarc=pass header.from=acme.example",
        "",
        "=; dmarc=pass header.from=acme.example",
    ],
)
def test_what_is_no_pass_vouches_for_nothing(written: str) -> None:
    assert not told(written).domains


def test_results_below_the_topmost_may_have_come_with_the_mail() -> None:
    ours, theirs = "mx.acme.example; spf=none", "mx.acme.example; dmarc=pass header.from=acme.example"

    assert not told(ours, theirs).domains
    assert told(theirs, ours).domains == {"acme.example"}


def test_nobody_vouches_for_a_mail_of_two_authors() -> None:
    twice = "From: <eve@evil.example>\nFrom: <boris@acme.example>\n"

    assert told("mx.acme.example; dmarc=pass header.from=acme.example", top=twice) == Vouched()


def test_results_without_end_are_read_in_time() -> None:
    began = time.process_time()

    for piece in ('"\\', "(", "a=", ";", '"'):
        assert not told("mx.acme.example; " + piece * 200_000).domains
    assert time.process_time() - began < 1
