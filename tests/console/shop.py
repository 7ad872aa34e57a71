"""A desk to look at: a small shop's, with something of everything that the screens show.

Here: who and what is there. What is looked at, and how it is compared, is in `picture.py` and `test_looks.py`.
"""

import hashlib
import zlib
from dataclasses import replace
from datetime import datetime, timedelta

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.domain.shape import NOBODY, Content, CustomerKey, ImportedAttachment, ImportedMessage, ImportedTicket
from supportdesk.domain.ticket import Channel, Priority, TicketType
from supportdesk.services import conversation, intake, people, records, select, snoozing, tickets, views
from supportdesk.store.columns import instant_text
from tests.templates import Clock

NADIA = Person("Nadia Berg", "nadia@northwind.example")
IVAN = Person("Иван Петров", "ivan.petrov@pochta.example")
HANAKO = Person("山田 花子", "hanako@mail.example")
MARIANNE = Person("Marianne O'Brien-Castellanos", "marianne.obrien-castellanos@a-very-long-domain.example")
NAMELESS = Person("", "billing@supplier.example")
CUSTOMERS = (NADIA, IVAN, HANAKO, MARIANNE, NAMELESS)

ASKED = (
    ("Charged twice for one order", "urgent", "billing", NADIA, "My card shows the same payment twice."),
    ("Оплата прошла, заказ не создан", "high", "billing", IVAN, "Деньги списаны, а заказа в списке нет."),
    ("返金のお願い", "normal", "refund", HANAKO, "注文を取り消したいです。"),
    (
        "The thermostat in the hall shows 21° but the room is cold, and the app says that everything is fine",
        "normal",
        "device",
        MARIANNE,
        "I have restarted it three times by now.",
    ),
    ("Invoice INV-204170 does not match the contract", "low", "billing", NAMELESS, "Please correct the address."),
    ("Cannot log in after a password reset", "high", "login", IVAN, "It says that the link has expired."),
    ("Where is my parcel?", "normal", "delivery", MARIANNE, "The courier's page has not changed since Monday."),
    ("Смена адреса доставки", "normal", "delivery", IVAN, "Можно ли отправить на другой адрес?"),
    ("Wish: a dark theme in the app", "low", "wish", HANAKO, "It is too bright at night."),
    ("Export to CSV fails", "normal", "", NADIA, "The file is empty."),
)
"""Subjects with priority, tag, customer and text; one came in every five hours, the last one an hour ago."""

MAIN = 11
"""The ticket whose thread has everything in it."""

SEEN = (MAIN, 1, 2, 6)
"""Tickets that anna has read, and that a cursor may stay on: any other would become read by and by."""

FIRST = """Hello,

since the update of last night the thermostat in our office does not follow its schedule any more. It goes to 16 \
degrees at six in the morning, when people arrive, and heats all night.

The log is attached. What else do you need?

Kind regards
Nadia Berg"""
AGAIN = "Serial number: PL204A1170\n\nNadia"
QUOTED = "On 21 November 2026 Anna Lind wrote:\n> thank you for the log.\n> Which serial number does it have?"

_LOG = b"03:07:11 wifi: associated\n" * 60


def furnish(desk: Desk) -> Desk:
    """Agents, customers, canned responses, a view of one's own, and tickets in every state."""
    clock = desk.clock
    assert isinstance(clock, Clock)
    with desk.change("setup") as change:
        people.edit_agent(change, "anna", name="Anna Lind")
        people.add_agent(change, login="boris", name="Boris Kim")
        people.add_agent(change, login="lena", name="Lena Vogel", role="lead")
        people.add_team(change, name="support", agents=("anna", "boris"))
        people.add_team(change, name="technical", line=2, agents=("lena",))
        people.add_organization(change, name="Northwind", domains=("northwind.example",), vip=True)
        for name in sorted({tag for _, _, tag, _, _ in ASKED if tag}):
            records.add_tag(change, name=name)
        _canned(change)
        views.add_view(change, name="money", filter="is:open tag:billing,refund", position=7)
        views.add_view(change, name="nothing", filter="subject:zebra", position=8)
    for subject, priority, tag, customer, body in ASKED:
        with desk.change("new") as change:
            tickets.open_ticket(
                change,
                subject=subject,
                customer=customer,
                body=body,
                channel=Channel.MAIL,
                priority=Priority[priority.upper()],
                tags=(tag,) if tag else (),
            )
        clock.advance(hours=5)
    _state(desk)
    _thread(desk)
    clock.advance(hours=1)
    with desk.private() as private:
        for number in SEEN:
            private.see(number, 1_000)
    return desk


