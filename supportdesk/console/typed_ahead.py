"""What is typed while the terminal is nobody's: before the console has it, or while an editor's window is open.

The terminal turns the Enter of those keys into a line feed, which the console hears as ctrl+j: it would send the reply
that was to get a second line.
"""

import os
import sys
from array import array
from contextlib import suppress

from textual.driver import Driver


def driver() -> type[Driver] | None:
    """The way to the terminal that hears Enter in what was typed ahead; None where Textual is to choose another."""
    if sys.platform == "win32" or os.environ.get("TEXTUAL_DRIVER"):
        return None
    from textual.drivers.linux_driver import LinuxDriver

    class TypedAhead(LinuxDriver):
        """A terminal whose keys of before are heard first, and as they were pressed."""

        def run_input_thread(self) -> None:
            """Hear what was typed ahead, then what is typed."""
            from textual._xterm_parser import XTermParser

            feed = XTermParser(self._debug).feed
            typed = pressed(self.fileno)
            for event in (*feed(typed), *feed("")) if typed else ():
                self.process_message(event)
            super().run_input_thread()

    return TypedAhead


def pressed(terminal: int) -> str:
    """What waits in a terminal, with Enter wherever a line feed stands."""
    from fcntl import ioctl
    from termios import FIONREAD

    waiting = array("i", [0])
    with suppress(OSError):
        ioctl(terminal, FIONREAD, waiting)
        return os.read(terminal, waiting[0]).decode("utf-8", "replace").replace("\n", "\r") if waiting[0] else ""
    return ""
