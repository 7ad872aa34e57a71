"""Where bytes come from and go to: a stream that the caller opened, or a path."""

import io
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from supportdesk.errors import NotFound, Refused, UsageError
from supportdesk.exchange.report import Source


def opened(source: Source, stack: ExitStack) -> tuple[BinaryIO, int | None]:
    """The stream of a source and its size in bytes, None where that is not known; closed with the stack if opened."""
    if not isinstance(source, Path):
        return source, None
    if source.is_dir():
        raise UsageError(f"{source} is a folder, not a file")
    try:
        return stack.enter_context(source.open("rb")), source.stat().st_size
    except FileNotFoundError:
        raise NotFound(f"no file {source}") from None
    except OSError as error:
        raise Refused(f"cannot read {source}: {error.strerror}") from error


def created(target: Source, stack: ExitStack) -> BinaryIO:
    """The stream to write to; a file is made anew and closed with the stack."""
    if not isinstance(target, Path):
        return target
    try:
        return stack.enter_context(io.BufferedWriter(io.FileIO(target, "w"), 1 << 20))
    except OSError as error:
        raise Refused(f"cannot write {target}: {error.strerror}") from error
