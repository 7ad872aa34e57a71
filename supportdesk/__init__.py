"""A help desk for people who live in a terminal.

The public API: `open_desk`, `Desk`, the errors and `__version__`. Importing it loads nothing heavy.
"""

from supportdesk.errors import (
    Declined,
    DeskError,
    FilterError,
    IllegalMove,
    NotFound,
    NotPermitted,
    Refused,
    Unavailable,
    UsageError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:  # `typing` alone would be a third of what `--version` takes
    from supportdesk.desk import Desk, open_desk

__version__ = "0.1.0"

__all__ = [
    "Declined",
    "Desk",
    "DeskError",
    "FilterError",
    "IllegalMove",
    "NotFound",
    "NotPermitted",
    "Refused",
    "Unavailable",
    "UsageError",
    "__version__",
    "open_desk",
]


def __getattr__(name: str) -> object:
    """Load the desk only when somebody asks for it: it brings the store's libraries."""
    if name in ("Desk", "open_desk"):
        from supportdesk import desk

        return getattr(desk, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
