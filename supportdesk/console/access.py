"""How screens reach the desk: they ask and perform, and are called back in the interface's own thread."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeVar

from supportdesk.console.asking import Question
from supportdesk.console.habits import Habits
from supportdesk.console.keeping import Keeping
from supportdesk.console.last_page import LastPage
from supportdesk.console.orders import Target
from supportdesk.domain.changes import Outcome
from supportdesk.domain.verb_words import Word
from supportdesk.errors import DeskError

Answer = TypeVar("Answer")
Failed = Callable[[DeskError], None]


async def nothing() -> None:
    """What is done where keys wait for something that does itself."""


class Keys(Protocol):
    """What is typed ahead."""

    @property
    def holding(self) -> bool:
        """Whether keys wait for something."""

    def hold(self, then: Callable[[], Awaitable[None]] = nothing) -> None:
        """Do something when it can be done, and let the keys behind it wait until then."""

    def go_on(self) -> None:
        """It can be done now."""

    def drop(self) -> None:
        """Forget what was typed ahead."""

    def leave(self) -> None:
        """It will never be done: forget what was typed ahead of it, and go on."""


class Access(Protocol):
    """The console's one way to the store, which never makes it wait."""

    habits: Habits
    """What the agent has chosen, the keys among it."""

    lost: str
    """Why the store does not answer; empty while it does."""

    @property
    def keys(self) -> Keys:
        """What is typed ahead of what can be done."""

    keeping: Keeping
    """The door for what is the agent's own or passes."""

    def ask(
        self,
        question: Question[Answer],
        then: Callable[[Answer], None],
        *,
        topic: str = "",
        failed: Failed | None = None,
    ) -> None:
        """Answer a question later. A newer question of the same topic takes its place, even if it is answered."""

    def give_up(self, topic: str) -> None:
        """Nobody waits any more for what was asked under a topic; nobody is called back."""

    def perform(
        self,
        verb: str,
        target: Target,
        words: Mapping[str, Word],
        *,
        then: Callable[[Outcome], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run a verb later, in a change of its own."""

    def look_for_news(self) -> None:
        """Ask now what happened, instead of at the next beat."""

    @property
    def terminal(self) -> Callable[[str], None] | None:
        """What writes to the terminal beside what is drawn, None where there is no terminal."""

    def copy(self, text: str, what: str) -> str:
        """Send a text to the terminal's clipboard; what can be said of that."""

    def remember(self, page: LastPage) -> None:
        """Have this page of the inbox shown at once the next time."""

    def leave(self) -> None:
        """End the console."""
