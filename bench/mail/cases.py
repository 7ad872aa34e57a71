"""Corpora on disk: the cases of a folder with the bytes of each, and words made comparable.

Not here: what is checked about them.
"""

import json
import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from supportdesk.mail import parse as parsing
from supportdesk.mail.parse import Mail

SLOW = 2.0  # seconds that no mail may take


@dataclass(frozen=True, slots=True)
class Case:
    """One mail or text, what is told about it, and its bytes."""

    corpus: str
    file: str
    told: dict[str, Any]
    raw: bytes

    @property
    def name(self) -> str:
        """What a report calls it."""
        return f"{self.corpus}/{self.file}"

    def get(self, *keys: str) -> Any:
        """A value within what is told, None where there is none."""
        found: Any = self.told
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return found


def read_cases(corpora: Path, pattern: str) -> Iterator[Case]:
    """Every case whose listing matches, in order."""
    for listing in sorted(corpora.glob(pattern)):
        folder = listing.parent
        for line in listing.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            path = folder / told["file"]
            if path.is_file():
                yield Case(str(folder.relative_to(corpora)), told["file"], told, path.read_bytes())


@dataclass(slots=True)
class Clock:
    """How long each mail took that was read, so that a slow one is told whatever part of the checks it is in."""

    mails: int = 0
    slow: list[tuple[str, float]] = field(default_factory=list)
    longest: tuple[float, str] = (0.0, "")

    def parse(self, name: str, raw: bytes) -> Mail:
        """The mail, its time noted."""
        began = time.perf_counter()
        mail = parsing.parse(raw)
        self.note(name, time.perf_counter() - began)
        return mail

    def note(self, name: str, took: float) -> None:
        """Take down one time in seconds."""
        self.mails += 1
        self.longest = max(self.longest, (took, name))
        if took > SLOW:
            self.slow.append((name, took))


def flat(text: object) -> str:
    """Text with its white space collapsed, in NFC."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", str(text or ""))).strip()


def squeezed(text: object) -> str:
    """Text without any white space."""
    return re.sub(r"\s", "", str(text or ""))


def brief(text: object, size: int = 90) -> str:
    """The beginning of a value, for a reason."""
    said = flat(text)
    return said if len(said) <= size else f"{said[:size]}…"
