"""Text as both databases can keep it. What a terminal may show is in `safe.py`."""


def plain(text: str) -> str:
    """Text without NUL characters, which PostgreSQL refuses, and with U+FFFD for halves of a character.

    Halves, lone surrogates, are what Python makes of command-line arguments that are not UTF-8.
    """
    kept = text.replace("\x00", "") if "\x00" in text else text
    if kept.isascii():
        return kept
    try:
        kept.encode()
    except UnicodeEncodeError:
        return kept.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return kept


def one_line(text: str) -> str:
    """Text on one line, its white space single: what a name, a subject or a label is."""
    return " ".join(plain(text).split())
