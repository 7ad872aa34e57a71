"""Leases: work that one process at a time may do, for as long as it goes on saying that it is alive.

Here: who has a lease, by the database's own clock, for the clocks of hosts differ. Not here: letters under way, each of
which is leased with its line in the ledger (`delivering.py`).
"""

from datetime import timedelta

from sqlalchemy import delete, select

from supportdesk.domain.ticket import Role
from supportdesk.store.around import clock_of
from supportdesk.store.private import Private
from supportdesk.store.tables import lease

TERM = timedelta(seconds=60)
"""How long a lease holds after it was taken or renewed; then whoever has not renewed it counts as dead."""


def take(private: Private, name: str, holder: str) -> str:
    """Take a lease that is free or has run out, or renew one's own; who has it now, `holder` or somebody else."""
    private.require(Role.AGENT, what="doing the desk's mail")
    now = clock_of(private)
    wanted = private.upsert(lease).values(name=name, holder=holder, until=now + TERM)
    mine = (lease.c.holder == holder) | (lease.c.until < now)
    values = {"holder": wanted.excluded.holder, "until": wanted.excluded.until}
    private.connection.execute(wanted.on_conflict_do_update(index_elements=[lease.c.name], set_=values, where=mine))
    return str(private.value(select(lease.c.holder).where(lease.c.name == name)))


def give_back(private: Private, name: str, holder: str) -> None:
    """Let go of a lease, if one still has it."""
    private.connection.execute(delete(lease).where(lease.c.name == name, lease.c.holder == holder))
