"""What an import has counted so far, and the report that is made of it."""

from dataclasses import dataclass, field

from supportdesk.exchange.report import ImportReport, Reject
from supportdesk.services.intake import Added, Verdict


@dataclass(slots=True)
class Tally:
    """What has been counted so far; only what is committed counts."""

    received: int = 0
    counts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    rejected: int = 0
    added: Added = field(default_factory=Added)
    change: int | None = None
    rejects: list[Reject] = field(default_factory=list)

    def report(self) -> ImportReport:
        """The counts as the caller is told them."""
        return ImportReport(
            received=self.received,
            new=self.counts[Verdict.NEW],
            threaded=self.counts[Verdict.THREADED],
            duplicate=self.counts[Verdict.DUPLICATE],
            rejected=self.rejected,
            tickets=self.added.tickets,
            messages=self.added.messages,
            customers=self.added.customers,
            renumbered=self.added.renumbered,
            change=self.change,
            rejects=tuple(self.rejects),
        )
