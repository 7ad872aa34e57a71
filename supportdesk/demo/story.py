"""One ticket of the demo desk: a scenario that happens to a customer, told as far as the ticket's status has come.

Everything comes from the random numbers it is given and the instant `now`; nothing here knows a store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from random import Random

from supportdesk.demo import attachments, timetable, vocabulary
from supportdesk.demo.cast import COLLEAGUES, DOMAIN, TEAMS, Caller, Colleague
from supportdesk.demo.opinions import opinion
from supportdesk.demo.particulars import day, particulars
from supportdesk.demo.scenarios import PRODUCTS, Line, Scenario
from supportdesk.demo.wording import VARIANTS
from supportdesk.domain.models import Person
from supportdesk.domain.shape import Content, CustomerKey, ImportedAttachment, ImportedMessage, ImportedTicket
from supportdesk.domain.ticket import Channel, MessageKind, Status
from supportdesk.store.blobs import packed

DESK = Person("Polyana", f"support@{DOMAIN}")
WROTE = {"en": "On {day}, {who} wrote:", "ru": "{day} {who} пишет:"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided about a ticket before its story is told.

    `brief` ends it with the first answer where it may; `filler` is how many sentences are added to it.
    """

    uid: str
    scenario: Scenario
    customer: Caller
    customer_uid: str
    status: Status
    created: datetime
    now: datetime
    me: str
    brief: bool = False
    filler: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A ticket and the contents of its files."""

    ticket: ImportedTicket
    contents: tuple[Content, ...]


@dataclass(slots=True)
class Telling:
    """A plan while its messages are written."""

    plan: Plan
    random: Random
    agent: Colleague
    channel: Channel
    variant: int
    places: Mapping[str, str]
    thread: list[ImportedMessage] = field(default_factory=list)
    contents: dict[str, Content] = field(default_factory=dict)


def tell(plan: Plan, random: Random) -> Told:
    """The ticket of a plan, with its thread."""
    scenario = plan.scenario
    agent = random.choice(_able(scenario.line, plan.customer.language))
    places = particulars(plan.customer, agent, plan.created, scenario.products or PRODUCTS, random)
    telling = Telling(plan, random, agent, random.choice(scenario.channels), random.randrange(VARIANTS), places)
    lines = scenario.thread[: _so_far(scenario.thread, plan, random)]
    for line, at in zip(lines, _times(lines, plan, random), strict=True):
        telling.thread.append(_message(telling, line, at))
    return Told(_ticket(telling), tuple(telling.contents.values()))


@cache
def _able(line: int, language: str) -> tuple[Colleague, ...]:
    return tuple(one for one in COLLEAGUES if one.line == line and one.language == language)


def _so_far(thread: Sequence[Line], plan: Plan, random: Random) -> int:
    """How many messages of the story have been written when a ticket stands so."""
    match plan.status:
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
            if plan.brief:
                ends = [end for end, line in enumerate(thread, 1) if line.kind != MessageKind.CUSTOMER]
    if not ends:
        return len(thread)
    return ends[0] if plan.brief else random.choice(ends)


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


def _message(telling: Telling, line: Line, at: datetime) -> ImportedMessage:
    plan, number = telling.plan, len(telling.thread)
    theirs = line.kind == MessageKind.CUSTOMER
    customer, writer = Person(plan.customer.name, plan.customer.email), Person(telling.agent.name, telling.agent.email)
    body, answered = _body(telling, line), _answered(telling, line)
    quoted = _quoted(answered, plan.customer.language) if answered and telling.random.random() < 0.7 else None
    return ImportedMessage(
        kind=str(line.kind),
        at=instant(at),
        message_id=f"{plan.uid}.{number}@{DOMAIN}",
        body=f"{body}\n\n{quoted}" if quoted else body,
        author=customer if theirs else writer,
        to=(DESK,) if theirs else (customer,) if line.kind == MessageKind.REPLY else (),
        in_reply_to=answered.message_id if answered else "",
        text=body if quoted else None,
        quoted=quoted,
        agent=None if theirs else telling.agent.login,
        customer=plan.customer_uid if theirs else None,
        delivery="sent" if line.kind == MessageKind.REPLY else "",
        attachments=tuple(_attached(telling, name) for name in line.files),
    )


def _body(telling: Telling, line: Line) -> str:
    plan = telling.plan
    body = line.words.say(telling.variant, telling.places)
    if telling.thread or not plan.filler:
        return body
    pool = vocabulary.sentences(plan.customer.language, plan.seed)
    return f"{body}\n\n{' '.join(telling.random.choices(pool, k=plan.filler))}"


def _answered(telling: Telling, line: Line) -> ImportedMessage | None:
    """The mail that a customer's mail answers."""
    last = telling.thread[-1] if telling.thread else None
    mailed = last is not None and telling.channel == Channel.MAIL and last.kind == MessageKind.REPLY
    return last if mailed and line.kind == MessageKind.CUSTOMER else None


