"""Finding who listens to a message: most widgets that it passes on its way outwards do not, and that is found once."""

from collections.abc import Callable, Iterable

from textual.message import Message
from textual.message_pump import MessagePump

Found = Iterable[tuple[type, Callable[[Message], object]]]


def only_where_somebody_listens() -> Callable[[MessagePump, str, Message], Found]:
    """Textual's own search for handlers, left out for a kind of widget and a kind of message where it finds none."""
    search, known = MessagePump._get_dispatch_methods, dict[tuple[type, type, str], bool]()

    def found(pump: MessagePump, name: str, message: Message) -> Found:
        key = (type(pump), type(message), name)
        if key not in known:
            known[key] = _listens(*key)
        return search(pump, name, message) if known[key] else ()

    return found


def _listens(pump: type, message: type, name: str) -> bool:
    """Whether any class of a widget has a handler by its name or by its decorator."""
    return any(
        f"_{name}" in own or name in own or any(issubclass(message, kind) for kind in decorated)
        for own in map(vars, pump.__mro__)
        for decorated in [own.get("_decorated_handlers") or ()]
    )
