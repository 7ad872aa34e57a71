"""One call of the program: its streams, environment and global options; the desk is opened when first used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from supportdesk.cli.streams import Streams

if TYPE_CHECKING:
    from supportdesk.config import Settings
    from supportdesk.desk import Desk


@dataclass(frozen=True, slots=True)
class Flags:
    """The global options, as given: None where one is not."""

    store: str | None = None
    profile: str | None = None
    agent: str | None = None
    color: str | None = None
    no_input: bool = False
    quiet: bool = False
    debug: bool = False


@dataclass(slots=True)
class Call:
    """What a command needs of the world; made by `main`, handed down as the context's object."""

    streams: Streams
    environment: Mapping[str, str]
    flags: Flags = field(default_factory=Flags)
    _settings: "Settings | None" = None
    _desk: "Desk | None" = None

    @property
    def settings(self) -> "Settings":
        """The settings in force for this call."""
        if self._settings is None:
            from supportdesk.config import resolve

            flags = self.flags
            given = {"store": flags.store, "agent": flags.agent, "profile": flags.profile, "color": flags.color}
            self._settings = resolve(self.environment, flags=given)
        return self._settings

    @property
    def clock(self) -> Callable[[], datetime]:
        """The clock of this call: `SUPPORTDESK_NOW` stops it."""
        from supportdesk.config import clock

        fixed = clock(self.environment)
        return (lambda: fixed) if fixed else (lambda: datetime.now(UTC).replace(microsecond=0))

    @property
    def desk(self) -> "Desk":
        """The desk that the settings name, opened once; a default store's folder and file are made on first use."""
        if self._desk is None:
            from supportdesk.cli.places import make_folder
            from supportdesk.desk import open_desk

            make_folder(self.settings, self.environment)
            self._desk = open_desk(self.settings, clock=self.clock)
        return self._desk

    def say(self, line: str) -> None:
        """Tell something about the answer on standard error, unless `--quiet`."""
        if not self.flags.quiet:
            from supportdesk.domain.safe import told_line

            self.streams.say(f"{told_line(line)}\n")

    @property
    def can_ask(self) -> bool:
        """Whether a question would be seen and may be asked."""
        return self.streams.can_ask and not self.flags.no_input

    @property
    def colored(self) -> bool:
        """Whether standard output takes colour."""
        return self._colored(terminal=self.streams.out_terminal)

    def _colored(self, *, terminal: bool) -> bool:
        if self.settings.color != "auto":
            return self.settings.color == "always"
        return terminal and not self.environment.get("NO_COLOR") and self.environment.get("TERM") != "dumb"

    def close(self) -> None:
        """Give back what the call opened."""
        if self._desk is not None:
            self._desk.close()
            self._desk = None


def of(context: typer.Context) -> Call:
    """The call that a command runs in."""
    call = context.obj
    assert isinstance(call, Call)
    return call
