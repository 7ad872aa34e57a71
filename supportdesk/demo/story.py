"""One ticket of the demo desk: a scenario that happens to a customer, told as far as the ticket's status has come.

Everything comes from the random numbers it is given and the instant `now`; nothing here knows a store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from supportdesk.demo import attachments, timetable, vocabulary
from supportdesk.demo.cast import COLLEAGUES, DOMAIN, TEAMS, Caller, Colleague
from supportdesk.demo.scenarios import Line, Scenario
from supportdesk.demo.wording import VARIANTS
from supportdesk.domain.models import Person
from supportdesk.domain.shape import Content, CustomerKey, ImportedAttachment, ImportedMessage, ImportedTicket
from supportdesk.domain.ticket import Channel, MessageKind, Status
from supportdesk.store.rows import blob_row

DESK = Person("Polyana", f"support@{DOMAIN}")
PRODUCTS = (
    "Polyana Lamp 2", "Polyana Hub", "Polyana Cam Mini", "Polyana Plug", "Polyana Sensor T", "Polyana Kettle Pro",
    "Polyana Doorbell", "Polyana Strip 5 m", "Polyana Thermostat", "Polyana Cam Yard", "Polyana Button", "Polyana Blind",
)  # fmt: skip
CITIES = {
    "en": ("Bristol", "Leeds", "Cork", "Utrecht", "Malmö", "Lyon", "Graz", "Porto"),
    "ru": ("Казань", "Пермь", "Тверь", "Самара", "Вологда", "Томск", "Калуга", "Уфа"),
}
IN_CITIES = {"en": CITIES["en"], "ru": ("Казани", "Перми", "Твери", "Самаре", "Вологде", "Томске", "Калуге", "Уфе")}
ROOMS = ("kitchen", "hall", "nursery", "bedroom", "attic", "office")
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
}
WROTE = {"en": "On {day}, {who} wrote:", "ru": "{day} {who} пишет:"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided about a ticket before its story is told; `filler` is how many sentences are added to it."""

    uid: str
    scenario: Scenario
    customer: Caller
    customer_uid: str
    status: Status
    created: datetime
    now: datetime
    me: str
    filler: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A ticket and the contents of its files."""

    ticket: ImportedTicket
    contents: tuple[Content, ...]


def tell(plan: Plan, random: Random) -> Told:
    """The ticket of a plan, with its thread."""
    scenario, language = plan.scenario, plan.customer.language
    agent = _colleague(scenario.line, language, random)
    variant, filled = random.randrange(VARIANTS), _filled(plan, agent, random)
    lines = scenario.thread[: _so_far(scenario.thread, plan.status, random)]
    times = _times(lines, plan, random)
    channel = random.choice(scenario.channels)
    contents: dict[str, Content] = {}
    thread: list[ImportedMessage] = []
    for number, (line, at) in enumerate(zip(lines, times, strict=True)):
        body = line.words.say(variant, filled)
        if number == 0 and plan.filler:
            body += "\n\n" + " ".join(random.choices(vocabulary.sentences(language, plan.seed), k=plan.filler))
        files = _files(line, random, contents)
        answered = thread[-1] if thread and channel == Channel.MAIL and thread[-1].kind == MessageKind.REPLY else None
        quoted = _quoted(answered, language) if answered and line.kind == MessageKind.CUSTOMER and random.random() < 0.7 else None
        thread.append(_message(plan, line, at, body, quoted, agent, files, number, answered))
    return Told(_ticket(plan, agent, channel, scenario.subject.say(variant, filled), thread, filled, random), tuple(contents.values()))


def _so_far(thread: Sequence[Line], status: Status, random: Random) -> int:
    """How many messages of the story have been written when a ticket stands so."""
    match status:
        case Status.NEW:
            return 1
        case Status.OPEN:
            ends = [end for end, line in enumerate(thread, 1) if line.kind != MessageKind.REPLY and end < len(thread)]
        case Status.PENDING:
            ends = [end for end, line in enumerate(thread, 1) if line.kind == MessageKind.REPLY]
        case Status.HOLD:
            ends = [end for end, line in enumerate(thread, 1) if line.kind != MessageKind.CUSTOMER]
        case _:
            ends = [len(thread)]
    return random.choice(ends) if ends else len(thread)


def _times(lines: Sequence[Line], plan: Plan, random: Random) -> list[datetime]:
    """When each message was written: the first at the opening, the last before now."""
    gaps = [timedelta(0), *(timetable.next_gap(line.kind, random) for line in lines[1:])]
    passed, left = sum(gaps, timedelta(0)), plan.now - plan.created
    shrink = min(1.0, 0.9 * left / passed) if passed else 1.0
    times, at = [], plan.created
    for gap in gaps:
        at += gap * shrink
        times.append(at.replace(microsecond=0))
    return times


def _colleague(line: int, language: str, random: Random) -> Colleague:
    return random.choice([one for one in COLLEAGUES if one.line == line and one.language == language])


def _filled(plan: Plan, agent: Colleague, random: Random) -> Mapping[str, str]:
    """What stands in the places of the story's texts."""
    customer, language = plan.customer, plan.customer.language
    product = random.randrange(len(PRODUCTS))
    other = (product + random.randrange(1, len(PRODUCTS))) % len(PRODUCTS)
    city, price = random.randrange(8), random.randrange(19, 260)
    digits = f"{random.getrandbits(60):018d}"
    day = timedelta(days=1)
    return {
        "product": PRODUCTS[product],
        "product2": PRODUCTS[other],
        "order": digits[:6],
        "order2": digits[3:9],
        "serial": f"PL{digits[9:12]}{'ABCDEFGHKM'[int(digits[12])]}{digits[13:17]}",
        "batch": f"{digits[1:3]}/{digits[4:6]}",
        "code": f"E{digits[7:11]}",
        "invoice": f"INV-{digits[2:8]}",
        "last4": digits[14:18],
        "version": f"{3 + price % 3}.{price % 10}.{price % 7}",
        "amount": f"{price * 100 - 10:,} ₽".replace(",", " ") if language == "ru" else f"€{price}.90",
        "days": str(random.randrange(4, 12)),
        "count": str(random.randrange(12, 80)),
        "room": random.choice(ROOMS),
        "city": CITIES[language][city],
        "incity": IN_CITIES[language][city],
        "date": _day(plan.created - day * random.randrange(6, 30), language),
        "date2": _day(plan.created - day * random.randrange(2, 6), language),
        "date3": _day(plan.created + day * random.randrange(8, 24), language),
        "name": customer.name,
        "first": customer.first_name,
        "email": customer.email,
        "phone": customer.phone,
        "company": customer.company.name if customer.company else "",
        "agent": agent.name.split()[0],
        "a": "а" if customer.female else "",
    }


