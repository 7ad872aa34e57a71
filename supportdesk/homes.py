"""Paths as people write them."""

import os.path
from pathlib import Path


def at_home(path: str | Path) -> Path:
    """A path with its `~` and `~somebody` written out; as in a shell, the `~` of nobody stays as it is."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - Path.expanduser raises where there is nobody of that name


def stands(path: Path) -> bool:
    """Whether there is anything at a path; a name that is too long is that of nothing."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises for what no system has
