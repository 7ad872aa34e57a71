"""What the console asks of mail: the quarantine, sources as they came, why messages are where they are."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from supportdesk.console.asking import Line, Question
from supportdesk.domain.letters import OutboxRow
from supportdesk.domain.mail_rows import ArrivalRow
from supportdesk.domain.source_text import SourceText

if TYPE_CHECKING:
    from supportdesk.store.reading import Reading

MOST_QUARANTINED = 1_000
"""Messages that the quarantine shows: who has more looks at the reason of the first ones."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a message came as; `mail` is False for what was written at the desk, which is its body alone."""

    text: SourceText
    mail: bool = True


@dataclass(frozen=True, slots=True)
class SourceOf(Question[Source]):
    """The source of a message of a thread."""

    message: int

    def answer(self, reading: "Reading") -> Source:
        from supportdesk.store import thread

        raw = thread.raw(reading, self.message)
        if raw is not None:
            return Source(SourceText(raw))
        return Source(SourceText(thread.body(reading, self.message).encode("utf-8", "replace")), mail=False)


@dataclass(frozen=True, slots=True)
class ArrivalSource(Question[Source]):
    """The source of a message that arrived, whatever became of it."""

    arrival: int

    def answer(self, reading: "Reading") -> Source:
        from supportdesk.store import ledger

        return Source(SourceText(ledger.raw_of(reading, self.arrival)))


@dataclass(frozen=True, slots=True)
class Quarantined(Question[tuple[ArrivalRow, ...]]):
    """What lies in quarantine, the newest first."""

    line = Line.SLOW

    def answer(self, reading: "Reading") -> tuple[ArrivalRow, ...]:
        from supportdesk.store import ledger

        return ledger.quarantine(reading, limit=MOST_QUARANTINED)[::-1]


@dataclass(frozen=True, slots=True)
class WhyThere(Question[str]):
    """Why a message is on its ticket, in a sentence."""

    message: int
    message_id: str

    def answer(self, reading: "Reading") -> str:
        from supportdesk.store import ledger

        return ledger.why(reading, self.message, self.message_id)


@dataclass(frozen=True, slots=True)
class WhyMessage(Question[str]):
    """Where a message is and why, by its number or Message-ID."""

    wanted: str

    def answer(self, reading: "Reading") -> str:
        from supportdesk.store import ledger

        entry = ledger.entry_of(reading, self.wanted)
        return f"message {entry.id} is on #{entry.ticket_id}: {ledger.why(reading, entry.id, entry.message_id)}"


@dataclass(frozen=True, slots=True)
class Unsent(Question[tuple[OutboxRow, ...]]):
    """The letters of a ticket that wait or have failed."""

    ticket: int

    def answer(self, reading: "Reading") -> tuple[OutboxRow, ...]:
        from supportdesk.store import outbox

        return outbox.unsent_of(reading, self.ticket)
