"""The console's door to what is the agent's own or passes: errands on a thread of their own, and the spool of drafts.

The thread is nobody else's, so that a draft never stands behind a verb over a million tickets.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from supportdesk.console.errands import Errand, Go
from supportdesk.console.spool import Orphan, Spool, Spooled
from supportdesk.console.threads import StoreThread
from supportdesk.errors import DeskError

if TYPE_CHECKING:
    from supportdesk.desk import Desk

Answer = TypeVar("Answer")
Failed = Callable[[DeskError], None]
HandOver = Callable[[Callable[[], None]], None]
"""Does something in the interface's own thread, later."""

LAST_ERRANDS = 2.0
"""Seconds that leaving waits for errands; the spool has the drafts in any case."""


class Keeping:
    """Carries errands out. `fail` is told of an error, with what the errand itself wants to do about it."""

    def __init__(
        self, hand_over: HandOver, fail: Callable[[Exception, Failed | None], None], folder: Path | None
    ) -> None:
        self._hand_over, self._fail = hand_over, fail
        self._spool = Spool(folder) if folder else None
        self._thread = StoreThread("supportdesk private")
        self._desk: Desk | None = None
        self.console = uuid4().hex[:16]
        """This console, as others see it."""

    def begin(self, desk: "Desk") -> None:
        """The desk is open."""
        self._desk = desk
        self._thread.start()

    def keep(
        self,
        errand: Errand[Answer],
        then: Callable[[Answer], None] | None = None,
        *,
        topic: str = "",
        failed: Failed | None = None,
    ) -> None:
        """Carry an errand out later. A newer one of the same topic takes the place of one that waits."""

        def work() -> None:
            try:
                assert self._desk is not None
                with self._desk.private() as private:
                    answer = errand.carry_out(private)
            except Exception as error:
                self._hand_over(partial(self._fail, error, failed))
            else:
                self._hand_over(partial(then, answer) if then else lambda: None)

        self._thread.submit(work, topic=topic)

    def spool(self, waiting: Sequence[Spooled]) -> bool:
        """Have these drafts on this machine; False where that cannot be."""
        return self._spool is None or self._spool.write(waiting)

    def orphans(self) -> tuple[Orphan, ...]:
        """Drafts that consoles of this machine have left that are no more."""
        return self._spool.orphans() if self._spool else ()

    @property
    def idle(self) -> bool:
        """Whether no errand is under way."""
        return self._thread.idle

    def release(self) -> None:
        """Tell others that this console is closed, and leave the spool to the next one."""
        if self._desk is not None:
            self.keep(Go(self.console))
            self._thread.stop(wait=LAST_ERRANDS)
        if self._spool is not None:
            self._spool.release()
