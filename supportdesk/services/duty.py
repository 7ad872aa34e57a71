"""Who is on duty: agents who are here and have room, and how waiting tickets are shared out among them."""

from collections.abc import Sequence

from sqlalchemy import func, select

from supportdesk.domain.ticket import Role
from supportdesk.errors import Refused
from supportdesk.store import tables
from supportdesk.store.change import Change
from supportdesk.store.tables import ticket


def shared_out(change: Change, waiting: Sequence[tuple[int, int | None]]) -> dict[int, tuple[int, ...]]:
    """Tickets by the agent who is to have them, given as (number, team); each goes to whoever has the fewest by then.

    Refused, with the ticket, where nobody of its team is here and has room.
    """
    loads, room, members = _loads(change), _room(change), _members(change)
    chosen: dict[int, list[int]] = {}
    for number, team_id in waiting:
        able = [one for one in loads if room[one] > 0 and (team_id is None or one in members.get(team_id, ()))]
        if not able:
            raise Refused(f"nobody can take ticket {number}: its team has no agent who is here and has room")
        agent = min(able, key=lambda one: (loads[one], one))
        loads[agent] += 1
        room[agent] -= 1
        chosen.setdefault(agent, []).append(number)
    return {agent: tuple(numbers) for agent, numbers in sorted(chosen.items())}


def _loads(change: Change) -> dict[int, int]:
    """Open tickets of every agent who is here."""
    agents = tables.agent.c
    mine = select(func.count()).select_from(ticket).where(ticket.c.assignee_id == agents.id, ticket.c.is_open == 1)
    here = (agents.away_from.is_(None)) | (agents.away_from > change.now) | (agents.away_to < change.now)
    able = select(agents.id, mine.scalar_subquery()).where(agents.active == 1, agents.role >= int(Role.AGENT), here)
    return {row[0]: row[1] for row in change.rows(able.order_by(agents.id))}


def _room(change: Change) -> dict[int, float]:
    """How many more tickets each agent may have; a capacity of 0 is none."""
    agents = tables.agent.c
    mine = select(func.count()).select_from(ticket).where(ticket.c.assignee_id == agents.id, ticket.c.is_open == 1)
    rows = change.rows(select(agents.id, agents.capacity, mine.scalar_subquery()))
    return {row[0]: row[1] - row[2] if row[1] else float("inf") for row in rows}


def _members(change: Change) -> dict[int, set[int]]:
    members: dict[int, set[int]] = {}
    for team_id, agent_id in change.rows(select(tables.membership.c.team_id, tables.membership.c.agent_id)):
        members.setdefault(team_id, set()).add(agent_id)
    return members
