"""The console: a Textual application that holds the desk, runs questions and verbs on store threads, and feeds news.

What is on the screen and what keys mean is in `screens/`; drawing is in `widgets/`.
"""

import os
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Event, Key
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import Screen

from supportdesk.console import clipboard, signals, typed_ahead
from supportdesk.console.access import Failed
from supportdesk.console.asked import UnderWay
from supportdesk.console.asking import Line, Question
from supportdesk.console.habits import Habits
from supportdesk.console.keeping import Keeping
from supportdesk.console.last_page import LastPage, Memory
from supportdesk.console.loading import load_readers, quietly
from supportdesk.console.orders import Target
from supportdesk.console.performing import Order, Performing
from supportdesk.console.questions import News, Opened, Opening, Since
from supportdesk.console.threads import StoreThread
from supportdesk.console.tidying import Tidying
from supportdesk.domain.changes import Outcome
from supportdesk.domain.verb_words import Word
from supportdesk.errors import DeskError, Unavailable
from supportdesk.screens import wording
from supportdesk.screens.desk import DeskScreen
from supportdesk.screens.key_order import KeyOrder
from supportdesk.widgets.ascii import Ascii
from supportdesk.widgets.palettes import PALETTES, PLAIN

if TYPE_CHECKING:
    from supportdesk.desk import Desk

Answer = TypeVar("Answer")

BEAT = 1.0
"""Seconds between two looks for news."""


class Delivered(Message):
    """A store thread has handed something over."""


