"""`:` and the palette: what is written or found is carried out by those who do it for the keys."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from supportdesk.actions import BY_ID, Scope, of
from supportdesk.console.access import Access
from supportdesk.console.command_completion import complete
from supportdesk.console.commands import Order, read_order
from supportdesk.console.mail_verbs import MAIL_VERBS, OF_THE_DESK
from supportdesk.console.orders import Target
from supportdesk.domain.filter_completion import Completion
from supportdesk.domain.safe import shown_line
from supportdesk.errors import UsageError
from supportdesk.widgets.choices import Choice

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen
    from supportdesk.widgets.command_bar import CommandBar

MOST_PAST = 100
OF_MAIL = frozenset({"why", "source", "retry_letter", "cancel_letter", "rethread", *MAIL_VERBS, *OF_THE_DESK})
WRITTEN = frozenset({"reply", "note"})
"""Verbs that open the composer where no words are given."""

SILENT = frozenset({"palette", "command", "go_view", "find_next", "find_previous"})
"""What the palette does not list: itself, and what needs more than a name."""


class Commanding:
    """Carries out lines, and lines of the palette."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self.bar: CommandBar | None = None
        self.past: list[str] = []
        self._alone: dict[str, Callable[[str], object]] = {
            "goto": lambda text: self._go_to(int(text)),
            "filter": self._filter,
            "view": self._view,
            "after": self._after,
            "theme": self._theme,
        }

    async def do(self, action: str) -> bool:
        """Open the command line or the palette."""
        if action == "command":
            await self._open()
        elif action == "palette":
            self._open_palette()
        else:
            return False
        return True

    async def _open(self) -> None:
        if self.bar is None:
            from supportdesk.widgets.command_bar import CommandBar

            hint = "assign anna, priority high, tag +refund, snooze 2h, view mine, 12 …"
            self.bar = CommandBar(":", "", placeholder=hint, complete=self._complete, past=self.past)
            await self.screen.mount(self.bar, before=self.screen.status)
        self.screen.set_focus(self.bar.field)
        self.screen.say_hints()

    def _complete(self, text: str, cursor: int) -> Sequence[Completion]:
        return complete(text, cursor, self.screen.names, [view.name for view in self.screen.viewing.views])

    async def entered(self, line: str) -> None:
        """Do what a line says, if it can be read; else say why not, and let it be mended."""
        if not line.strip():
            self.close()
            return
        try:
            order = read_order(line, self.screen.names)
            self._require_view(order)
        except UsageError as error:
            if self.bar is not None:
                self.bar.fault(error)
            return
        if line not in self.past[-1:]:
            self.past.append(line)
            del self.past[:-MOST_PAST]
        self.close()
        await self.carry_out(order)

    def close(self) -> None:
        """Put the line away, and give the keys back to the pane that had them."""
        bar, self.bar = self.bar, None
        if bar is not None:
            bar.remove()
            self.screen.navigation.go(self.screen.navigation.pane)
            self.screen.call_after_refresh(self.screen.say_hints)

    async def carry_out(self, order: Order) -> None:
        """Do what an order says, as its key does."""
        if order.verb in self._alone:
            self._alone[order.verb](order.text)
        elif order.verb in BY_ID and BY_ID[order.verb].scope == Scope.CONSOLE:
            await self.screen.action_do(order.verb)
        elif order.verb in OF_MAIL:
            await self._mail(order)
        elif order.verb in WRITTEN and not (order.text or order.words.get("template")):
            if order.numbers:
                self._go_to(order.numbers[0], then=partial(self._write, order.verb))
            else:
                await self.screen.action_do(order.verb)
        else:
            self._perform(order)

    def _write(self, verb: str) -> None:
        self.screen.call_later(self.screen.action_do, verb)

    async def _mail(self, order: Order) -> None:
        """What is shown or done of mail, at the ticket that is named or at hand."""
        if order.words:
            self.screen.mailing.carry_out(order)
        elif order.numbers:
            self._go_to(order.numbers[0], then=partial(self._write, order.verb))
        else:
            await self.screen.action_do(order.verb)

    def _perform(self, order: Order) -> None:
        target = Target(numbers=order.numbers) if order.numbers else self.screen.inbox.target()
        if not target:
            self.screen.remark(self.screen.why_no_target())
            return
        triage = self.screen.triage
        triage.sure(order.verb, target, lambda: triage.perform(order.verb, target, **order.words))

    def _go_to(self, number: int, then: Callable[[], None] = lambda: None) -> None:
        self.screen.going.to(number, then)

    def _filter(self, text: str) -> None:
        self.screen.narrow(text)

    def _require_view(self, order: Order) -> None:
        if order.verb == "view" and self.screen.viewing.found(order.text) is None:
            raise UsageError(f"no view {order.text[:40]!r}; there are {', '.join(self._views)}")

    @property
    def _views(self) -> list[str]:
        return [view.name for view in self.screen.viewing.views]

    def _view(self, name: str) -> None:
        if (view := self.screen.viewing.found(name)) is not None:
            self.screen.viewing.show(view)

    def _after(self, way: str) -> None:
        if way:
            self.screen.afterwards.choose(way)
        else:
            self.screen.call_later(self.screen.action_do, "after")

    def _theme(self, name: str) -> None:
        if name:
            self.screen.theming.choose(name)
        else:
            self.screen.call_later(self.screen.action_do, "theme")

    # The palette

    def _open_palette(self) -> None:
        from supportdesk.screens.palette import PaletteScreen

        self.screen.app.push_screen(PaletteScreen(self._offered()), self._found)

    def _offered(self) -> list[Choice]:
        """The actions that are heard here with their keys, then views, agents and teams."""
        keymap, names = self.screen.keymap, self.screen.names
        heard = (*self.screen.heard(), *((Scope.COMPOSER,) if self.screen.writing.composer else ()))
        listed = [action for action in of(*dict.fromkeys(heard)) if action.id not in SILENT]
        listed.sort(key=lambda action: action.scope == Scope.MOVE)
        actions = [
            Choice(
                f"do {action.id}",
                action.help if action.label in action.help else f"{action.label}: {action.help}",
                keymap.shown(action.id),
            )
            for action in listed
        ]
        views = [Choice(f"view {name}", f"view {shown_line(name)}", "view") for name in self._views]
        agents = [
            Choice(f"agent {login}", f"assign to {shown_line(login)}", shown_line(name) if name != login else "agent")
            for login, name in names.agents
        ]
        teams = [Choice(f"team {team}", f"assign to {shown_line(team)}", "team") for team in names.teams]
        return [*actions, *views, *agents, *teams]

    def _found(self, key: str | None) -> None:
        kind, _, name = (key or "").partition(" ")
        match kind:
            case "do":
                self.screen.call_later(self._do, name)
            case "view":
                self._view(name)
            case "agent":
                self._perform(Order("assign", words={"to": name}))
            case "team":
                self._perform(Order("assign", words={"team": name}))
            case "ticket":
                self._go_to(int(name))

    async def _do(self, name: str) -> None:
        focused = self.screen.focused
        if BY_ID[name].scope in (Scope.MOVE, Scope.COMPOSER) and focused is not None:
            await focused.run_action(f"do('{name}')")
        else:
            await self.screen.action_do(name)
