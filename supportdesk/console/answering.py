"""The verbs of the composer: a reply or a note, with its files and what becomes of the ticket, in one change.

The draft that it was goes with it: it is sent and forgotten in the same transaction, or neither.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from supportdesk.console.attaching import attached
from supportdesk.domain.changes import Outcome
from supportdesk.domain.macro import read_actions
from supportdesk.domain.ticket import Status
from supportdesk.errors import Overtaken

if TYPE_CHECKING:
    from supportdesk.store.change import Change
    from supportdesk.store.selection import Selection


def reply(
    change: "Change",
    tickets: "Selection",
    *,
    body: str = "",
    template: str | None = None,
    status: str | None = None,
    files: tuple[str, ...] = (),
    draft: int | None = None,
    seen: int | None = None,
    lasts: tuple[str, ...] = (),
    actions: str | None = None,
    copies: tuple[str, ...] | None = None,
) -> Outcome:
    """Answer in public. `draft` is the ticket whose draft this was, `seen` the last message of it that was read.

    `lasts` are the last messages of several tickets, as `5:17`; `actions` what is done with it, in one line; `copies`
    who gets one: whoever follows, for None.

    Overtaken if somebody wrote there since.
    """
    from supportdesk.services import conversation

    known = {int(number): int(last) for number, last in (pair.split(":") for pair in lasts)}
    if draft is not None and seen is not None:
        known[draft] = seen
    _refuse_overtaken(change, known)
    outcome = conversation.reply(
        change,
        tickets,
        body=body,
        template=template,
        files=attached(files),
        cc=copies or (),
        without=() if copies is None else ("all",),
        status=Status(status) if status else None,
        actions=None if actions is None else read_actions([actions]),
    )
    _forget(change, draft, note=False)
    return outcome


def note(
    change: "Change",
    tickets: "Selection",
    *,
    body: str,
    status: str | None = None,
    files: tuple[str, ...] = (),
    draft: int | None = None,
) -> Outcome:
    """Leave a note that only agents see. `draft` is the ticket whose draft this was."""
    from supportdesk.services import conversation
    from supportdesk.services import tickets as services

    outcome = conversation.note(change, tickets, body=body, files=attached(files))
    if status is not None:
        services.move(change, tickets, to=Status(status))
        outcome = replace(outcome, did=(("note", {}), ("status", {"to": status})))
    _forget(change, draft, note=True)
    return outcome


def macro(change: "Change", tickets: "Selection", *, name: str) -> Outcome:
    """Do all that a canned response says."""
    from supportdesk.services import macros

    return macros.run(change, tickets, name=name)


def _refuse_overtaken(change: "Change", known: Mapping[int, int]) -> None:
    from supportdesk.store import around, thread

    newer = around.written_since(change, known)
    if newer:
        number, said = next(iter(newer.items()))
        author = thread.numbered(change, [said])[said].author
        who = author.name or author.email or "somebody"
        more = f" and {len(newer) - 1} more" if len(newer) > 1 else ""
        raise Overtaken(f"{who} wrote on #{number}{more} meanwhile; nothing was sent")


def _forget(change: "Change", ticket: int | None, *, note: bool) -> None:
    if ticket is not None:
        from supportdesk.store.private import Private

        Private(change.connection, change.now, change.actor, change.address).drop(ticket, note=note)
