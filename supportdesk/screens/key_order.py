"""One key after the other: what is typed ahead goes to whoever has the keys once the key before has done its work.

Textual hands every key at once to the widget that has the focus at that moment, so letters that follow the key of a
field would reach the list as commands. What a key means is not known here.
"""

from asyncio import TimerHandle, get_running_loop
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import islice

from textual.app import App
from textual.dom import DOMNode
from textual.events import Key
from textual.message_pump import MessagePump

from supportdesk.console.access import nothing

BEAT = 0.1
PATIENCE = 20
"""Beats, in seconds, after which the next key goes on, though the one before has not come through: the keyboard never
hangs. A console that was stopped or had no processor meanwhile has not heard them.
"""

DROP = {"escape", "ctrl+c"}
"""Keys that wait for nothing and drop what does."""

Forward = Callable[[Key], Awaitable[None]]


class KeyOrder:
    """Forwards the next key when the one before, and all that it was passed on to, has been through every widget."""

    def __init__(self, app: App[None], forward: Forward) -> None:
        self._app, self._forward = app, forward
        self._waiting: deque[Key] = deque()
        self._under_way, self._beats = False, 0
        self._beating: TimerHandle | None = None
        self._held: Callable[[], Awaitable[None]] | None = None

    @property
    def idle(self) -> bool:
        """Whether every key has done its work."""
        return not self._under_way

    @property
    def holding(self) -> bool:
        """Whether keys wait for something that the one before them asks for."""
        return self._held is not None

    async def take(self, key: Key) -> None:
        """Forward a key, now or when its turn comes."""
        if self._held is not None and key.key in DROP:
            self.drop()
            self._held, self._under_way = None, False
        self._waiting.append(key)
        if self._held is None and (not self._under_way or self._beats >= PATIENCE):
            await self._next()

    def hold(self, then: Callable[[], Awaitable[None]] = nothing) -> None:
        """What the key under way asks for cannot be done yet: those behind it wait until it can, or one drops them."""
        dropping = next((at for at, key in enumerate(self._waiting) if key.key in DROP), None)
        if dropping is None:
            self._held = then
        else:
            self._waiting = deque(islice(self._waiting, dropping, None))

    def go_on(self) -> None:
        """What was held back can be done now: do it, and then what was typed behind it."""
        held, self._held = self._held, None
        if held is not None:
            self._app.screen.call_later(self._resume, held)

    async def _resume(self, held: Callable[[], Awaitable[None]]) -> None:
        target, screen = self._app.focused or self._app.screen, self._app.screen
        await held()
        self._follow(target, screen)

    def drop(self) -> None:
        """Forget what was typed ahead."""
        self._waiting.clear()

    def leave(self) -> None:
        """What was held back will never be done, and nothing that was typed behind it."""
        self.drop()
        if self._held is not None:
            self._held = nothing
            self.go_on()

    async def _next(self) -> None:
        self._under_way = bool(self._waiting) and bool(self._app.screen_stack)
        self._listen()
        if self._under_way:
            target, screen = self._app.focused or self._app.screen, self._app.screen
            await self._forward(self._waiting.popleft())
            self._follow(target, screen)

    def _listen(self) -> None:
        """Count beats from now on, while a key is under way."""
        if self._beating is not None:
            self._beating.cancel()
        self._beats, self._beating = 0, get_running_loop().call_later(BEAT, self._beat) if self._under_way else None

    def _beat(self) -> None:
        self._beats += 1
        if self._beats < PATIENCE:
            self._beating = get_running_loop().call_later(BEAT, self._beat)

    def _follow(self, node: MessagePump | None, screen: DOMNode) -> None:
        """Go the way of a key: from the widget outwards, behind it in the queue of each, to the application."""
        if node is None or node is self._app:
            self._after(self._app, lambda: self._arrive(screen))
        else:
            self._after(node, lambda: self._follow(node._parent, screen))

    async def _arrive(self, screen: DOMNode) -> None:
        """The key has done its work; a screen that it has opened has yet to give the keys to a field."""
        if self._held is not None:
            return
        if not self._app.screen_stack or self._app.screen is screen:
            await self._next()
        else:
            self._follow(self._app.screen, self._app.screen)

    def _after(self, node: MessagePump, step: Callable[[], object]) -> None:
        """Do a step when a widget has been through all that it was told; at once where it is no more."""
        if not node.call_later(step):
            self._app.call_later(step)