def _quoted(answered: ImportedMessage, language: str) -> str:
    when = datetime.fromisoformat(answered.at)
    head = WROTE[language].format(day=f"{day(when, language)} {when.year}", who=answered.author.name)
    return head + "\n" + "\n".join(f"> {line}".rstrip() for line in answered.body.splitlines())


def _attached(telling: Telling, name: str) -> ImportedAttachment:
    content = _content(name, telling.random.randrange(16))
    telling.contents[content.sha256] = content
    return ImportedAttachment(name, attachments.media_type(name), content.size, content.sha256)


@cache
def _content(name: str, shade: int) -> Content:
    return packed(attachments.content(name, shade))


def _ticket(telling: Telling) -> ImportedTicket:
    plan, random, thread, scenario = telling.plan, telling.random, telling.thread, telling.plan.scenario
    fresh, last = plan.status == Status.NEW, datetime.fromisoformat(thread[-1].at)
    solved, closed = _ended(plan, last, random)
    clocks = timetable.clocks(plan.status, scenario.priority, plan.created, plan.now, random)
    return ImportedTicket(
        uid=plan.uid,
        subject=scenario.subject.say(telling.variant, telling.places),
        created_at=instant(plan.created),
        updated_at=instant(max(last, solved or last, closed or last)),
        status=str(plan.status),
        priority=int(scenario.priority),
        type=str(scenario.type),
        channel=str(telling.channel),
        customer=CustomerKey(uid=plan.customer_uid),
        assignee=_assignee(telling),
        team=TEAMS[1 if fresh and random.random() < 0.7 else scenario.line][0],
        tags=() if fresh and random.random() < 0.6 else tuple(sorted(scenario.tags)),
        fields={} if fresh or not scenario.tells_product else {"product": telling.places["product"]},
        first_reply_at=next((message.at for message in thread if message.kind == MessageKind.REPLY), None),
        first_reply_due=_maybe(clocks.first_reply),
        next_reply_due=_maybe(clocks.next_reply),
        due_at=_maybe(clocks.resolution),
        solved_at=_maybe(solved),
        closed_at=_maybe(closed),
        waiting_since=None if solved else _waiting_since(thread),
        snoozed_until=_maybe(clocks.snoozed_until),
        minutes_spent=random.randrange(4, 50) if solved and random.random() < 0.4 else 0,
        thread=tuple(thread),
        rating=opinion(plan.uid, plan.customer.language, solved, plan.now) if solved else None,
    )


def _ended(plan: Plan, last: datetime, random: Random) -> tuple[datetime | None, datetime | None]:
    """When a ticket was solved and closed."""
    if plan.status not in (Status.SOLVED, Status.CLOSED):
        return None, None
    solved = min(plan.now, last + timedelta(minutes=random.randrange(3, 40)))
    return solved, min(plan.now, solved + timetable.CLOSED_AFTER) if plan.status == Status.CLOSED else None


def _assignee(telling: Telling) -> str | None:
    plan, agent = telling.plan, telling.agent.login
    if plan.status == Status.NEW:
        return None
    if plan.status == Status.OPEN:
        return telling.random.choices((agent, plan.me, None), (72, 14, 14))[0]
    return plan.me if telling.random.random() < 0.06 else agent


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
    return when.isoformat()[:19] + "Z"
