"""Settings: where each may come from, in which order, and what it finally is.

Precedence: flag, then `SUPPORTDESK_…` in the environment, then `config.toml` (the profile's table over the top
level), then the default. Nothing here opens a store.
"""

import getpass
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from supportdesk.config_file import Given, keys_of, table_of, text_of
from supportdesk.errors import UsageError
from supportdesk.homes import at_home
from supportdesk.passwords import without_password

APP = "supportdesk"
TABLES = frozenset({"profiles", "keys"})
"""What of the config file is a table and no setting."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value and where it came from, as `config show --origin` prints it."""

    name: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the edges need to open a desk; immutable once resolved."""

    store: str
    agent: str
    profile: str
    color: str
    lock_wait: float
    full_sync: bool
    editor: str
    pager: str
    address: str
    after: str
    theme: str
    notify: str
    signs: str
    origins: Mapping[str, str]
    keys: tuple[Given, ...] = ()

    def listed(self) -> list[Setting]:
        """Each setting with its origin, in the order of definition, then the keys that the config file gives."""
        shown = [(item.name, getattr(self, item.name)) for item in fields(self) if item.name not in ("origins", "keys")]
        return [
            *(Setting(name, without_password(_word(value)), self.origins[name]) for name, value in shown),
            *(Setting(f"keys.{one.name}", ", ".join(one.words), one.place) for one in self.keys),
        ]


DEFAULTS: dict[str, object] = {
    "store": "",
    "agent": "",
    "profile": "",
    "color": "auto",
    "lock_wait": 30.0,
    "full_sync": False,
    "editor": "",
    "pager": "",
    "address": "support@supportdesk.invalid",
    "after": "stay",
    "theme": "dark",
    "notify": "off",
    "signs": "auto",
}

THEMES = ("dark", "light", "contrast", "terminal", "plain")
"""The looks of the console."""

CHOICES = {
    "color": ("auto", "always", "never"),
    "after": ("stay", "list", "next"),
    "theme": THEMES,
    "notify": ("off", "bell", "desktop"),
    "signs": ("auto", "unicode", "ascii"),
}
"""Settings that are one of a few words."""

VARIABLES = {
    "store": "SUPPORTDESK_STORE",
    "agent": "SUPPORTDESK_AS",
    "profile": "SUPPORTDESK_PROFILE",
    "color": "SUPPORTDESK_COLOR",
    "lock_wait": "SUPPORTDESK_LOCK_WAIT",
    "full_sync": "SUPPORTDESK_FULL_SYNC",
    "editor": "SUPPORTDESK_EDITOR",
    "pager": "SUPPORTDESK_PAGER",
    "address": "SUPPORTDESK_ADDRESS",
    "after": "SUPPORTDESK_AFTER",
    "theme": "SUPPORTDESK_THEME",
    "notify": "SUPPORTDESK_NOTIFY",
    "signs": "SUPPORTDESK_SIGNS",
}
"""The environment variable of each setting; `SUPPORTDESK_CONFIG` names another config file."""


def config_path(environment: Mapping[str, str]) -> Path:
    """The config file: `SUPPORTDESK_CONFIG`, or `config.toml` in the platform's config directory."""
    if named := environment.get("SUPPORTDESK_CONFIG"):
        return at_home(named)
    if home := environment.get("XDG_CONFIG_HOME"):
        return Path(home) / APP / "config.toml"
    from platformdirs import user_config_path

    return user_config_path(APP) / "config.toml"


def data_path(environment: Mapping[str, str]) -> Path:
    """Where the default store lies: `desk.db` in the platform's data directory."""
    if home := environment.get("XDG_DATA_HOME"):
        return Path(home) / APP / "desk.db"
    from platformdirs import user_data_path

    return user_data_path(APP) / "desk.db"


def resolve(environment: Mapping[str, str], *, flags: Mapping[str, str | None]) -> Settings:
    """The settings in force. A key that is not ours, or a value of the wrong kind, is a UsageError with its place."""
    path = config_path(environment)
    text = text_of(path)
    table = table_of(text, path)
    named = flags.get("profile") or environment.get(VARIABLES["profile"]) or table.get("profile", "")
    profile = str(_typed("profile", named, str(path))) if named else ""
    layers = [
        ("flag", {name: value for name, value in flags.items() if value is not None}),
        ("environment", _from_environment(environment)),
        (f"{path} [profiles.{profile}]", _profile(table, profile, path)),
        (str(path), {name: value for name, value in table.items() if name not in TABLES}),
        ("default", {**DEFAULTS, "store": str(data_path(environment)), "agent": _os_user(environment)}),
    ]
    for origin, layer in layers[2:4]:
        _refuse_unknown(layer, origin)
    if not isinstance(table.get("profiles", {}), dict):
        raise UsageError(f"{path}: profiles are tables, [profiles.NAME]")
    return _settled(layers, keys_of(table.get("keys", {}), text, path))


