"""What the console writes without a verb, because it is the agent's own or passes: drafts, what was read, presence.

One frozen class an errand, which carries itself out through the store's private door.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from supportdesk.domain.drafts import Draft, DraftKey, KeptDraft

if TYPE_CHECKING:
    from supportdesk.store.private import Private, Saved

Answer = TypeVar("Answer")


class Errand(Generic[Answer]):
    """Something to write."""

    def carry_out(self, private: "Private") -> Answer:
        """Write it; what the store has then."""
        raise TypeError(f"{type(self).__name__} cannot be carried out at {private.now}")


@dataclass(frozen=True, slots=True)
class SaveDraft(Errand["Saved"]):
    """Keep a draft that goes on from the revision `base`; with `merge`, beside what another console has kept."""

    draft: Draft
    base: str | None
    merge: bool = False

    def carry_out(self, private: "Private") -> "Saved":
        return private.save(self.draft, base=self.base, merge=self.merge)


@dataclass(frozen=True, slots=True)
class BringDraft(Errand[KeptDraft | None]):
    """Take in a draft that outlived its console; None if it was sent in the end."""

    draft: Draft
    base: str | None
    at: datetime

    def carry_out(self, private: "Private") -> KeptDraft | None:
        return private.bring(self.draft, base=self.base, at=self.at)


@dataclass(frozen=True, slots=True)
class DropDraft(Errand[None]):
    """Forget a draft."""

    key: DraftKey

    def carry_out(self, private: "Private") -> None:
        ticket, note = self.key
        private.drop(ticket, note=note)


@dataclass(frozen=True, slots=True)
class See(Errand[None]):
    """The agent has read a ticket up to a message."""

    ticket: int
    message: int

    def carry_out(self, private: "Private") -> None:
        private.see(self.ticket, self.message)


@dataclass(frozen=True, slots=True)
class BeAt(Errand[None]):
    """This console is open and shows a ticket, 0 for none."""

    console: str
    ticket: int
    typing: bool

    def carry_out(self, private: "Private") -> None:
        private.be_at(self.console, self.ticket, typing=self.typing)


@dataclass(frozen=True, slots=True)
class Go(Errand[None]):
    """This console is closed."""

    console: str

    def carry_out(self, private: "Private") -> None:
        private.go(self.console)
