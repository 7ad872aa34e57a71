"""The console's verbs of mail: the services that `mail` and `rethread` call on the command line."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from supportdesk.domain.changes import Outcome
from supportdesk.errors import Refused

if TYPE_CHECKING:
    from supportdesk.desk import Desk
    from supportdesk.store.change import Change


def _take_in(desk: "Desk", *, arrival: int) -> Outcome:
    """Take a message in as a person's; Refused with the reason for one that stays in quarantine."""
    from supportdesk.domain.arriving import State
    from supportdesk.mail import receive

    got = receive.retry(desk, arrival)
    if got.state == State.QUARANTINED:
        raise Refused(f"it stays in quarantine: {got.reason}")
    return Outcome("mail quarantine retry", changed=(got.ticket,) if got.ticket else (), number=got.ticket)


def _discard(change: "Change", *, arrival: int) -> Outcome:
    from supportdesk.services import arrivals

    arrivals.discard(change, arrival)
    return change.outcome()


def _send_again(change: "Change", *, letters: tuple[str, ...]) -> Outcome:
    from supportdesk.services import outbox

    return outbox.retry(change, [int(letter) for letter in letters])


def _call_back(change: "Change", *, letters: tuple[str, ...]) -> Outcome:
    from supportdesk.services import outbox

    return outbox.cancel(change, [int(letter) for letter in letters])


def _rethread(change: "Change", *, message: str, to: int | None = None) -> Outcome:
    from supportdesk.services import rethreading

    return rethreading.rethread(change, message, to=to)


OF_THE_DESK: Mapping[str, Callable[..., Outcome]] = {"mail quarantine retry": _take_in}
"""What makes its own changes: mail is taken in as if it came now."""

MAIL_VERBS: Mapping[str, Callable[..., Outcome]] = {
    "mail quarantine discard": _discard,
    "mail outbox retry": _send_again,
    "mail outbox cancel": _call_back,
    "rethread": _rethread,
}
"""What is done to messages, by its words on the command line."""
