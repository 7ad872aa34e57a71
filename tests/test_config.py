"""Settings: which place wins, where each value came from, and what is refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from supportdesk.config import Settings, clock, resolve
from supportdesk.errors import UsageError
from supportdesk.passwords import without_password


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def settled(file: Path, **more: str) -> Settings:
    flags = {name.removeprefix("flag_"): value for name, value in more.items() if name.startswith("flag_")}
    environment = {name: value for name, value in more.items() if not name.startswith("flag_")}
    fixed = {"SUPPORTDESK_CONFIG": str(file), "XDG_DATA_HOME": "/data", "LOGNAME": "olga"}
    return resolve({**fixed, **environment}, flags=flags)


def test_with_nothing_said_the_store_is_the_users_own(file: Path) -> None:
    found = settled(file)

    assert (found.store, found.agent, found.color) == ("/data/supportdesk/desk.db", "olga", "auto")
    assert set(found.origins.values()) == {"default"}


def test_a_flag_wins_over_the_environment_the_profile_and_the_file(file: Path) -> None:
    file.write_text('agent = "file"\n[profiles.team]\nagent = "profile"\n')

    assert settled(file).agent == "file"
    assert settled(file, SUPPORTDESK_PROFILE="team").agent == "profile"
    assert settled(file, SUPPORTDESK_PROFILE="team", SUPPORTDESK_AS="env").agent == "env"
    assert settled(file, SUPPORTDESK_PROFILE="team", SUPPORTDESK_AS="env", flag_agent="flag").agent == "flag"


def test_each_value_tells_where_it_came_from(file: Path) -> None:
    file.write_text('profile = "team"\nlock_wait = 5\n[profiles.team]\nagent = "vera"\n')

    found = settled(file, SUPPORTDESK_COLOR="never", flag_store="desk.db")

    assert found.origins["store"] == "flag"
    assert found.origins["color"] == "SUPPORTDESK_COLOR in the environment"
    assert found.origins["agent"] == f"{file} [profiles.team]"
    assert found.origins["lock_wait"] == str(file)
    assert found.origins["pager"] == "default"


def test_an_address_read_from_a_file_may_end_with_its_line(file: Path) -> None:
    assert settled(file, SUPPORTDESK_STORE="postgresql://desk@db/desk\n").store == "postgresql://desk@db/desk"
    assert settled(file, flag_store="/data/a desk ").store == "/data/a desk "


def test_an_empty_variable_says_nothing(file: Path) -> None:
    assert settled(file, SUPPORTDESK_AS="").agent == "olga"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("store = ]", "line 1"),
        ('stroe = "x"', "unknown setting 'stroe'; did you mean store"),
        ('[profiles.team]\nagnet = "x"', "profiles.team"),
        ("profiles = 5", "profiles are tables"),
        ("store = 5", "store cannot be 5"),
        ('agent = ["a"]', "agent cannot be"),
        ('color = "blue"', "it is auto, always or never"),
        ("lock_wait = -1", "lock_wait cannot be -1"),
        ("lock_wait = nan", "lock_wait cannot be nan"),
        ('full_sync = "perhaps"', "it is true or false"),
        ('address = "nowhere"', "it is a mail address"),
        ('profile = "home"', "no profile 'home'"),
    ],
)
def test_a_file_that_says_what_cannot_be_is_refused_with_its_place(file: Path, text: str, told: str) -> None:
    file.write_text(text)
    more = {"SUPPORTDESK_PROFILE": "team"} if "profiles.team" in text else {}

    with pytest.raises(UsageError) as refused:
        settled(file, **more)

    assert told in refused.value.message
    assert str(file) in refused.value.message


def test_a_file_that_is_no_text_or_no_file_is_refused(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match=r"config\.toml"):
        settled(file)
    with pytest.raises(UsageError, match="cannot read"):
        settled(tmp_path)


def test_a_byte_order_mark_is_read_over(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbfagent = "vera"\n')

    assert settled(file).agent == "vera"


def test_an_unknown_profile_is_told_with_those_that_there_are(file: Path) -> None:
    file.write_text('[profiles.team]\nstore = "a"\n[profiles.home]\n')

    with pytest.raises(UsageError, match=r"no profile 'tean' in .*; there are team, home"):
        settled(file, SUPPORTDESK_PROFILE="tean")


def test_no_password_is_listed(file: Path) -> None:
    found = settled(file, SUPPORTDESK_STORE="postgresql://anna:s3cret@db.example/desk?sslpassword=s3cret&x=1")

    shown = {one.name: one.value for one in found.listed()}
    assert shown["store"] == "postgresql://anna@db.example/desk?sslpassword=…&x=1"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://anna:s3cret@db/desk",
        "postgresql://anna:p@s3cret@db/desk",
        "postgresql://anna:p/s3cret@db/desk",
        "postgresql://:s3cret@db/desk",
        "postgresql://db/desk?user=anna&PASSWORD=s3cret",
    ],
)
def test_a_password_is_hidden_however_it_is_written(url: str) -> None:
    assert "s3cret" not in without_password(url)


def test_the_clock_can_be_fixed() -> None:
    assert clock({}) is None
    assert clock({"SUPPORTDESK_NOW": "2026-11-21T12:00:00.5+03:00"}) == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert clock({"SUPPORTDESK_NOW": "2026-11-21T09:00:00"}) == datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.mark.parametrize("text", ["noon", "0001-01-01T00:00:00+14:00", "2026-13-01"])
def test_a_clock_that_shows_no_time_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="SUPPORTDESK_NOW is"):
        clock({"SUPPORTDESK_NOW": text})