def chosen(name: str, text: str) -> str | float | bool:
    """A value for a setting, as the config file keeps it; UsageError for an unknown name or a value that cannot be."""
    _refuse_unknown({name: text}, "config set")
    value = _typed(name, text, "config set")
    assert isinstance(value, str | float | bool)
    return value


def _settled(layers: list[tuple[str, Mapping[str, object]]], keys: tuple[Given, ...]) -> Settings:
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    for name, default in DEFAULTS.items():
        given = [(origin, layer[name]) for origin, layer in layers if layer.get(name) not in (None, "")]
        origin, value = given[0] if given else ("default", default)
        origins[name] = f"{VARIABLES[name]} in the environment" if origin == "environment" else origin
        values[name] = _typed(name, value, origins[name])
    return Settings(origins=origins, keys=keys, **values)  # type: ignore[arg-type]


def _typed(name: str, value: object, origin: str) -> object:
    try:
        if isinstance(DEFAULTS[name], bool):
            return _truth(value)
        if isinstance(DEFAULTS[name], float):
            return _seconds(value)
        if not isinstance(value, str):
            raise ValueError(value)
        return _worded(name, value)
    except ValueError:
        raise UsageError(f"{name} cannot be {value!r} (from {origin}){ALLOWED.get(name, '')}") from None


ALLOWED = {
    "lock_wait": "; it is a number of seconds, at most a day",
    "full_sync": "; it is true or false",
    "address": "; it is a mail address",
    **{name: f"; it is {', '.join(words[:-1])} or {words[-1]}" for name, words in CHOICES.items()},
}


def _worded(name: str, value: str) -> str:
    if value not in CHOICES.get(name, (value,)):
        raise ValueError(value)
    if name == "address" and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", value):
        raise ValueError(value)
    return value.strip() if name == "store" and "://" in value else value


def _seconds(value: object) -> float:
    number = float(str(value))
    if not 0 <= number <= 86_400:
        raise ValueError(value)
    return number


def _truth(value: object) -> bool:
    words = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
    found = words.get(str(value).lower())
    if found is None:
        raise ValueError(value)
    return found


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _profile(table: Mapping[str, object], profile: str, path: Path) -> Mapping[str, object]:
    profiles = table.get("profiles", {})
    if not profile:
        return {}
    if not isinstance(profiles, dict) or not isinstance(profiles.get(profile), dict):
        listed = ", ".join(profiles) if isinstance(profiles, dict) else ""
        there = f"; there are {listed}" if listed else ""
        raise UsageError(f"no profile {profile!r} in {path}{there}", hint="supportdesk config show")
    found: Mapping[str, object] = profiles[profile]
    return found


def _refuse_unknown(layer: Mapping[str, object], origin: str) -> None:
    unknown = [name for name in layer if name not in DEFAULTS]
    if unknown:
        from supportdesk.near import nearest_of

        near = nearest_of(unknown[0], DEFAULTS)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise UsageError(f"{origin}: unknown setting {unknown[0]!r}{meant}", hint="supportdesk config show")


def _from_environment(environment: Mapping[str, str]) -> Mapping[str, object]:
    return {name: environment[variable] for name, variable in VARIABLES.items() if variable in environment}


def _os_user(environment: Mapping[str, str]) -> str:
    for variable in ("LOGNAME", "USER", "USERNAME"):
        if environment.get(variable):
            return environment[variable]
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user{os.getuid()}"


YEARS = range(1900, 3000)
"""Years that a filter can name; beyond them, what was two hours ago may be on no calendar."""


def clock(environment: Mapping[str, str]) -> datetime | None:
    """The fixed instant of `SUPPORTDESK_NOW`, or None where the real clock runs."""
    text = environment.get("SUPPORTDESK_NOW")
    if not text:
        return None
    try:
        fixed = datetime.fromisoformat(text)
        fixed = (fixed if fixed.tzinfo else fixed.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise UsageError(f"SUPPORTDESK_NOW is {text!r}, not a time such as 2026-11-21T09:00:00Z") from None
    if fixed.year not in YEARS:
        raise UsageError(f"SUPPORTDESK_NOW is {text!r}; years go from {YEARS[0]} to {YEARS[-1]}")
    return fixed
