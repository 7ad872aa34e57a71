"""The console's one door to a change: verbs run one after another on a thread of their own, and say if they wait."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from supportdesk.console.access import Failed
from supportdesk.console.keeping import HandOver
from supportdesk.console.loading import load_services, quietly
from supportdesk.console.orders import Target
from supportdesk.console.threads import StoreThread
from supportdesk.domain.changes import Outcome
from supportdesk.domain.verb_words import Word
from supportdesk.errors import Unavailable

if TYPE_CHECKING:
    from supportdesk.desk import Desk

SOON = 1.0
"""Seconds after which whoever pressed a key is told that it was heard, though it is not done yet."""

LAST_WRITES = 40.0
"""Seconds that leaving waits for verbs that were given: longer than the store's own patience."""


@dataclass(eq=False, slots=True)
class Order:
    """A verb that was asked for, and what it is to act on."""

    verb: str
    target: Target
    since: float
    told: bool = False


class Performing:
    """Runs verbs. `fail` is told of an error, `refused` beside that of an order that the store was not there for."""

    def __init__(
        self,
        hand_over: HandOver,
        fail: Callable[[Exception, Failed | None], None],
        refused: Callable[[Order], None],
    ) -> None:
        self._hand_over, self._fail, self._refused = hand_over, fail, refused
        self._thread = StoreThread("supportdesk write")
        self._desk: Desk | None = None
        self._orders: deque[Order] = deque()

    def begin(self, desk: "Desk") -> None:
        """The desk is open."""
        self._desk = desk
        self._thread.start()

    def prepare(self) -> None:
        """Have the verbs ready before the first one is asked for."""
        self._thread.submit(partial(quietly, load_services))

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
        order = Order(verb, target, monotonic())

        def work() -> None:
            try:
                load_services()
                from supportdesk.console.verbs import carry_out

                assert self._desk is not None
                outcome = carry_out(self._desk, verb, target, words)
            except Exception as error:
                self._hand_over(partial(self._failed, order, error, failed))
            else:
                self._hand_over(partial(self._done, order, outcome, then))

        self._orders.append(order)
        self._thread.submit(work)

    def _done(self, order: Order, outcome: Outcome, then: Callable[[Outcome], None] | None) -> None:
        self._orders.remove(order)
        if then is not None:
            then(outcome)

    def _failed(self, order: Order, error: Exception, failed: Failed | None) -> None:
        self._orders.remove(order)
        self._fail(error, failed)
        if isinstance(error, Unavailable):
            self._refused(order)

    def waiting(self) -> Order | None:
        """The order that is being carried out, once, if it takes longer than a key is waited for."""
        order = self._orders[0] if self._orders else None
        if order is None or order.told or monotonic() - order.since < SOON:
            return None
        order.told = True
        return order

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits."""
        return self._thread.idle

    def release(self) -> None:
        """Let the verbs that were given finish."""
        self._thread.stop(wait=LAST_WRITES)
