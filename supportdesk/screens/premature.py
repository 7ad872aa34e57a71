"""What is asked for too early: before the desk is open, of a list on its way, of marked tickets still being counted.

It waits for what it is for, and so do the keys that are typed behind it. Were it refused, the letters of a reply
or of a filter would be heard as commands; were it done at once, it would be done to a ticket of the list before.
"""

from functools import partial
from typing import TYPE_CHECKING

from supportdesk.actions import Scope, of
from supportdesk.console.access import Access
from supportdesk.domain.models import TicketRow
from supportdesk.screens.desk_layout import WITHOUT_DESK, Pane

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

ON_A_TICKET = frozenset(action.id for action in of(Scope.TICKETS))
OF_THE_LIST = ON_A_TICKET | {action.id for action in of(Scope.LIST)} - {"filter", "views"}
MOVES = frozenset(action.id for action in of(Scope.MOVE))

PATIENCE = 0.1
"""Seconds after which it is said that a list is waited for; most have come by then."""


class Premature:
    """Holds the first action that came too early."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self._said = False

    def holds(self, action: str, key: str) -> bool:
        """Whether an action has to wait; it is carried out as soon as there is what it is for."""
        if not self.screen.ready:
            if action not in WITHOUT_DESK:
                self.access.keys.hold(partial(self._opened, action, key, self.screen.rows.current))
                self._say()
                return True
        elif self.screen.inbox.coming and self._is_of_the_list(action):
            self.access.keys.hold(partial(self._listed, action, key))
            self.screen.inbox.once_settled(self.access.keys.go_on)
            self.screen.set_timer(PATIENCE, self._say)
            return True
        elif self.screen.inbox.counting and action in ON_A_TICKET:
            self.access.keys.hold(partial(self._do, action, key))
            self.screen.set_timer(PATIENCE, self._say)
            return True
        return False

    def holds_move(self, action: str) -> bool:
        """Whether a move of the cursor has to wait: it is for the list on its way, as is the key behind it."""
        return self.screen.ready and self.screen.inbox.coming and self.holds(action, "")

    def _is_of_the_list(self, action: str) -> bool:
        return action in OF_THE_LIST or (action in MOVES and self.screen.navigation.pane != Pane.VIEWS)

    def _say(self) -> None:
        if self.access.keys.holding:
            self._said = True
            self.screen.remark(f"{self.screen.why_no_target()} · esc drops what is typed")

    async def _opened(self, action: str, key: str, seen: TicketRow | None) -> None:
        """What the agent has seen of a ticket may be of yesterday: nothing is done to one that is another now."""
        if action in ON_A_TICKET and _state(self.screen.rows.current) != _state(seen):
            self._drop("the list is not what it was before the desk was open; nothing was done")
        else:
            await self._do(action, key)

    async def _listed(self, action: str, key: str) -> None:
        if self.screen.inbox.refusal is not None:
            self._drop("")
        else:
            await self._do(action, key)

    def _drop(self, why: str) -> None:
        self._said = False
        self.access.keys.drop()
        if why:
            self.screen.remark(why)

    async def _do(self, action: str, key: str) -> None:
        if self._said:
            self.screen.tell("")
        self._said = False
        if action in MOVES:
            self.screen.rows.action_do(action)
        else:
            await self.screen.action_do(action, key)


def _state(row: TicketRow | None) -> tuple[object, ...] | None:
    return (row.number, row.updated_at, row.status, row.assignee) if row is not None else None
