"""Where the program starts: the quickest answer before anything heavy is imported, and quick and quiet endings.

What a command does is in `supportdesk.cli`; this file knows the process alone.
"""

import gc
import os
import sys

CLOSED_PIPE = 0
"""Nobody reads any more: that is the reader's choice and no fault of ours."""

INTERRUPTED = 130
UNAVAILABLE = 6


def main() -> int:
    """Run the command line of this process and end it; only where somebody waits for its end, return the exit code."""
    code = answer()
    if not _is_awaited():
        os._exit(code)
    return code


def answer() -> int:
    """Run the command line of this process; its exit code. All that it wrote has left the process by then."""
    code = 0
    try:
        code = _version() if sys.argv[1:] == ["--version"] else _run()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        code = CLOSED_PIPE
        _swallow_output()
    except OSError as error:
        code = code or _lost(error)
        _swallow_output()
    except KeyboardInterrupt:
        code = INTERRUPTED
    _flush_talk()
    return code


def _lost(error: OSError) -> int:
    """The disk that the answer goes to is full."""
    if sys.stderr is not None:
        sys.stderr.write(f"supportdesk: the answer cannot be written: {error.strerror}\n")
    return UNAVAILABLE


def _flush_talk() -> None:
    """What standard error does not take, nobody can be told."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        return


def _is_awaited() -> bool:
    """Whether something goes on after the answer: another thread, a profiler or a debugger.

    For all others it is a loss: Python takes the libraries apart, object by object, as long as a tenth of a verb.
    """
    threading = sys.modules.get("threading")
    threads = threading.active_count() if threading else 1
    return threads > 1 or sys.getprofile() is not None or sys.gettrace() is not None or sys.flags.interactive > 0


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
