"""Those who carry out actions for the main screen, each for what is theirs."""

from typing import Protocol


class Aid(Protocol):
    """Knows how to carry out some of the actions."""

    async def do(self, action: str) -> bool:
        """Carry out an action; False for one that is not theirs."""
