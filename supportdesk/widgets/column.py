"""Which columns the inbox can have; which it has, and in which order, is the agent's to choose.

What a column looks like is in `columns.py`.
"""

from collections.abc import Iterable
from enum import StrEnum


class Column(StrEnum):
    """A column of the inbox, by the word for what it shows."""

    NUMBER = "number"
    STATUS = "status"
    PRIORITY = "priority"
    SUBJECT = "subject"
    SNIPPET = "snippet"
    CUSTOMER = "customer"
    ORGANIZATION = "organization"
    ASSIGNEE = "assignee"
    TEAM = "team"
    TYPE = "type"
    CHANNEL = "channel"
    AGE = "age"
    DUE = "due"


TOLD = {
    Column.NUMBER: "the ticket's number",
    Column.STATUS: "its status as a letter",
    Column.PRIORITY: "U urgent, H high, l low",
    Column.SUBJECT: "the subject with its tags; always there",
    Column.SNIPPET: "how the last message begins, after the subject",
    Column.CUSTOMER: "who asks",
    Column.ORGANIZATION: "for which company",
    Column.ASSIGNEE: "the agent who is responsible",
    Column.TEAM: "the team",
    Column.TYPE: "question, incident, problem or task",
    Column.CHANNEL: "how it came in: mail, phone, chat …",
    Column.AGE: "since when nothing has happened",
    Column.DUE: "what is left of its clock",
}
"""What each shows."""

USUAL = (
    Column.NUMBER,
    Column.STATUS,
    Column.PRIORITY,
    Column.SUBJECT,
    Column.CUSTOMER,
    Column.ASSIGNEE,
    Column.AGE,
    Column.DUE,
)
"""The columns before anything is chosen."""


def chosen(words: Iterable[object]) -> tuple[Column, ...]:
    """The columns of some words, each once and the subject always; words that are none are left out."""
    known = {str(column): column for column in Column}
    found = [known[word] for word in dict.fromkeys(map(str, words)) if word in known]
    return tuple(found) if Column.SUBJECT in found else (*found, Column.SUBJECT)
