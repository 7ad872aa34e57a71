"""Where the program starts: the quickest answer before anything heavy is imported, and quiet endings.

What a command does is in `supportdesk.cli`; this file knows the process alone.
"""

import gc
import os
import sys

CLOSED_PIPE = 0
"""Nobody reads any more: that is the reader's choice and no fault of ours."""

INTERRUPTED = 130


def main() -> int:
    """Run the command line of this process; its exit code."""
    try:
        code = _version() if sys.argv[1:] == ["--version"] else _run()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        code = CLOSED_PIPE
        _swallow_output()
    except KeyboardInterrupt:
        code = INTERRUPTED
    return code


def _version() -> int:
    from supportdesk import __version__

    sys.stdout.write(f"supportdesk {__version__}\n")
    return 0


def _run() -> int:
    gc.set_threshold(50_000)  # libraries make many objects once and drop few: collecting meanwhile is a loss
    from supportdesk.cli import main as command_line
    from supportdesk.cli.streams import Streams

    return command_line(sys.argv[1:], Streams.of_process(os.environ), os.environ)


def _swallow_output() -> None:
    """Point standard output at nothing, so that Python's own flush at exit has nowhere to fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    sys.exit(main())
