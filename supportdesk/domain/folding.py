"""What stands below the new words of a message, told in a few. Folding and unfolding it belongs to the edges."""

SIGNATURE = "-- \n"
"""How a signature begins (RFC 3676, section 4.3)."""


def folded(quoted: str) -> str:
    """A quotation or a signature by its size: `3 quoted lines`, `signature, 2 lines`, "" where there is none."""
    text = quoted.strip("\n")
    if not text:
        return ""
    number = text.count("\n") + 1
    lines = f"line{'s' if number > 1 else ''}"
    return f"signature, {number} {lines}" if text.startswith(SIGNATURE) else f"{number} quoted {lines}"
