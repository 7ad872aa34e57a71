"""A desk to look at: an invented shop, its customers, its agents and their tickets, in English and Russian.

Here: what the shop's people say (`texts`), how it becomes tickets, and how they get into a store. Importing it loads
nothing heavy.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supportdesk.demo.filling import fill, open_throwaway

__all__ = ["fill", "open_throwaway"]


def __getattr__(name: str) -> object:
    """Load the store only when a desk is to be filled."""
    if name in __all__:
        from supportdesk.demo import filling

        return getattr(filling, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
