"""Text becomes the words that are searched for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain import words
from supportdesk.domain.search import Sought, seek
from tests.characters import WRITTEN
from tests.store.oracle import occurs


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Card DECLINED", "card declined"),
        ("Ёлка, ёж", "елка, еж"),
        ("Йод и Иод", "йод и иод"),
        ("и\u0306од", "йод"),
        ("Résumé naïve", "resume naive"),
        ("Straße", "strasse"),
        ("ﬁx ＡＢＣ １２", "fix abc 12"),
        ("Łódź Ørsted", "lodz orsted"),
        ("ΟΔΟΣ", "οδοσ"),
        ("İstanbul", "istanbul"),
        ("pass\u00adword zero\u200bwidth", "password zerowidth"),
        ("\u202egnp.exe", "gnp.exe"),
        ("ガ か\u3099", "ガ が"),
        ("한국어", "한국어"),
    ],
)
def test_folding_overlooks_what_a_search_should(text: str, folded: str):
    assert words.fold(text) == folded


def test_short_i_stays_apart_from_i():
    assert words.fold("мой") != words.fold("мои")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("anna.petrova@mail.example.org", ["anna", "petrova", "mail", "example", "org"]),
        ("re-open, don't: 12:30", ["re", "open", "don", "t", "12", "30"]),
        ("東京タワーへ", list("東京タワーへ")),
        ("iPhone14をpay", ["iphone14", "を", "pay"]),
        ("한국어", ["한", "국", "어"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("snake_case", ["snake", "case"]),
        ("x" * 100, ["x" * 64]),
        ("🔥 — …", []),
        ("", []),
    ],
)
def test_tokens_are_runs_of_letters_and_digits(text: str, found: list[str]):
    assert list(words.tokens(text)) == found


@pytest.mark.parametrize(
    "forms",
    [
        "declined declining declines",
        "принтер принтера принтерами",
        "оплата оплаты оплатой",
        "ticket tickets",
        "ёлка елки",
    ],
)
def test_forms_of_one_word_have_one_stem(forms: str):
    assert len(set(words.stems(forms))) == 1


def test_other_scripts_and_numbers_stay_as_they_are():
    assert words.stems("2026 ελληνικα 東") == ["2026", "ελληνικα", "東"]


def test_no_text_yields_the_word_between_the_parts_of_a_document():
    assert words.BREAK not in words.stems(f"{words.BREAK} a{words.BREAK}b")


@given(st.text(WRITTEN))
def test_folding_twice_changes_nothing(text: str):
    assert words.fold(words.fold(text)) == words.fold(text)


@given(st.text(WRITTEN))
def test_stems_are_those_of_the_tokens_and_plain_words(text: str):
    stems = words.stems(text)
    assert stems == [words.stem(token) for token in words.tokens(text)]
    assert all(0 < len(stem) <= 66 and not any(map(str.isspace, stem)) for stem in stems)


def test_the_caches_of_words_are_bounded(monkeypatch: pytest.MonkeyPatch):
    caches = (words._tokens, words._runs, words._pieces)
    for cache in caches:
        cache.clear()
    monkeypatch.setattr(words, "CACHED", 50)
    for letter in ("d", "д"):
        words.stems(" ".join(f"wor{letter}{number}, wor{letter}ier{number}" for number in range(500)))
    assert all(caches)
    assert all(len(cache) <= 50 for cache in caches)
    for cache in caches:
        cache.clear()


VOCABULARY = [
    "declined",
    "declining",
    "payments",
    "refunded",
    "organization",
    "university",
    "relational",
    "hopefulness",
    "printers",
    "installation",
    "activated",
    "generously",
    "cancellations",
    "responsible",
    "effective",
    "accounts",
    "invoices",
    "ponies",
    "charging",
    "subscriptions",
    "принтера",
    "печатает",
    "оплаченный",
    "оплата",
    "уведомление",
    "настройками",
    "отправления",
    "пользователям",
    "возвращается",
    "подтверждение",
    "документами",
    "сотрудникам",
    "картами",
    "доставленный",
    "позвоните",
    "обновляется",
    "регистрация",
]


@pytest.mark.parametrize("word", VOCABULARY)
def test_every_beginning_of_a_word_finds_it(word: str):
    for length in range(1, len(word) + 1):
        assert occurs(seek(word[:length], prefix=True), words.stems(word)), word[:length]


@pytest.mark.parametrize(
    ("beginning", "other"), [("card", "car"), ("decl", "dec"), ("ans", "an"), ("account", "act"), ("принтер", "принц")]
)
def test_a_beginning_does_not_find_shorter_words(beginning: str, other: str):
    assert not occurs(seek(beginning, prefix=True), words.stems(other))


def test_a_phrase_is_found_in_its_order_alone():
    document = words.stems("Your card was declined")
    assert occurs(seek("cards was"), document)
    assert not occurs(seek("declined was"), document)
    assert not occurs(seek("card declined"), document)


def test_an_address_is_a_phrase_of_its_parts():
    assert occurs(seek("anna@example.org"), words.stems("From: Anna <anna@example.org>"))
    assert not occurs(seek("anna@example.org"), words.stems("anna at other example dot org"))


def test_the_last_word_of_a_phrase_may_be_a_beginning():
    assert seek("card decl", prefix=True) == Sought(("card",), "decl")
    assert occurs(seek("card decl", prefix=True), words.stems("the card declined"))


def test_text_without_letters_looks_for_nothing():
    assert not seek("!!!")
    assert not seek("*", prefix=True)


@pytest.mark.parametrize("line", ["Paid cards, twice 7", "Оплата не прошла - 7", "", "—", "東京 cafés"])
def test_the_stems_of_a_long_text_as_far_as_wanted_are_the_beginning_of_all(line: str) -> None:
    text = "\n".join([line, "the card was declined"] * 40)
    whole = words.stemmed(text)

    for most in (0, 1, 30, 100, 300, len(whole), 10_000):
        found = words.stemmed_as_far(text, most)
        assert whole.startswith(found)
        assert found == whole or len(found) > most