def _day(when: datetime, language: str) -> str:
    return f"{when.day} {MONTHS[language][when.month - 1]}"


def _files(line: Line, random: Random, contents: dict[str, Content]) -> tuple[ImportedAttachment, ...]:
    found = []
    for name in line.files:
        row = blob_row(attachments.content(name, random.randrange(16)))
        content = Content(row["sha256"], row["size"], row["data"])
        contents[content.sha256] = content
        found.append(ImportedAttachment(name, attachments.media_type(name), content.size, content.sha256))
    return tuple(found)


def _quoted(answered: ImportedMessage, language: str) -> str:
    when = datetime.fromisoformat(answered.at)
    head = WROTE[language].format(day=f"{_day(when, language)} {when.year}", who=answered.author.name)
    return head + "\n" + "\n".join(f"> {line}".rstrip() for line in answered.body.splitlines())


def _message(
    plan: Plan,
    line: Line,
    at: datetime,
    body: str,
    quoted: str | None,
    agent: Colleague,
    files: tuple[ImportedAttachment, ...],
    number: int,
    answered: ImportedMessage | None,
) -> ImportedMessage:
    theirs = line.kind == MessageKind.CUSTOMER
    customer, writer = Person(plan.customer.name, plan.customer.email), Person(agent.name, agent.email)
    return ImportedMessage(
        kind=str(line.kind),
        at=instant(at),
        message_id=f"<{plan.uid}.{number}@{DOMAIN}>",
        body=f"{body}\n\n{quoted}" if quoted else body,
        author=customer if theirs else writer,
        to=(DESK,) if theirs else (customer,) if line.kind == MessageKind.REPLY else (),
        in_reply_to=answered.message_id if answered else "",
        text=body if quoted else None,
        quoted=quoted,
        agent=None if theirs else agent.login,
        customer=plan.customer_uid if theirs else None,
        delivery="sent" if line.kind == MessageKind.REPLY else "",
        attachments=files,
    )


