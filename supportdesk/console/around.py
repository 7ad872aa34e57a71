"""Questions about what is the agent's own or passes: drafts, what was not read, who else is at a ticket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from supportdesk.console.asking import Question
from supportdesk.domain.drafts import Draft, DraftKey, KeptDraft
from supportdesk.domain.models import ThreadMessage
from supportdesk.domain.presence import Present

if TYPE_CHECKING:
    from supportdesk.store.reading import Reading


@dataclass(frozen=True, slots=True)
class Around:
    """Who is at which ticket at this moment, and the revisions of the agent's drafts."""

    present: tuple[Present, ...] = ()
    revisions: Mapping[DraftKey, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LookAround(Question[Around]):
    """What is the case at this moment; no event tells of it."""

    def answer(self, reading: "Reading") -> Around:
        from supportdesk.store import around

        return Around(around.present(reading), around.revisions(reading))


@dataclass(frozen=True, slots=True)
class OwnDrafts(Question[tuple[KeptDraft, ...]]):
    """All that the agent has half-written."""

    def answer(self, reading: "Reading") -> tuple[KeptDraft, ...]:
        from supportdesk.store import around

        return around.own_drafts(reading)


@dataclass(frozen=True, slots=True)
class TakenBack(Question[Draft | None]):
    """What the agent had written that an undo has taken back."""

    change: int

    def answer(self, reading: "Reading") -> Draft | None:
        from supportdesk.store import around

        return around.taken_back(reading, self.change)


@dataclass(frozen=True, slots=True)
class Unread(Question[frozenset[int]]):
    """Those of some tickets that the agent has not read."""

    numbers: tuple[int, ...]

    def answer(self, reading: "Reading") -> frozenset[int]:
        from supportdesk.store import around

        return around.unread_among(reading, self.numbers)


@dataclass(frozen=True, slots=True)
class LastSaid(Question[Mapping[int, int]]):
    """The last message of each of some tickets."""

    numbers: tuple[int, ...]

    def answer(self, reading: "Reading") -> Mapping[int, int]:
        from supportdesk.store import around

        return around.last_said(reading, self.numbers)


@dataclass(frozen=True, slots=True)
class Newer:
    """A message that was written meanwhile, and the ticket that it stands on."""

    ticket: int
    message: ThreadMessage


@dataclass(frozen=True, slots=True)
class WrittenSince(Question[tuple[Newer, ...]]):
    """The last thing that somebody else wrote on each of some tickets after what was known of them."""

    lasts: Mapping[int, int]

    def answer(self, reading: "Reading") -> tuple[Newer, ...]:
        from supportdesk.store import around, thread

        found = around.written_since(reading, self.lasts)
        said = thread.numbered(reading, tuple(found.values()))
        return tuple(Newer(ticket, said[number]) for ticket, number in found.items())


@dataclass(frozen=True, slots=True)
class Snippets(Question[Mapping[int, str]]):
    """How the last messages of some tickets begin."""

    numbers: tuple[int, ...]

    def answer(self, reading: "Reading") -> Mapping[int, str]:
        from supportdesk.store import thread

        return thread.snippets(reading, self.numbers)
