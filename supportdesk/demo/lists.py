"""The lists of words and names in `texts`: sections that begin with `= name`, of words or of whole lines."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def read(name: str) -> str:
    """A text file of the demo desk."""
    return files("supportdesk.demo").joinpath("texts", name).read_text("utf-8")


@cache
def sections(name: str) -> Mapping[str, str]:
    """A file's sections by their names."""
    parts = re.split(r"^= ", read(name), flags=re.M)[1:]
    return {head.strip(): body for head, _, body in (part.partition("\n") for part in parts)}


@cache
def words(name: str, section: str) -> tuple[str, ...]:
    """A section's words."""
    return tuple(sections(name)[section].split())


@cache
def lines(name: str, section: str) -> tuple[str, ...]:
    """A section's lines."""
    return tuple(line.strip() for line in sections(name)[section].splitlines() if line.strip())


@cache
def pairs(name: str, section: str) -> tuple[tuple[str, str], ...]:
    """A section's lines of two parts, `one / other`."""
    return tuple((one, other) for one, _, other in (line.partition(" / ") for line in lines(name, section)))
