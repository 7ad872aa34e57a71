"""Names are searched as `fold` gives them, whether SQLite compares the letters itself or folds a name first."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Text, literal, select

from supportdesk.domain.words import fold
from supportdesk.store import name_search
from supportdesk.store.engine import Store

NAMES = st.text(alphabet=st.sampled_from("abzABZ*?[]^-_% '0ёеЁЕйиЙИпПжЖöÖßéłŁΣςσkΩ中ﬁ"), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=NAMES, word=NAMES)
def test_sqlite_finds_what_folding_finds(sqlite_store: Store, name: str, word: str) -> None:
    with sqlite_store.reading() as connection:
        found = connection.execute(select(name_search.holds(literal(name, Text()), word, sqlite=True))).scalar_one()
    assert bool(found) == (fold(word) in fold(name))


@pytest.mark.parametrize(
    ("name", "word"), [("Пётр Ильич", "петр"), ("ПЁТР", "Пётр"), ("Anna O'Neil", "o'n"), ("100% [sic]", "% [s")]
)
def test_a_usual_name_is_found_on_both_databases(store: Store, name: str, word: str) -> None:
    with store.reading() as connection:
        holds = name_search.holds(literal(name, Text()), word, sqlite=store.sqlite)
        assert connection.execute(select(holds)).scalar_one()


@given(st.text(alphabet=st.sampled_from("aZ 7\n«»„“”–—ёЁеЕйЙиИщЩъЪ"), max_size=20))
def test_usual_russian_is_folded_as_any_other_text(text: str) -> None:
    assert fold(text) + "no" == fold(text + "№")
