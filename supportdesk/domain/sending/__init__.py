"""What must be looked at once more before an answer goes out: reasons to stop, each with the words that it is about.

Pure rules over the text and what is known of the ticket; who wrote meanwhile is asked where the answer is written.
A rule that cries wolf is worse than none, so each prefers silence where the words have an innocent reading.
"""

from dataclasses import dataclass, field
from enum import Enum

from supportdesk.domain.drafts import DIVIDER
from supportdesk.domain.sending.attachments import promised
from supportdesk.domain.sending.own_words import own_words
from supportdesk.domain.sending.people import Known, strange_addresses, strange_greeting
from supportdesk.domain.sending.placeholders import unfilled

__all__ = ["Known", "Reason", "Stop", "stops"]

READ = 100_000
"""Characters that are looked at: nobody fills in by hand what is longer."""

MOST = 5
"""Places of one reason that are told."""


class Reason(Enum):
    """Why an answer should not go out yet, as the agent reads it."""

    TWO_VERSIONS = "two versions of the draft stand in it"
    PLACEHOLDER = "something is not filled in"
    ATTACHMENT = "it speaks of an attachment, and none is attached"
    GREETING = "it greets somebody else"
    ADDRESS = "it holds an address that is neither the customer's nor the desk's"


@dataclass(frozen=True, slots=True)
class Stop:
    """A reason, and the words that gave it."""

    reason: Reason
    words: tuple[str, ...] = field(default=())


def stops(text: str, known: Known, *, attached: bool) -> tuple[Stop, ...]:
    """All reasons to stop a public answer, none for one that may go."""
    own = own_words(text[:READ])
    greeted = strange_greeting(own, known)
    found = (
        (Reason.TWO_VERSIONS, (DIVIDER.strip("─ "),) if DIVIDER in text else ()),
        (Reason.PLACEHOLDER, unfilled(own)),
        (Reason.ATTACHMENT, () if attached else promised(own)),
        (Reason.GREETING, (greeted,) if greeted else ()),
        (Reason.ADDRESS, strange_addresses(own, known)),
    )
    return tuple(Stop(reason, tuple(dict.fromkeys(words))[:MOST]) for reason, words in found if words)
