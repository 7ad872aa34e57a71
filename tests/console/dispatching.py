"""What becomes of a message: who listens is found once for a kind of widget and a kind of message.

Most widgets that a message passes on its way outwards do not listen, and nobody reads what Textual would log of it.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from textual import message_pump
from textual.css.match import match
from textual.message import Message
from textual.message_pump import MessagePump

Found = Iterable[tuple[type, Callable[[Message], object]]]
Decorated = tuple[Any, dict[str, Any]]


def only_where_somebody_listens(patch: pytest.MonkeyPatch) -> None:
    """Let a message cost nothing where nobody listens."""
    patch.setattr(MessagePump, "_get_dispatch_methods", _handlers_found_once())
    patch.setattr(MessagePump, "prevent", _prevent_some(MessagePump.prevent))
    patch.setattr(message_pump, "log", Unread())


def _handlers_found_once() -> Callable[[MessagePump, str, Message], Found]:
    """Textual's own search for handlers, among those classes of a widget only that have some for the message."""
    known = dict[tuple[type, type, str], list[tuple[type, list[Decorated]]]]()

    def found(pump: MessagePump, name: str, message: Message) -> Found:
        key = (type(pump), type(message), name)
        if key not in known:
            known[key] = _listening(*key)
        return _handlers(pump, name, message, known[key]) if known[key] else ()

    return found


def _listening(pump: type, message: type, name: str) -> list[tuple[type, list[Decorated]]]:
    """The classes of a widget that have a handler by its name or by its decorator, and those by decorator."""
    found = []
    for kind in pump.__mro__:
        by_message = vars(kind).get("_decorated_handlers") or {}
        decorated = [handler for one in message.__mro__ for handler in by_message.get(one, ())]
        if decorated or f"_{name}" in vars(kind) or name in vars(kind):
            found.append((kind, decorated))
    return found


def _handlers(
    pump: MessagePump, name: str, message: Message, listening: list[tuple[type, list[Decorated]]]
) -> Iterator[tuple[type, Callable[[Message], object]]]:
    dispatched = set[object]()
    for kind, decorated in listening:
        if message._no_default_action:
            return
        for method, selectors in decorated:
            if method not in dispatched and _chosen(message, selectors):
                yield kind, method.__get__(pump, kind)
                dispatched.add(method)
        named = vars(kind).get(f"_{name}") or vars(kind).get(name)
        if named is not None and not getattr(named, "_textual_on", None):
            yield kind, named.__get__(pump, kind)


def _chosen(message: Message, selectors: dict[str, Any]) -> bool:
    """Whether a message is from where a decorator says."""
    if selectors and not message._sender:
        return False
    nodes = {attribute: getattr(message, attribute) for attribute in selectors}
    return all(node is not None and match(selectors[attribute], node) for attribute, node in nodes.items())


def _prevent_some(
    prevent: Callable[..., AbstractContextManager[None]],
) -> Callable[..., AbstractContextManager[None]]:
    """To prevent no messages is to do nothing."""
    nothing = nullcontext()
    return lambda pump, *kinds: prevent(pump, *kinds) if kinds else nothing


class Unread:
    """A log that nobody reads."""

    def __getattr__(self, _group: str) -> "Unread":
        return self

    def verbosity(self, _verbose: bool) -> "Unread":
        return self

    def __call__(self, *_words: object, **_named: object) -> None:
        pass
