"""Canned responses: filled in, checked when written, and unable to reach for Python."""

import pytest

from supportdesk.domain import template
from supportdesk.errors import UsageError

VALUES = {
    "customer": {"name": "Анна Ким", "first_name": "Анна", "email": "a@example.org", "organization": ""},
    "ticket": {"number": "12", "subject": "{{ agent.name }}", "status": "open"},
    "agent": {"name": "Boris", "login": "boris"},
}


def test_placeholders_are_filled_in() -> None:
    assert (
        template.render("Здравствуйте, {{ customer.first_name }}! #{{ ticket.number }}", VALUES)
        == "Здравствуйте, Анна! #12"
    )


def test_what_a_customer_wrote_is_never_read_as_a_template() -> None:
    assert template.render("{{ ticket.subject }}", VALUES) == "{{ agent.name }}"


def test_a_fallback_stands_where_there_is_no_value() -> None:
    assert template.render('{{ customer.organization | default("your company") }}', VALUES) == "your company"


def test_what_nothing_is_known_for_is_left_to_whoever_goes_on_writing() -> None:
    body = "{{ customer.organization }}: {{ customer.first_name }}{{ customer.organization | default('!') }}"

    assert template.render(body, VALUES, showing_unfilled=True) == "{{ customer.organization }}: Анна!"
    assert template.render(body, VALUES) == ": Анна!"


def test_a_condition_finds_nothing_where_nothing_is_known() -> None:
    body = "{% if customer.organization %}of {{ customer.organization }}{% else %}alone{% endif %}"

    assert template.render(body, VALUES, showing_unfilled=True) == "alone"


def test_conditions_choose_between_texts() -> None:
    body = '{% if ticket.status == "open" %}We are on it.{% else %}Done.{% endif %}'

    assert template.render(body, VALUES) == "We are on it."


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{{ customer.nmae }}", "no placeholder 'customer.nmae'; did you mean customer.name"),
        ("{{ config }}", "no placeholder 'config'"),
        ("{{ customer.name.__class__ }}", "no placeholder 'customer.name.__class__'"),
        ("{{ ''.__class__.__mro__ }}", "no placeholder"),
        ("{{ customer['name'] }}", "nothing else"),
        ("{{ 'x' * 1000000000 }}", "nothing else"),
        ("{{ 9 ** 9 ** 9 }}", "nothing else"),
        ("{% for x in customer.name %}{{ x }}{% endfor %}", "nothing else"),
        ("{% set x = 1 %}", "nothing else"),
        ("{% include '/etc/passwd' %}", "nothing else"),
        ("{% import 'os' as os %}", "nothing else"),
        ("{{ customer.name.upper() }}", "nothing else"),
        ("{{ customer.name | attr('x') }}", "no filter 'attr'"),
        ("{{ customer.name", "line 1"),
        ("{% if %}", "line 1"),
        ("{{" * 5000, "line 1|nested"),
        ("x" * 100_001, "at most 100,000"),
    ],
)
def test_anything_but_placeholders_and_conditions_is_refused(body: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        template.check(body)
