"""What a worker tells: each thing once, and again only where something else has become true."""

from collections.abc import Callable
from threading import Lock


class Notices:
    """What was last said about each subject; threads may share it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say, self._last, self._lock = say, dict[str, str](), Lock()

    def say(self, about: str, what: str) -> None:
        """Tell what happened, however often it does."""
        with self._lock:
            self._say(f"{about}: {what}")

    def stands(self, about: str, what: str) -> None:
        """Tell how a thing stands, unless that is what was said of it last."""
        with self._lock:
            if self._last.get(about) != what:
                self._last[about] = what
                self._say(f"{about}: {what}")

    def over(self, about: str, what: str) -> None:
        """Tell that all is well again with a thing of which something else was said."""
        with self._lock:
            if self._last.pop(about, None) is not None:
                self._say(f"{about}: {what}")
