"""Text for the clipboard of the terminal that the agent sits at, also over SSH and through tmux.

OSC 52 is xterm's sequence for it (https://invisible-island.net/xterm/ctlseqs, "Manipulate Selection Data"). Whether a
terminal obeys it cannot be asked, so what is said afterwards promises no more than that it was sent.
"""

import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Mapping

MOST_BYTES = 74_994
"""What terminals take at once: 100,000 bytes of sequence in the strictest, less the frame, in base64."""


LONGEST = 1.0
"""Seconds that tmux may take to answer; it does within milliseconds, and the console waits."""


def sequences(text: str, environment: Mapping[str, str]) -> str:
    """What to write to the terminal so that it keeps a text.

    tmux takes OSC 52 for itself where `set-clipboard` is on and drops it otherwise; wrapped as DCS it hands it on
    where `allow-passthrough` is on. Both ways are written, as one of them does no harm to the other.
    """
    plain = f"\x1b]52;c;{b64encode(text.encode('utf-8', 'replace')).decode('ascii')}\x07"
    if not environment.get("TMUX"):
        return plain
    doubled = plain.replace("\x1b", "\x1b\x1b")
    return f"{plain}\x1bPtmux;{doubled}\x1b\\"


def send(text: str, what: str, write: Callable[[str], None] | None, environment: Mapping[str, str]) -> str:
    """Send a text by what writes to the terminal, unless terminals would drop it; what can honestly be said of that."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return f"{what} is too long for a terminal's clipboard; nothing was copied"
    if write is not None and environment.get("TMUX") and _loaded_by_tmux(text, environment):
        return f"sent {what} to tmux's buffer and your terminal's clipboard"
    if write is not None:
        write(sequences(text, environment))
    if environment.get("TMUX"):
        return f"sent {what} to the clipboard; tmux hands it on with set-clipboard on or allow-passthrough on"
    return f"sent {what} to your terminal's clipboard"


def _loaded_by_tmux(text: str, environment: Mapping[str, str]) -> bool:
    """Whether tmux has taken a text as its newest buffer, which it also hands on to the terminal: as it is set up at
    first (`set-clipboard external`) it drops what programs in it send to the clipboard, but not what it is given.
    """
    program = shutil.which("tmux", path=environment.get("PATH"))
    if program is None:
        return False
    try:
        loading = subprocess.run(  # noqa: S603 - tmux is the terminal that the console runs in
            [program, "load-buffer", "-w", "-"],
            input=text.encode("utf-8", "replace"),
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return loading.returncode == 0
