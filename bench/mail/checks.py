"""What was checked, how often it held, what the libraries made of the same cases, and the table that says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

HEADINGS = ("check", "corpus", "cases", "ours", "share", "best library", "theirs", "target", "verdict")


@dataclass(frozen=True, slots=True)
class Miss:
    """A case that did not hold, and why."""

    case: str
    reason: str


@dataclass(slots=True)
class Check:
    """One line of the table: cases of one corpus that held, and those that the libraries got right.

    `target` is the least share that is good enough.
    """

    what: str
    corpus: str
    target: float | None = None
    cases: int = 0
    good: int = 0
    libraries: dict[str, int | None] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    note: str = ""

    def add(self, case: str, good: bool, reason: str = "") -> None:
        """Count a case."""
        self.cases += 1
        self.good += good
        if not good:
            self.miss(case, reason)

    def miss(self, case: str, reason: str) -> None:
        """List a case that did not hold, and is counted already."""
        self.misses.append(Miss(case, reason))

    def library(self, name: str, good: bool | None) -> None:
        """Count what a library made of the case; None: it is not installed."""
        if good is None:
            self.libraries.setdefault(name, None)
        else:
            self.libraries[name] = (self.libraries.get(name) or 0) + good

    @property
    def share(self) -> float:
        """How many of the cases held, of 1."""
        return self.good / self.cases if self.cases else 1.0

    @property
    def verdict(self) -> str:
        """Whether the target is met; empty where there is none."""
        if self.target is None:
            return ""
        return "met" if self.share >= self.target else "NOT MET"

    def best(self) -> tuple[str, int] | None:
        """The library with most cases right."""
        ran = [(count, name) for name, count in self.libraries.items() if count is not None]
        return (max(ran)[1], max(ran)[0]) if ran else None


def table(checks: Sequence[Check]) -> str:
    """The checks as aligned text, remarks below."""
    rows = [HEADINGS, *(_cells(check) for check in checks)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    notes = [f"{check.what}, {check.corpus}: {check.note}" for check in checks if check.note]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:], "", *notes, *_absent(checks)])


def _cells(check: Check) -> tuple[str, ...]:
    best = check.best()
    library, theirs = (best[0], f"{best[1]:,}") if best else ("not installed" if check.libraries else "", "")
    share = f"{100 * check.share:.1f} %"
    target = "" if check.target is None else f">= {100 * check.target:g} %"
    counted = (f"{check.cases:,}", f"{check.good:,}")
    return (check.what, check.corpus, *counted, share, library, theirs, target, check.verdict)


def _absent(checks: Iterable[Check]) -> list[str]:
    names = {name for check in checks for name, count in check.libraries.items() if count is None}
    return [f"{name}: not installed" for name in sorted(names)]


def listed(checks: Sequence[Check]) -> str:
    """Every missed case with its reason."""
    lines = []
    for check in checks:
        if check.misses:
            lines.append(f"\n{check.what}, {check.corpus}: {len(check.misses)} of {check.cases}")
            lines += [f"  {miss.case}: {miss.reason}" for miss in check.misses]
    return "\n".join(lines)
