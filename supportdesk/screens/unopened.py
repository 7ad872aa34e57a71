"""What is asked for before the desk is open: it waits for the desk, and so do the keys that are typed behind it.

Were it refused, the letters of a reply or of a filter would be heard as commands once the desk is open.
"""

from functools import partial
from typing import TYPE_CHECKING

from supportdesk.actions import Scope, of
from supportdesk.console.access import Access
from supportdesk.domain.models import TicketRow

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

ON_A_TICKET = frozenset(action.id for action in of(Scope.TICKETS))


class Unopened:
    """Holds the first action that needs the desk."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen

    def wait(self, action: str, key: str) -> None:
        """Carry an action out when the desk is open."""
        self.screen.remark(f"{self.screen.why_no_target()} · esc drops what is typed")
        self.access.keys.hold(partial(self._do, action, key, self.screen.rows.current))

    async def _do(self, action: str, key: str, seen: TicketRow | None) -> None:
        """What the agent has seen of a ticket may be of yesterday: nothing is done to one that is another now."""
        row = self.screen.rows.current
        if action in ON_A_TICKET and _state(row) != _state(seen):
            self.access.keys.drop()
            self.screen.remark("the list is not what it was before the desk was open; nothing was done")
            return
        self.screen.tell("")
        await self.screen.action_do(action, key)


def _state(row: TicketRow | None) -> tuple[object, ...] | None:
    return (row.number, row.updated_at, row.status, row.assignee) if row is not None else None
