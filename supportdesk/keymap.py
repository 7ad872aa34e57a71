"""The keys in force: those of the table of actions, with what the config file's `[keys]` puts in their place.

Reading the file is `config.py`'s; what keys are called is in `keyboard.py`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from supportdesk.actions import ACTIONS, BY_ID, TOGETHER, WRITTEN_IN, Action, Scope, binding_id, of
from supportdesk.config_file import Given
from supportdesk.errors import UsageError
from supportdesk.keyboard import read_key, shown_key, types_text, with_aliases
from supportdesk.near import nearest_of

UNBOUND = "unbound"
"""A key that nobody can press: what an action without keys is bound to."""

BROWSERS_OWN = frozenset({"ctrl+t", "ctrl+n", "ctrl+w"})
"""Keys that browsers keep for their tabs and windows, and give to no page."""

NOT_IN_BROWSERS = frozenset({"editor"})
"""What cannot be done where the console is a page: it has no terminal to lend."""

ALWAYS = frozenset({"quit", "back"})
"""Actions that nobody is to be without."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """Which keys call which action; `given` are those of the config file by action.

    With `ascii` no arrow stands for a key: a terminal that has none shows another sign, which names another key. In a
    `browser` what it keeps for itself is shown last, and what it cannot do has no key.
    """

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ascii: bool = False
    browser: bool = False

    def keys(self, action: Action) -> tuple[str, ...]:
        """The keys of an action, the one that hints show first; none if it is unbound."""
        keys = self.given.get(action.id, action.keys)
        if not self.browser:
            return keys
        return () if action.id in NOT_IN_BROWSERS else tuple(sorted(keys, key=BROWSERS_OWN.__contains__))

    def textual_keys(self, action: Action) -> tuple[str, ...]:
        """The keys of an action on either layout, as Textual names them."""
        return tuple(with_aliases(self.keys(action)))

    def shown(self, name: str) -> str:
        """The key of an action as hints and messages name it, empty if it is unbound."""
        action = BY_ID[name]
        if name == "go_view" and name not in self.given:
            return "1-9"
        return next((self._named(key) for key in self.keys(action)), "")

    def says(self, name: str, does: str) -> str:
        """The key of an action and what it does, as a part of a message; nothing where it has none."""
        key = self.shown(name)
        return f"{key} {does}" if key else ""

    def _named(self, key: str) -> str:
        return shown_key(key, ascii=self.ascii)

    def shown_in(self, name: str, scope: Scope) -> str:
        """The same on the screen of some scope: where letters are text, a key that types nothing."""
        keys = self.keys(BY_ID[name])
        return next((self._named(key) for key in keys if scope not in WRITTEN_IN or not types_text(key)), "")

    def all_shown(self, action: Action) -> str:
        """All keys of an action as help lists them."""
        if action.id == "go_view" and action.id not in self.given:
            return "1-9"
        shown = [self._named(key) for key in self.keys(action)]
        return (", " if any(" " in key for key in shown) else " ").join(shown)

    def bound(self) -> Iterator[tuple[str, str]]:
        """Bindings by name with the keys that take the place of theirs, as Textual takes them."""
        for name in self.given:
            action, keys = BY_ID[name], self.given[name]
            if name != "go_view":
                yield name, ",".join(with_aliases(keys)) or UNBOUND
                continue
            for place in range(len(action.keys)):
                yield binding_id(action, place), ",".join(with_aliases(keys[place : place + 1])) or UNBOUND

    def following(self, prefix: str, scopes: Iterable[Scope]) -> list[tuple[str, Action]]:
        """What may be pressed after the first of two keys where these scopes are heard: the second key, its action."""
        return [
            (key.split(" ")[1], action)
            for action in of(*scopes)
            for key in self.keys(action)
            if " " in key and key.split(" ")[0] == prefix
        ]

    def prefixes(self, scopes: Iterable[Scope]) -> Mapping[str, str]:
        """The first keys of two, as Textual names them on either layout, with the key of the tables."""
        found: dict[str, str] = {}
        for action in of(*scopes):
            for first in (key.split(" ")[0] for key in self.keys(action) if " " in key):
                found.update(dict.fromkeys(with_aliases([first]), first))
        return found

    def uses(self, key: str) -> bool:
        """Whether any action has this key, as Textual names it."""
        return any(key in self.textual_keys(action) for action in ACTIONS)


def read_keymap(given: Sequence[Given]) -> Keymap:
    """The keys in force; UsageError names file and line of an action or key that is unknown or spoken for."""
    keymap = Keymap({one.name: _keys(one) for one in given})
    places = {one.name: one.place for one in given}
    for heard, scopes in TOGETHER.items():
        _refuse_conflicts(keymap, places, heard, scopes)
    return keymap


def _keys(one: Given) -> tuple[str, ...]:
    action = BY_ID.get(one.name)
    if action is None:
        near = nearest_of(one.name, BY_ID)
        meant = f"did you mean {near[0]}?" if near else "supportdesk help keys lists them"
        raise UsageError(f"{one.place}: there is no action {one.name!r}; {meant}", hint="supportdesk help keys")
    words = () if one.words == ("none",) else one.words
    keys = tuple(dict.fromkeys(_key(word, action, one.place) for word in words))
    if not keys and action.id in ALWAYS:
        raise UsageError(f"{one.place}: {action.id} needs a key, or there would be no way out")
    if action.id == "go_view" and len(keys) > len(action.keys):
        raise UsageError(f"{one.place}: go_view has at most {len(action.keys)} keys, one for each view")
    return keys


def _key(word: str, action: Action, place: str) -> str:
    try:
        key = read_key(word)
    except ValueError as error:
        raise UsageError(f"{place}: {action.id} cannot have the key {word!r}: {error}") from None
    if action.scope in WRITTEN_IN and types_text(key):
        raise UsageError(f"{place}: {action.id} cannot have the key {word!r}: it is text there; take one with ctrl")
    return key


def _refuse_conflicts(keymap: Keymap, places: Mapping[str, str], heard: str, scopes: Sequence[Scope]) -> None:
    """No key means two things, nor is it both a key and the first of two."""
    taken: dict[str, tuple[Action, str]] = {}
    firsts: dict[str, tuple[Action, str]] = {}
    for action in (*of(*scopes), *(() if Scope.CONSOLE in scopes else (BY_ID["help"],))):
        for key in keymap.keys(action):
            for alias in with_aliases([key]):
                if alias in taken:
                    _refuse(places, heard, (action, key), taken[alias])
                taken[alias] = (action, key)
                if " " in alias:
                    firsts.setdefault(alias.split(" ")[0], (action, key))
    for first in firsts.keys() & taken.keys():
        _refuse(places, heard, taken[first], firsts[first])


def _refuse(places: Mapping[str, str], heard: str, one: tuple[Action, str], other: tuple[Action, str]) -> None:
    """Name the line that was written; of two, the later one."""
    both = sorted((one, other), key=lambda pair: _line(places.get(pair[0].id, "")))
    (standing, its_key), (given, key) = both
    if given.id == standing.id:
        return
    also = "" if its_key == key else f" ({shown_key(its_key)})"
    raise UsageError(
        f"{places.get(given.id, 'the keys')}: {shown_key(key)} for {given.id} is in the way of {standing.id}{also} "
        f"in {heard}; give one of them another key, or none",
        hint="supportdesk help keys",
    )


def _line(place: str) -> int:
    number = place.rpartition(":")[2]
    return int(number) if number.isdecimal() else 0


def key_lines(keymap: Keymap) -> Iterator[str]:
    """The actions with their keys in force, as `help keys` prints them."""
    for scope in Scope:
        yield ""
        yield scope.value
        for action in of(scope):
            shown = keymap.all_shown(action) or "none"
            yield f"  {action.id:<15} {shown:<18} {action.help}"
