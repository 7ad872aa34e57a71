"""Everybody whom a desk knows, in one place: the writes of agents, teams, customers and organizations."""

from supportdesk.services.agents import add_agent, edit_agent, remove_agent
from supportdesk.services.customer_merging import merge_customers
from supportdesk.services.customers import add_customer, edit_customer, find_customer, remove_customer
from supportdesk.services.organizations import add_organization, edit_organization, remove_organization
from supportdesk.services.teams import add_team, edit_team, remove_team

__all__ = [
    "add_agent",
    "add_customer",
    "add_organization",
    "add_team",
    "edit_agent",
    "edit_customer",
    "edit_organization",
    "edit_team",
    "find_customer",
    "merge_customers",
    "remove_agent",
    "remove_customer",
    "remove_organization",
    "remove_team",
]