class Console(App[None], inherit_bindings=False):
    """The agent console over one desk, which is opened after the first frame."""

    TITLE = "supportdesk"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "interrupt", show=False, system=True)]
    CSS_PATH: ClassVar[list[str | PurePath]] = ["screens/desk.tcss", "screens/modal.tcss"]

    def __init__(
        self,
        open: Callable[[], "Desk"],
        *,
        plain: bool = False,
        memory: Memory | None = None,
        spool: Path | None = None,
        habits: Habits | None = None,
    ) -> None:
        super().__init__(typed_ahead.driver(), ansi_color=True if plain else None)
        self.animation_level = "none"
        for palette in PALETTES.values():
            self.register_theme(palette.theme)
        self.habits = habits or Habits()
        self.theme = (PLAIN if plain else PALETTES[self.habits.theme]).theme.name
        self.set_keymap(dict(self.habits.keymap.bound()))
        self._open = open
        self._memory = memory
        self._desk: Desk | None = None
        self._lines = {line: StoreThread(f"supportdesk {line.value}") for line in Line}
        self.keeping = Keeping(self._hand_over, self._failed, spool)
        self._performing = Performing(self._hand_over, self._failed, self._not_done)
        self.keys, self._tidying = KeyOrder(self, super().on_event), Tidying()
        self._under_way = UnderWay()
        self._handed: deque[Callable[[], None]] = deque()
        self._beating, self.lost = False, ""
        self._since: Since
        self.failure: BaseException | None = None

    def get_default_screen(self) -> Screen[None]:
        """The desk is the first screen, so that nothing is pushed before the first frame."""
        self.desk_screen = DeskScreen(self, self._memory.recall() if self._memory else None)
        return self.desk_screen

    async def on_event(self, event: Event) -> None:
        """Keys that were typed ahead wait for their turn."""
        if isinstance(event, Key) and not event.is_forwarded:
            await self.keys.take(event)
        else:
            await super().on_event(event)

    def watch_app_focus(self, focus: bool) -> None:
        """A page in a browser opens without focus, where nothing has the keys: whoever should have them gets them."""
        if focus and self.screen_stack and self.screen.is_running and self.screen.focused is None:
            self.screen._update_auto_focus()

    def on_ready(self) -> None:
        """Open the desk once the first frame has been painted: the store's libraries take longer than all the rest."""
        if not self.is_headless:
            signals.heed(end=self.leave, interrupt=self.action_interrupt)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._lines[Line.QUICK].start()
        self._lines[Line.QUICK].submit(self._open_desk)

    def _open_desk(self) -> None:
        if self._memory is not None and (page := self._memory.ask()) is not None:
            self._hand_over(partial(self.desk_screen.inbox.recall, page))
        try:
            self._desk = self._open()
            with self._desk.read() as reading:
                opened = Opening(self._desk.store.place).answer(reading)
        except Exception as error:
            self._hand_over(partial(self._give_up, error))
        else:
            self._hand_over(partial(self._opened, opened))

    def _opened(self, opened: Opened) -> None:
        self._since = opened.since
        assert self._desk is not None
        self.keeping.begin(self._desk)
        self._performing.begin(self._desk)
        self.desk_screen.begin(opened)
        self._lines[Line.QUICK].submit(self._load_readers)
        self.set_interval(BEAT, self.look_for_news)

    def _load_readers(self) -> None:
        """The first rows are on their way to the screen: what they did without comes in only now."""
        quietly(load_readers)
        self._hand_over(self._go_on)

    def _go_on(self) -> None:
        """Let the slow questions be answered, and have the verbs ready before the first one is asked for."""
        self._lines[Line.SLOW].start()
        self._performing.prepare()

    def _give_up(self, error: BaseException) -> None:
        self.failure = error
        self.exit(return_code=1)

    def ask(
        self,
        question: Question[Answer],
        then: Callable[[Answer], None],
        *,
        topic: str = "",
        failed: Failed | None = None,
    ) -> None:
        """Answer a question on its store thread, then call back here. Superseded answers of a topic are dropped."""
        asked = self._under_way.begin(question, topic)

        def work() -> None:
            self._hand_over(asked.outcome(self._desk, then, lambda error: self._failed(error, failed)))

        self._lines[question.line].submit(work, topic=topic)

    def give_up(self, topic: str) -> None:
        """End what is asked under a topic."""
        self._under_way.give_up(topic)

    def perform(
        self,
        verb: str,
        target: Target,
        words: Mapping[str, Word],
        *,
        then: Callable[[Outcome], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run a verb on the writing thread: the one door of the console to a change."""
        self._performing.perform(verb, target, words, then=then, failed=failed)

    def _failed(self, error: Exception, failed: Failed | None) -> None:
        """Tell of a failure in one line. One that is no rule of the desk is a fault of ours: work goes on, drafts stay,
        and it is raised when the agent leaves.
        """
        if not isinstance(error, DeskError):
            self.failure = self.failure or error
            error = DeskError(f"unexpected {type(error).__name__}: {error}; nothing was changed")
        if isinstance(error, Unavailable):
            self._lose(error.message)
        if failed is not None:
            failed(error)
        else:
            self.desk_screen.tell_failure(error)

    def _not_done(self, order: Order) -> None:
        """The store was not there for a verb."""
        self.desk_screen.status.owe(wording.order(order.verb, order.target))

    def look_for_news(self) -> None:
        """Ask what happened since the last look, unless that is being answered still."""
        self._tidying.look(idle=self.idle)
        if (order := self._performing.waiting()) is not None:
            self.desk_screen.remark(f"{wording.order(order.verb, order.target)} is under way …")
        if self._beating:
            return
        self._beating = True
        self.ask(self._since.within(self.desk_screen.filter), self._news, topic="news", failed=self._no_news)

    def _news(self, news: News) -> None:
        self._beating = False
        self._since = news.following
        back, self.lost = bool(self.lost), ""
        if back:
            self.desk_screen.found_again()
        self.desk_screen.news(news)

    def _no_news(self, error: DeskError) -> None:
        """Without news the list stays as it is; `_failed` has said so where the store does not answer."""
        self._beating = False
        if not isinstance(error, Unavailable):
            self.desk_screen.tell_failure(error)

    def _fatal_error(self) -> None:
        """End on a fault of ours. What Textual would print shows the variables, and so what customers wrote."""
        self.failure = self.failure or self._exception
        self.panic()

    def _lose(self, why: str) -> None:
        if not self.lost:
            self.desk_screen.lose(why)
        self.lost = why

    def _hand_over(self, work: Callable[[], None]) -> None:
        self._handed.append(work)
        self.post_message(Delivered())

    def on_delivered(self, _message: Delivered) -> None:
        """Do what a store thread handed over, in the order of its coming."""
        self._handed.popleft()()

    @property
    def opened(self) -> bool:
        """Whether the desk is open."""
        return self._desk is not None

    @property
    def idle(self) -> bool:
        """Whether nothing is pressed, asked, performed or to be shown."""
        waiting = self._handed or not (self.keeping.idle and self.keys.idle and self._performing.idle)
        return not waiting and all(thread.idle for thread in self._lines.values())

    def action_interrupt(self) -> None:
        """Ctrl-C copies where something is selected, and otherwise says how to leave."""
        self.desk_screen.tell_how_to_leave()

    def copy(self, text: str, what: str) -> str:
        """Send a text to the terminal's clipboard; what can be said of that."""
        self._clipboard = text
        return clipboard.send(text, what, self.terminal, os.environ)

    @property
    def terminal(self) -> Callable[[str], None] | None:
        """What writes to the terminal beside what is drawn, None where there is no terminal."""
        return self._driver.write if self._driver else None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Signs are in ASCII where the terminal has no others."""
        return [*super().get_line_filters(), *([Ascii()] if self.habits.ascii else [])]

    def remember(self, page: LastPage) -> None:
        """Have this page of the inbox shown at once the next time, however this console ends."""
        if self._memory is not None:
            self._lines[Line.QUICK].submit(partial(self._memory.keep, page), topic="memory")

    def leave(self) -> None:
        """End the console, with what is half-written in the store or, where that does not answer, on this machine."""
        self.desk_screen.writing.settle(self.exit)

    def release(self) -> None:
        """Let the verbs that were given finish, and give the desk back."""
        self._performing.release()
        self.keeping.release()
        for thread in self._lines.values():
            thread.stop(wait=1)
        if self._desk is not None:
            self._desk.close()
        self._tidying.end()
