"""The console as the command line opens it: in a terminal, as the agent likes it, until they leave."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from supportdesk.cli.call import Call
from supportdesk.config import config_path
from supportdesk.errors import UsageError

if TYPE_CHECKING:
    from supportdesk.console.habits import Habits
    from supportdesk.console.last_page import Memory
    from supportdesk.desk import Desk

FRAMES = "240"
"""Frames a second at most, as Textual's `TEXTUAL_FPS` has it. Of its own 60, the frame that follows another comes 17 to
33 ms later: what a key asked the store for would be here and wait, as the cursor's frame was painted meanwhile.
"""


TURN = 0.0005
"""Seconds for which a store thread may go on computing while the interface wants to. Of Python's own 5 ms, a key that
comes while the store is read has to wait several times.
"""


def habits(call: Call) -> "Habits":
    """How the agent likes to work; UsageError names the line of what cannot be, or a terminal that shows nothing."""
    if call.environment.get("TERM") == "dumb" and not call.streams.in_browser:
        raise UsageError("the console cannot be drawn on this terminal (TERM=dumb)", hint="supportdesk list")
    from supportdesk.console.habits import habits_of

    return habits_of(call.settings, config_path(call.environment), call.environment, browser=call.streams.in_browser)


def open_console(
    call: Call,
    open: Callable[[], "Desk"],
    habits: "Habits",
    *,
    memory: "Memory | None" = None,
    spool: Path | None = None,
) -> int:
    """Show the console until the agent leaves; the exit code. `open` runs in a store thread, after the first frame.

    `memory` is where the inbox is kept as it was last seen, which that first frame shows, `spool` the folder
    where drafts wait that the store does not have yet (`spool.folder_for`).
    What `open` raises is raised here, once the terminal is as it was.
    """
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    sys.setswitchinterval(TURN)
    from supportdesk.app import Console

    console = Console(open, plain=bool(os.environ.get("NO_COLOR")), memory=memory, spool=spool, habits=habits)
    with call.streams.drawing():
        try:
            console.run()
        finally:
            console.release()
    if console.failure is not None:
        raise console.failure
    return console.return_code or 0
