"""Lines that were broken for the way are put together where words were broken too (RFC 3676)."""

import pytest

from supportdesk.mail.parse import parse
from tests.mail.letters import letter

FLOWED = "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("灯が燃え \nています。", "灯が燃えています。"),
        ("The lamp  \nburns, see https://desk.exam \nple/4711", "The lamp burns, see https://desk.example/4711"),
        ("The lamp \nburns.", "The lamp burns."),
        ("https://desk.example/ \nticket/4711", "https://desk.example/ticket/4711"),
        ("The lamp  \nburns.\n\nIvan", "The lamp burns.\n\nIvan"),
        (" From here.\n  It goes.", "From here.\n It goes."),
        ("  \nThe lamp", "The lamp"),
        ("One.\n-- \nIvan", "One."),
        ("One \n-- \nIvan", "One"),
    ],
)
def test_a_word_that_was_broken_is_whole_again(written: str, said: str) -> None:
    assert parse(letter(f"{written}\n", headers=FLOWED)).text == said


def test_a_quotation_is_joined_with_its_own_lines_alone() -> None:
    body = "> Which  \n> lamp?\n>> The  \n> red one? \nThe blue  \none.\n"
    assert parse(letter(body, headers=FLOWED)).body == "> Which lamp?\n>> The \n> red one?\nThe blue one.\n"


@pytest.mark.parametrize("label", ["format=flowed", "delsp=yes", "format=fixed; delsp=yes"])
def test_lines_of_other_mail_stay_as_they_came(label: str) -> None:
    assert parse(letter("The \nlamp\n", headers=f"Content-Type: text/plain; {label}")).body == "The \nlamp\n"