def _canned(change: "conversation.Change") -> None:
    greeting = 'Dear {{ customer.first_name }},\n\nthank you for writing to us about "{{ ticket.subject }}".'
    for name, title, language, body in (
        ("greeting", "Greeting", "en", f"{greeting}\n\n{{{{ agent.name }}}}"),
        ("refund", "The refund is on its way", "en", "Dear {{ customer.first_name }},\n\nthe money is back in 5 days."),
        ("возврат", "Возврат оформлен", "ru", "Здравствуйте, {{ customer.first_name }}!\n\nДеньги вернутся за 5 дней."),
        ("thanks", "Thank you", "", "Thank you, {{ customer.first_name }}."),
    ):
        records.add_template(change, name=name, title=title, language=language, body=body)


def _state(desk: Desk) -> None:
    """Bring tickets into all states."""
    boris = replace(desk, login="boris")
    with desk.change("work") as change:
        held = {number: select.tickets(change, numbers=[number]) for number in range(1, len(ASKED) + 1)}
        tickets.assign(change, held[2], to="anna")
        tickets.assign(change, held[4], to="lena")
        tickets.assign_team(change, held[4], team="technical")
        tickets.classify(change, held[4], type=TicketType.INCIDENT)
        tickets.pend(change, held[7])
        tickets.hold(change, held[5])
        snoozing.snooze(change, held[9], until=change.now + timedelta(days=3))
        tickets.solve(change, held[10])
    with boris.change("reply") as change:
        conversation.reply(change, select.tickets(change, numbers=[8]), body="Конечно, уже изменили.")


def _thread(desk: Desk) -> None:
    """The main ticket: a customer's mail with a file, an answer, a note, and a mail that quotes."""
    now = desk.clock()
    sha = hashlib.sha256(_LOG).hexdigest()
    file = ImportedAttachment("thermostat.log", "text/plain", len(_LOG), sha)
    thread = (
        _message("customer", now - timedelta(hours=26), FIRST, author=NADIA, attachments=(file,)),
        _message(
            "reply",
            now - timedelta(hours=24),
            "Dear Nadia,\n\nthank you for the log. Which serial number does it have?\n\nAnna",
            agent="anna",
            delivery="sent",
        ),
        _message(
            "note",
            now - timedelta(hours=3),
            "Looks like the time zone bug of release 4.2.\n@anna: ask the technical team before you promise a date.",
            agent="boris",
        ),
        _message(
            "customer", now - timedelta(minutes=40), f"{AGAIN}\n\n{QUOTED}", author=NADIA, text=AGAIN, quoted=QUOTED
        ),
    )
    ticket = ImportedTicket(
        uid="main",
        subject="Thermostat ignores its schedule since the update",
        created_at=instant_text(now - timedelta(hours=26)),
        updated_at=instant_text(now - timedelta(minutes=40)),
        number=MAIN,
        status="open",
        priority=int(Priority.HIGH),
        type="incident",
        channel="mail",
        customer=CustomerKey(email=NADIA.email),
        vip=True,
        assignee="anna",
        team="support",
        tags=("device",),
        first_reply_at=instant_text(now - timedelta(hours=24)),
        next_reply_due=instant_text(now + timedelta(hours=2, minutes=20)),
        waiting_since=instant_text(now - timedelta(minutes=40)),
        thread=thread,
    )
    with desk.change("import") as change:
        intake.write(change, [Content(sha, len(_LOG), zlib.compress(_LOG)), ticket], intake.Memory())


def _message(
    kind: str,
    at: datetime,
    body: str,
    *,
    author: Person = NOBODY,
    agent: str | None = None,
    delivery: str = "",
    text: str | None = None,
    quoted: str | None = None,
    attachments: tuple[ImportedAttachment, ...] = (),
) -> ImportedMessage:
    return ImportedMessage(
        kind,
        instant_text(at),
        f"{instant_text(at)}@shop.example",
        body,
        author=author,
        agent=agent,
        delivery=delivery,
        text=text,
        quoted=quoted,
        attachments=attachments,
    )
