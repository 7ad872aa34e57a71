"""`config set` writes one setting and leaves the rest of the file as it is."""

from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_a_setting_is_written_above_the_tables_and_comments_stay(run: Run, file: Path) -> None:
    file.write_text('# ours\nagent = "anna"\n\n[keys]\nassign = "w"\n')
    assert run("config set theme light", SUPPORTDESK_CONFIG=str(file)).code == 0
    assert file.read_text() == '# ours\nagent = "anna"\ntheme = "light"\n\n[keys]\nassign = "w"\n'


def test_a_new_file_is_the_agents_alone_and_its_folder_is_made(run: Run, file: Path) -> None:
    place = file.parent / "new" / "config.toml"
    assert run("config set lock_wait 5", SUPPORTDESK_CONFIG=str(place)).code == 0
    assert place.read_text() == "lock_wait = 5.0\n"
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_link_to_the_file_stays_a_link(run: Run, file: Path) -> None:
    kept = file.parent / "dotfiles" / "supportdesk.toml"
    kept.parent.mkdir()
    kept.write_text('theme = "dark"\n')
    file.symlink_to(kept)
    assert run("config set theme light", SUPPORTDESK_CONFIG=str(file)).code == 0
    assert file.is_symlink()
    assert kept.read_text() == 'theme = "light"\n'
    assert [one.name for one in kept.parent.iterdir()] == ["supportdesk.toml"]


def test_with_a_profile_its_table_is_written(run: Run, file: Path) -> None:
    file.write_text('[profiles.work]\nagent = "anna"\n')
    assert run("--profile work config set editor vi", SUPPORTDESK_CONFIG=str(file)).code == 0
    assert file.read_text() == '[profiles.work]\nagent = "anna"\neditor = "vi"\n'


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("theme pink", "theme cannot be 'pink' (from config set); it is dark, light, contrast, terminal or plain"),
        ("tehme light", "unknown setting 'tehme'; did you mean theme?"),
        ("lock_wait soon", "lock_wait cannot be 'soon'"),
        ("notify loud", "it is off, bell or desktop"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(run: Run, file: Path, words: str, said: str) -> None:
    ran = run(f"config set {words}", SUPPORTDESK_CONFIG=str(file))
    assert ran.code == 2
    assert said in ran.err
    assert not file.exists()


def test_a_file_that_is_no_toml_is_left_alone(run: Run, file: Path) -> None:
    file.write_text("theme = [")
    assert run("config set theme light", SUPPORTDESK_CONFIG=str(file)).code == 2
    assert file.read_text() == "theme = ["
