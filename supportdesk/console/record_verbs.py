"""The console's verbs of customers and canned responses, and `new`: the services that the command line calls too."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from supportdesk.domain.changes import Outcome
from supportdesk.domain.macro import read_actions
from supportdesk.domain.ticket import Channel, Priority, TicketType
from supportdesk.errors import UsageError

if TYPE_CHECKING:
    from supportdesk.store.change import Change


def _new(
    change: "Change",
    *,
    subject: str,
    customer: str,
    known: str = "",
    phone: str = "",
    channel: str = "phone",
    priority: str = "normal",
    type: str = "question",
    team: str | None = None,
    assignee: str | None = None,
    tags: tuple[str, ...] = (),
    body: str = "",
) -> Outcome:
    from supportdesk.services import tickets as services
    from supportdesk.services.naming import person_of

    return services.open_ticket(
        change,
        subject=subject,
        customer=person_of(customer),
        known=int(known) if known else None,
        phone=phone,
        body=body,
        channel=Channel(channel),
        priority=Priority.of(priority),
        type=TicketType(type),
        team=team or None,
        assignee=assignee or None,
        tags=tags,
    )


def _edit_customer(
    change: "Change",
    *,
    who: str,
    name: str | None = None,
    emails: tuple[str, ...] | None = None,
    phones: tuple[str, ...] | None = None,
    vip: bool | None = None,
    organization: str | None = None,
    language: str | None = None,
    note: str | None = None,
) -> Outcome:
    from supportdesk.services import customers

    return customers.edit_customer(
        change,
        who,
        new_name=name,
        emails=emails,
        phones=phones,
        vip=vip,
        organization=organization,
        language=language,
        note=note,
    )


def _merge_customers(change: "Change", *, other: str, into: str) -> Outcome:
    from supportdesk.services import customer_merging

    return customer_merging.merge_customers(change, other, into=into)


def _add_template(
    change: "Change", *, name: str, body: str, title: str = "", language: str = "", team: str = "", actions: str = ""
) -> Outcome:
    from supportdesk.services import templates

    if not name:
        raise UsageError("a canned response needs a name")
    return templates.add_template(
        change,
        name=name,
        body=body,
        title=title,
        language=language,
        team=team or None,
        actions=read_actions([actions]),
    )


def _edit_template(
    change: "Change",
    *,
    which: str,
    name: str,
    body: str,
    title: str = "",
    language: str = "",
    team: str = "",
    actions: str = "",
) -> Outcome:
    from supportdesk.services import templates

    return templates.edit_template(
        change,
        which,
        new_name=name,
        body=body,
        title=title,
        language=language,
        team=team or "none",
        actions=read_actions([actions]),
    )


def _remove_template(change: "Change", *, which: str) -> Outcome:
    from supportdesk.services import templates

    return templates.remove_template(change, which)


RECORD_VERBS: Mapping[str, Callable[..., Outcome]] = {
    "new": _new,
    "customer edit": _edit_customer,
    "customer merge": _merge_customers,
    "template add": _add_template,
    "template edit": _edit_template,
    "template remove": _remove_template,
}
"""What acts on something else than tickets that stand, by its words on the command line."""
