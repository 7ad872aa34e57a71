"""How the processes of one run share the work of compiling the tests, most of what collecting them costs at first.

Every process needs every test file, with its assertions rewritten. Each begins with other files and keeps what it made,
so the next process, and the next run, find it.
"""

import importlib
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest

WORTH_IT = 40
"""Files from which on it is worth to share them."""


def keep() -> None:
    """What is compiled is kept also where the environment says not to: else four processes compile all, every time."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def begin_with_ours(config: pytest.Config) -> None:
    """In one of several processes: import its share of the tests before it collects all."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw").removeprefix("gw")
    files = list(_asked(config))
    if number and len(files) >= WORTH_IT:
        for file in files[int(number) :: int(os.environ["PYTEST_XDIST_WORKER_COUNT"])]:
            with suppress(Exception, pytest.skip.Exception):  # what is wrong with it is said when it is collected
                importlib.import_module(".".join(file.with_suffix("").parts))


def _asked(config: pytest.Config) -> Iterable[Path]:
    """The test files that this run is to collect, from the root."""
    for place in map(Path, config.args):
        found = (config.invocation_params.dir / place).resolve()
        for file in sorted(found.rglob("test_*.py")) if found.is_dir() else [found]:
            with suppress(ValueError):
                yield file.relative_to(config.rootpath)
