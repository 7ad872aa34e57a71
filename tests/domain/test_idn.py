"""Addresses under international domains are one address in both ways of writing them."""

import pytest

from supportdesk.domain.idn import known_as, mailable


@pytest.mark.parametrize(
    ("read", "known"),
    [
        ("info@пример.рф", "info@xn--e1afmkfd.xn--p1ai"),
        ("info@bücher.example", "info@xn--bcher-kva.example"),
        ("info@straße.example", "info@xn--strae-oqa.example"),
        ("info@例え.jp", "info@xn--r8jz45g.jp"),
        ("info@иванов.com", "info@xn--80adbv1ag.com"),
        ("info@example.org", "info@example.org"),
    ],
)
def test_an_address_is_read_in_letters_and_written_to_as_servers_know_it(read: str, known: str) -> None:
    assert known_as(known) == known_as(known.upper()) == known_as(read) == read
    assert mailable(read) == mailable(known) == known


def test_what_people_type_otherwise_is_the_same_address() -> None:
    assert known_as("INFO@Пример。РФ") == "info@пример.рф"


@pytest.mark.parametrize(
    "address",
    [
        "info@xn--pple-43d.com",
        "info@xn--80ak6aa92e.com",
        "info@xn--n3h.net",
        "info@xn--zz",
        "info@xn--.com",
        "xn--",
        "@",
    ],
)
def test_a_domain_that_looks_like_another_or_is_none_is_left_as_it_came(address: str) -> None:
    assert known_as(address) == mailable(address) == address


@pytest.mark.parametrize("domain", ["ж" * 5000, "xn--" + "a" * 5000, "\ud800.example", "xn--\x00", "☃" * 60, "a..рф"])
def test_no_domain_breaks_its_reading(domain: str) -> None:
    assert known_as(f"info@{domain}").startswith("info@")
    assert mailable(f"info@{domain}").startswith("info@")
