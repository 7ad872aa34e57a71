"""Sizes as people read them."""


def file_size(size: int) -> str:
    """A size in bytes as people read it; a kilobyte has 1,000 bytes."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}" if size < 10 * factor else f"{size // factor} {unit}"
    return f"{size} B"
