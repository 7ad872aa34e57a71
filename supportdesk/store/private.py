"""The one door to what is an agent's own or passes: drafts, what was read, who is here.

Nothing here is a change: it leaves no event, undo does not know it, and no colleague is told of a word of a draft.
Reads of it are in `around.py`.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import and_, delete, select, update
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.drafts import Draft, KeptDraft, merged
from supportdesk.domain.plain import plain
from supportdesk.store.around import clock_of, kept_draft, kind_of
from supportdesk.store.tables import draft as drafts
from supportdesk.store.tables import message, presence, seen
from supportdesk.store.writing import Writing

FORGOTTEN = timedelta(hours=1)
"""After so long without a word a console's row is removed; it has not counted as present for most of that time."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What stands in the store after a save; with `clash` it is another's version, and nothing was written."""

    kept: KeptDraft
    clash: bool = False


@dataclass(slots=True)
class Private(Writing):
    """What the acting agent may write without a change, inside its transaction; leases of letters are such, too."""

    # Drafts --------------------------------------------------------------------------------------------------------

    def save(self, draft: Draft, *, base: str | None, merge: bool = False, at: datetime | None = None) -> Saved:
        """Keep a draft that goes on from the revision `base`, None for a new one.

        Where another console has kept something else meanwhile, that stays and is told; with `merge` both are kept.
        `at` is when it was written, which decides whose words stand first; it is now unless told.
        """
        standing = self._standing(draft)
        if standing is None:
            return self._add(draft, merge=merge, at=at)
        if standing.revision == base:
            return Saved(self._update(draft))
        if _same(standing.draft, draft):
            return Saved(standing)
        if not merge:
            return Saved(standing, clash=True)
        if standing.at > (at or self.now):
            return Saved(self._update(merged(standing.draft, draft, at=at or self.now)))
        return Saved(self._update(merged(draft, standing.draft, at=standing.at)))

    def bring(self, draft: Draft, *, base: str | None, at: datetime) -> KeptDraft | None:
        """Take in a draft that outlived its console or the connection; None for one that was sent in the end."""
        if self._was_sent(draft):
            return None
        return self.save(draft, base=base, merge=True, at=at).kept

    def drop(self, ticket: int, *, note: bool) -> None:
        """Forget a draft: it was sent or is not wanted any more."""
        self.connection.execute(delete(drafts).where(self._mine(ticket, note=note)))

    def _standing(self, draft: Draft) -> KeptDraft | None:
        wanted = select(drafts).where(self._mine(draft.ticket, note=draft.note))
        row = self.row(wanted if self.sqlite else wanted.with_for_update())
        return None if row is None else kept_draft(row)

    def _mine(self, ticket: int, *, note: bool) -> ColumnElement[bool]:
        return and_(
            drafts.c.agent_id == self.actor.id, drafts.c.ticket_id == ticket, drafts.c.kind == str(kind_of(note=note))
        )

    def _add(self, draft: Draft, *, merge: bool, at: datetime | None) -> Saved:
        """Insert a draft; where another console does so at this moment, theirs is met like any other."""
        row = {"agent_id": self.actor.id, "ticket_id": draft.ticket, "kind": str(kind_of(note=draft.note))}
        added = self.upsert(drafts).values(row | self._values(draft)).on_conflict_do_nothing()
        if self.connection.execute(added.returning(drafts.c.revision)).first() is None:
            return self.save(draft, base=None, merge=merge, at=at)
        standing = self._standing(draft)
        assert standing is not None
        return Saved(standing)

    def _update(self, draft: Draft) -> KeptDraft:
        self.connection.execute(
            update(drafts).where(self._mine(draft.ticket, note=draft.note)).values(self._values(draft))
        )
        standing = self._standing(draft)
        assert standing is not None
        return standing

    def _values(self, draft: Draft) -> dict[str, Any]:
        return {
            "text": plain(draft.text),
            "numbers": json.dumps(draft.numbers),
            "files": json.dumps(draft.files, ensure_ascii=False),
            "actions": plain(draft.actions),
            "copies": "" if draft.copies is None else json.dumps(draft.copies, ensure_ascii=False),
            "revision": uuid4().hex[:16],
            "updated_at": self.now,
        }

    def _was_sent(self, draft: Draft) -> bool:
        """Whether these very words stand in the thread: the console ended between sending and forgetting them."""
        said = select(message.c.id).where(
            message.c.ticket_id == draft.ticket,
            message.c.agent_id == self.actor.id,
            message.c.kind == str(kind_of(note=draft.note)),
            message.c.withdrawn == 0,
            message.c.body == plain(draft.text).strip("\n"),
        )
        return self.row(said.limit(1)) is not None

    # What was read -------------------------------------------------------------------------------------------------

    def see(self, ticket: int, message: int) -> None:
        """The agent has seen a ticket up to a message, 0 where it has none."""
        row = {"agent_id": self.actor.id, "ticket_id": ticket, "message_id": message}
        added = self.upsert(seen).values(row)
        further = added.on_conflict_do_update(
            index_elements=[seen.c.agent_id, seen.c.ticket_id],
            set_={"message_id": added.excluded.message_id},
            where=seen.c.message_id < added.excluded.message_id,
        )
        self.connection.execute(further)

    # Who is here ---------------------------------------------------------------------------------------------------

    def be_at(self, console: str, ticket: int, *, typing: bool) -> None:
        """A console is alive and shows a ticket, 0 for none."""
        now = clock_of(self)
        row = {"agent_id": self.actor.id, "ticket_id": ticket, "typing": int(typing), "heard": now}
        added = self.upsert(presence).values(console=console, **row)
        self.connection.execute(added.on_conflict_do_update(index_elements=[presence.c.console], set_=row))
        self.connection.execute(delete(presence).where(presence.c.heard < now - FORGOTTEN))

    def go(self, console: str) -> None:
        """A console is closed."""
        self.connection.execute(delete(presence).where(presence.c.console == console))


def _same(one: Draft, other: Draft) -> bool:
    same = one.files == other.files and one.copies == other.copies
    return same and (one.text, one.actions) == (plain(other.text), plain(other.actions))
