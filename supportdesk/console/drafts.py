"""What the agent has half-written: kept in the store, on this machine until the store has it, and known here.

Each save first goes into the spool, which outlives the console, and leaves it when the store has confirmed it. Where
the same draft went on in another console, both versions stay: this one in the spool while it is written, and both in
one text when the writing ends.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.around import OwnDrafts
from supportdesk.console.errands import BringDraft, DropDraft, SaveDraft
from supportdesk.console.spool import Orphan, Spooled
from supportdesk.domain.drafts import Draft, DraftKey, KeptDraft
from supportdesk.errors import DeskError, Unavailable

if TYPE_CHECKING:
    from supportdesk.store.private import Saved


@dataclass(slots=True)
class Item:
    """A draft as this console has it. `base` is its revision in the store, None for none; `waiting` until the store has
    these very words; `asked` while a save is on its way; `clash` where another console keeps other words.
    """

    draft: Draft
    base: str | None
    at: datetime
    waiting: bool = False
    asked: bool = False
    clash: bool = False
    merge: bool = False

    def known(self, kept: KeptDraft) -> None:
        """This is what the store has."""
        self.draft, self.base, self.waiting, self.clash, self.merge = kept.draft, kept.revision, False, False, False


class Drafts:
    """The agent's drafts. `changed` is called when there are others or other words, `tell` when one is in danger;
    `busy` says whether somebody types at one now: then words from elsewhere never take the place of its own.
    """

    def __init__(
        self,
        access: Access,
        *,
        busy: Callable[[DraftKey], bool],
        changed: Callable[[], None],
        tell: Callable[[DeskError], None],
    ) -> None:
        self.access, self._busy, self._changed, self._tell = access, busy, changed, tell
        self._items: dict[DraftKey, Item] = {}
        self._dropped: set[DraftKey] = set()
        self._steps = 0
        self._reading = self._again = False
        self._warned = False

    # What there is -------------------------------------------------------------------------------------------------

    def get(self, ticket: int, *, note: bool) -> Draft | None:
        """What is half-written for a ticket."""
        item = self._items.get((ticket, note))
        return item.draft if item else None

    @property
    def tickets(self) -> frozenset[int]:
        """The tickets that something is half-written for."""
        return frozenset(ticket for ticket, _ in self._items)

    def clashes(self, key: DraftKey) -> bool:
        """Whether another console keeps other words of this draft."""
        item = self._items.get(key)
        return item is not None and item.clash

    @property
    def settled(self) -> bool:
        """Whether the store has everything."""
        return not any(item.waiting or item.asked for item in self._items.values())

    # What the agent does -------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Read what is there, and take in what other consoles of this machine have left."""
        self._read()
        for orphan in self.access.keeping.orphans():
            self._bring(orphan, list(orphan.drafts))

    def save(self, draft: Draft, *, merge: bool = False) -> None:
        """Keep what is written. With `merge` the writing ends: what clashes is now kept beside it."""
        item = self.hold(draft)
        item.merge = merge
        if item.waiting:
            self._send(item)

    def hold(self, draft: Draft) -> Item:
        """Keep what is written on this machine alone: it is being sent, and then dropped, or saved after all."""
        item = self._items.get(draft.key)
        if item is None:
            item = self._items[draft.key] = Item(draft, None, _now(), waiting=True)
            self._changed()
        elif item.draft != draft or item.waiting:
            item.draft, item.at, item.waiting = draft, _now(), True
        if item.waiting:
            self._dropped.discard(draft.key)
            self._write_spool()
        return item

    def drop(self, key: DraftKey) -> None:
        """Forget what was written: it was sent, or is not wanted any more."""
        if self._items.pop(key, None) is not None:
            self._write_spool()
            self._dropped.add(key)
            self._drop(key)
            self._changed()

    def retry(self) -> None:
        """The store answers again: give it what waits."""
        for key in tuple(self._dropped):
            self._drop(key)
        for item in tuple(self._items.values()):
            if item.waiting:
                self._send(item)
        self._read()

    # What the store says -------------------------------------------------------------------------------------------

    def news(self, revisions: Mapping[DraftKey, str]) -> None:
        """Read the drafts anew where another console has kept or dropped some."""
        calm = {key: item for key, item in self._items.items() if not (item.waiting or item.asked or item.clash)}
        standing = {key: item.base for key, item in calm.items()}
        ours = self._items.keys() - standing.keys()
        if {key: revision for key, revision in revisions.items() if key not in ours} != standing:
            self._read()

    def _read(self) -> None:
        if self._reading:
            self._again = True
            return
        self._reading = True
        self.access.ask(OwnDrafts(), partial(self._have, self._steps), failed=self._cannot_read)

    def _cannot_read(self, _error: DeskError) -> None:
        self._reading = self._again = False

    def _have(self, steps: int, kept: tuple[KeptDraft, ...]) -> None:
        """Know the store's drafts; where one was kept or taken in since they were asked for, they are read again."""
        again, self._reading, self._again = self._again, False, False
        if again or steps != self._steps:
            self._read()
            return
        found = {one.draft.key: one for one in kept if one.draft.key not in self._dropped}
        for key in [key for key, item in self._items.items() if key not in found and not item.waiting]:
            del self._items[key]
        for key, one in found.items():
            self._meet(key, one)
        self._changed()

    def _meet(self, key: DraftKey, kept: KeptDraft) -> None:
        """Know what the store has of a draft; where somebody types at it, both versions are kept when that ends."""
        item = self._items.get(key)
        if self._busy(key):
            if item is not None and not item.asked:
                item.clash = item.base != kept.revision and item.draft != kept.draft
        elif item is None or not (item.waiting or item.asked):
            self._items[key] = Item(kept.draft, kept.revision, kept.at)

    def _send(self, item: Item) -> None:
        """Save one, unless it is on its way: what was written meanwhile follows."""
        if item.asked or (item.clash and not item.merge):
            return
        self._steps += 1
        item.asked = True
        sent = item.draft
        self.access.keeping.keep(
            SaveDraft(sent, item.base, merge=item.merge),
            then=partial(self._saved, item, sent),
            failed=partial(self._not_saved, item),
        )

    def _saved(self, item: Item, sent: Draft, saved: "Saved") -> None:
        item.asked = False
        self._steps += 1
        if self._items.get(sent.key) is not item:
            return
        if saved.clash:
            item.clash = True
            self._changed()
            if item.merge:
                self._send(item)
        elif item.draft == sent:
            changed = item.draft != saved.kept.draft
            item.known(saved.kept)
            if changed:
                self._changed()
        else:
            item.base, item.clash = saved.kept.revision, False
            self._send(item)
        self._write_spool()

    def _not_saved(self, item: Item, error: DeskError) -> None:
        """It waits in the spool. Only where the store answers, and will not have it, is there something to tell."""
        item.asked = False
        if not isinstance(error, Unavailable):
            self._tell(DeskError(f"{error.message}; the draft is kept on this machine"))

    def _drop(self, key: DraftKey) -> None:
        def done(_nothing: None) -> None:
            self._steps += 1
            self._dropped.discard(key)

        def failed(_error: DeskError) -> None:
            """It is dropped when the store answers again."""

        self._steps += 1
        self.access.keeping.keep(DropDraft(key), then=done, failed=failed)

    # The spool -----------------------------------------------------------------------------------------------------

    def _write_spool(self) -> None:
        waiting = [Spooled(item.draft, item.base, item.at) for item in self._items.values() if item.waiting]
        if not self.access.keeping.spool(waiting) and not self._warned:
            self._warned = True
            self._tell(DeskError("drafts cannot be kept on this machine: its state folder cannot be written"))

    def _bring(self, orphan: Orphan, left: list[Spooled]) -> None:
        """Take in one after the other; the file is forgotten when the store has them all."""
        if not left:
            orphan.forget()
            self._read()
            return
        one, *rest = left

        def failed(_error: DeskError) -> None:
            orphan.leave()

        self.access.keeping.keep(
            BringDraft(one.draft, one.base, one.at), then=lambda _: self._bring(orphan, rest), failed=failed
        )


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