def _ticket(
    plan: Plan,
    agent: Colleague,
    channel: Channel,
    subject: str,
    thread: Sequence[ImportedMessage],
    filled: Mapping[str, str],
    random: Random,
) -> ImportedTicket:
    scenario, status, last = plan.scenario, plan.status, datetime.fromisoformat(thread[-1].at)
    over = status in (Status.SOLVED, Status.CLOSED)
    solved = min(plan.now, last + timedelta(minutes=random.randrange(3, 40))) if over else None
    closed = solved + timetable.CLOSED_AFTER if solved and status == Status.CLOSED else None
    clocks = timetable.clocks(status, scenario.priority, plan.created, plan.now, random)
    told = "product" if scenario.subject.mentions("product") or scenario.thread[0].words.mentions("product") else ""
    return ImportedTicket(
        uid=plan.uid,
        subject=subject,
        created_at=instant(plan.created),
        updated_at=instant(max(last, solved or last, closed or last)),
        status=str(status),
        priority=int(scenario.priority),
        type=str(scenario.type),
        channel=str(channel),
        customer=CustomerKey(uid=plan.customer_uid),
        assignee=_assignee(plan, agent, random),
        team=TEAMS[1 if status == Status.NEW and random.random() < 0.7 else scenario.line][0],
        tags=() if status == Status.NEW and random.random() < 0.6 else tuple(sorted(scenario.tags)),
        fields={"product": filled["product"]} if told and status != Status.NEW else {},
        first_reply_at=next((message.at for message in thread if message.kind == MessageKind.REPLY), None),
        first_reply_due=_maybe(clocks.first_reply),
        next_reply_due=_maybe(clocks.next_reply),
        due_at=_maybe(clocks.resolution),
        solved_at=_maybe(solved),
        closed_at=_maybe(closed),
        waiting_since=None if over else _waiting_since(thread),
        snoozed_until=_maybe(clocks.snoozed_until),
        minutes_spent=random.randrange(4, 50) if over and random.random() < 0.4 else 0,
        thread=tuple(thread),
    )


def _assignee(plan: Plan, agent: Colleague, random: Random) -> str | None:
    if plan.status == Status.NEW:
        return None
    if plan.status == Status.OPEN:
        return random.choices((agent.login, plan.me, None), (72, 14, 14))[0]
    return plan.me if random.random() < 0.06 else agent.login


def _waiting_since(thread: Sequence[ImportedMessage]) -> str | None:
    """The oldest customer's message that nobody has answered."""
    since = None
    for message in thread:
        if message.kind == MessageKind.REPLY:
            since = None
        elif message.kind == MessageKind.CUSTOMER:
            since = since or message.at
    return since


def _maybe(when: datetime | None) -> str | None:
    return instant(when) if when else None


def instant(when: datetime) -> str:
    """An instant as records hold it."""
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"
