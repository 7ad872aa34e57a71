"""The desk: a store, the agent who acts and a clock. Every reader and every writer comes through here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from supportdesk.config import Settings
from supportdesk.store import schema
from supportdesk.store.engine import Store, connect
from supportdesk.store.reading import Reading, find_actor

if TYPE_CHECKING:
    from supportdesk.store.change import Change
    from supportdesk.store.private import Private
    from supportdesk.store.series import Series

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """The instant now: UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Desk:
    """An open desk; safe to share between threads, as each transaction has a connection of its own."""

    store: Store
    login: str
    clock: Clock = wall_clock
    address: str = "support@supportdesk.invalid"

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """One moment of the desk; writing in it fails."""
        with self.store.reading() as connection:
            yield Reading(connection, self.clock(), find_actor(connection, self.login), self.address)

    @contextmanager
    def change(self, verb: str, *, dry_run: bool = False, number: int | None = None) -> Iterator["Change"]:
        """One run of a verb: all of it or, if the body raises or for a dry run, none of it.

        `number` goes on with a change that an earlier transaction began, for work too long for one.
        """
        from supportdesk.store.change import Change  # who only reads does without

        with self.store.writing() as connection:
            actor = find_actor(connection, self.login)
            change = Change(connection, self.clock(), actor, self.address, verb, number, dry_run=dry_run)
            yield change
            if dry_run or not change.touched:
                transaction = connection.get_transaction()
                assert transaction is not None
                transaction.rollback()

    @contextmanager
    def series(self, verb: str) -> Iterator["Series"]:
        """Runs of one verb in one transaction, committed together; where one of them fails, none of them was."""
        from supportdesk.store.series import Series

        with self.store.writing() as connection:
            series = Series(connection, self.clock(), find_actor(connection, self.login), self.address, verb)
            yield series
            if not series.failed:
                series.settle()
            if series.failed or not series.touched:
                transaction = connection.get_transaction()
                assert transaction is not None
                transaction.rollback()

    @contextmanager
    def private(self) -> Iterator["Private"]:
        """Write what is the acting agent's own or passes: drafts, what was read, presence. No change and no event."""
        from supportdesk.store.private import Private

        with self.store.writing() as connection:
            yield Private(connection, self.clock(), find_actor(connection, self.login), self.address)

    def close(self) -> None:
        """Give the store's connections back."""
        self.store.close()


def open_desk(settings: Settings, *, clock: Clock = wall_clock) -> Desk:
    """The desk that the settings name. A local store is made where there is none; a server's is not."""
    store = connect(settings.store, lock_wait=settings.lock_wait, full_sync=settings.full_sync)
    try:
        if store.path is not None and schema.is_empty(store):
            schema.create(store, login=settings.agent, now=clock())
        schema.check(store)
    except BaseException:
        store.close()
        raise
    return Desk(store, settings.agent, clock, settings.address)
