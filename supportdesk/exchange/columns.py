"""What the columns of somebody's table mean to us: names, words and times of other desks, in English and Russian."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import mktime_tz, parsedate_tz
from itertools import chain, count
from typing import TypeVar

from supportdesk.domain.ticket import Channel, Priority, Status, TicketType
from supportdesk.errors import UsageError
from supportdesk.exchange.fields import canonical
from supportdesk.services.intake import Unfit

TIMES = (
    "created_at", "updated_at", "first_reply_at", "first_reply_due", "next_reply_due", "due_at", "solved_at",
    "closed_at", "waiting_since", "snoozed_until",
)  # fmt: skip
OURS = (
    "number", "uid", "subject", "status", "priority", "type", "channel", "customer_name", "customer_email",
    "customer_phone", "organization", "assignee", "team", "tags", *TIMES, "reopened", "minutes_spent", "messages",
    "attachments", "merged_into", "external_id", "source", "url", "body", "followers", "rating", "rating_comment",
    "rated_at",
)  # fmt: skip
"""Our columns; `field.NAME` besides them."""

ALSO: Mapping[str, str] = {
    "external_id": "id ticket_id ticket_no ticket_number case_id issue_id issue_key key incident номер_заявки",
    "subject": "title summary ticket_subject short_description тема заголовок",
    "body": "description text message ticket_description content details comment описание текст сообщение",
    "status": "state ticket_status incident_state статус состояние",
    "priority": "ticket_priority severity приоритет",
    "type": "ticket_type issue_type тип",
    "channel": "ticket_channel contact_type via origin канал",
    "customer_name": "customer requester requester_name caller caller_id reporter client contact клиент заявитель имя",
    "customer_email": "email e_mail requester_email from mail почта",
    "customer_phone": "phone requester_phone телефон",
    "organization": "company account организация компания",
    "assignee": "assigned_to agent owner assignee_name исполнитель ответственный",
    "team": "group assignment_group queue department команда группа",
    "tags": "labels tag метки теги",
    "created_at": "created opened opened_at date created_date creation_date submitted создана создано дата",
    "updated_at": "updated last_updated sys_updated_at modified обновлена обновлено",
    "first_reply_at": "first_response first_response_time first_response_at первый_ответ",
    "due_at": "due due_date deadline срок",
    "solved_at": "resolved resolved_at time_to_resolution resolution_time solved решена решено",
    "closed_at": "closed closed_date закрыта закрыто",
    "rating": "csat satisfaction satisfaction_rating satisfaction_score оценка",
    "rating_comment": "satisfaction_comment csat_comment отзыв",
}
"""What others call our columns."""

_THEIRS = {name: ours for ours, names in ALSO.items() for name in names.split()} | {name: name for name in OURS}

STATUSES = {
    Status.NEW: "new новая новый",
    Status.OPEN: "open opened active in_progress work_in_progress assigned reopened открыта открыт в_работе",
    Status.PENDING: (
        "pending waiting awaiting_user_info pending_customer_response waiting_for_customer awaiting_customer ожидание"
    ),
    Status.HOLD: (
        "hold on_hold awaiting_problem awaiting_vendor awaiting_evidence waiting_for_third_party suspended отложена"
    ),
    Status.SOLVED: "solved resolved done fixed answered решена решено",
    Status.CLOSED: "closed cancelled canceled complete completed закрыта закрыто",
}
PRIORITIES = {
    Priority.URGENT: "urgent critical highest blocker emergency срочный критический",
    Priority.HIGH: "high major высокий",
    Priority.NORMAL: "normal medium moderate средний обычный нормальный",
    Priority.LOW: "low minor lowest trivial низкий",
}
CHANNELS = {
    Channel.MAIL: "mail email e_mail почта",
    Channel.PHONE: "phone call telephone телефон звонок",
    Channel.CHAT: "chat messenger live_chat im чат",
    Channel.FORM: "form web self_service portal website форма",
    Channel.OTHER: "other другое",
}
TYPES = {
    TicketType.QUESTION: "question request inquiry вопрос",
    TicketType.INCIDENT: "incident инцидент",
    TicketType.PROBLEM: "problem bug проблема",
    TicketType.TASK: "task change задача",
}

NOTHING = frozenset({"", "?", "-", "null", "none", "n/a", "nan", "unknown"})
"""How tables say that a cell is empty."""


W = TypeVar("W", Status, Priority, Channel, TicketType)


def _words(table: Mapping[W, str]) -> dict[str, W]:
    return {word: ours for ours, words in table.items() for word in words.split()}


STATUS_WORDS = _words(STATUSES)
PRIORITY_WORDS = _words(PRIORITIES)
CHANNEL_WORDS = _words(CHANNELS)
TYPE_WORDS = _words(TYPES)


def tidy(name: str) -> str:
    """A header or a value as it is looked up: lower case, words joined by `_`, a leading rank (`3 - Moderate`) off."""
    joined = re.sub(r"[\W_]+", "_", name.strip().casefold()).strip("_")
    return re.sub(r"^\d_(?=\D)", "", joined)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of theirs: its header, ours or `field.NAME` ("" to leave it out), the order of its dates, its words."""

    header: str
    ours: str
    order: str = ""
    words: Mapping[str, str] | None = None


def columns(headers: Sequence[str], mapping: Mapping[str, str]) -> list[Column]:
    """What each column is: as `mapping` says (`Title=subject`, `Opened=created_at:mdy`, `State:Parked=hold`, `Age=`),
    else by its name, else a field of its own. UsageError for a mapping that fits nothing."""
    known = {header.strip() for header in headers}
    values = {key: word for key, word in mapping.items() if key not in known}
    found = [_column(header.strip(), mapping, values) for header in headers]
    for key in values:
        if key.partition(":")[0] not in known:
            raise UsageError(f"the table has no column {key.partition(':')[0]!r}; it has {', '.join(sorted(known))}")
    return _each_once(found)


def _column(header: str, mapping: Mapping[str, str], values: Mapping[str, str]) -> Column:
    mine = {key.partition(":")[2]: word for key, word in values.items() if key.startswith(f"{header}:")}
    words = {tidy(theirs): word for theirs, word in mine.items()}
    if header in mapping:
        ours, _, order = mapping[header].partition(":")
        if ours and ours not in OURS and not ours.startswith("field."):
            raise UsageError(f"no column {ours!r} of ours; there are {', '.join(OURS)} and field.NAME")
        if order not in ("", "dmy", "mdy"):
            raise UsageError(f"dates are dmy or mdy, not {order!r}")
        return Column(header, ours, order, words)
    name = tidy(header)
    if header.startswith("field."):
        return Column(header, header, "", words)
    return Column(header, _THEIRS.get(name) or f"field.{name[:64] or 'column'}", "", words)


def _each_once(found: Sequence[Column]) -> list[Column]:
    """Of several columns that would be the same the one with our name stands, else the first.

    Others are fields, each of a name of its own.
    """
    best: dict[str, Column] = {}
    for column in sorted(found, key=lambda one: tidy(one.header) != one.ours):
        best.setdefault(column.ours, column)
    taken = set(best)
    return [one if best[one.ours] is one or not one.ours else _another(one.header, taken) for one in found]


def _another(header: str, taken: set[str]) -> Column:
    """A field for a column whose name another one has."""
    name = tidy(header) or "column"
    tried = chain([name[:64]], (f"{name[:60]}_{at}" for at in count(2)))
    ours = next(free for one in tried if (free := f"field.{one}") not in taken)
    taken.add(ours)
    return Column(header, ours)


# Times ---------------------------------------------------------------------------------------------------------------

_SLASHED = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})"
    r"(?:[ T,]{1,3}(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?([AaPp][Mm])?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")


def instant(text: str, column: str, order: str) -> str | None:
    """A time of somebody's table, in UTC where it has no zone.

    ISO 8601; year first with other marks; mail dates; seconds since 1970; and `29.2.2016 1:16`: with dots or dashes the
    day comes first, with slashes too unless `order` is mdy or only that makes a date.
    """
    text = text.strip()
    if tidy(text) in NOTHING or text in NOTHING:
        return None
    if found := _SLASHED.fullmatch(text):
        return _from_parts(found, text, column, order)
    if re.fullmatch(r"\d{9,10}", text):
        return _text(datetime.fromtimestamp(int(text), UTC))
    if parsed := (parsedate_tz(text[:100]) if text[:1].isalpha() or "," in text else None):
        try:
            return canonical(_text(datetime.fromtimestamp(mktime_tz(parsed), UTC)), column)
        except (ValueError, OverflowError, OSError):
            raise Unfit(f"{column} is {text[:60]!r}, which is no time") from None
    return canonical(_YEAR_FIRST.sub(_dashed, text, count=1), column)


def _dashed(found: re.Match[str]) -> str:
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"


def _from_parts(found: re.Match[str], text: str, column: str, order: str) -> str:
    first, second = int(found[1]), int(found[3])
    year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
    month_first = order == "mdy" or (not order and found[2] == "/" and second > 12)
    day, month = (second, first) if month_first else (first, second)
    hour = int(found[5] or 0)
    if found[8]:
        hour = hour % 12 + (12 if found[8].lower() == "pm" else 0)
    try:
        moment = datetime(year, month, day, tzinfo=UTC) + timedelta(hours=hour)
        moment = moment.replace(minute=int(found[6] or 0), second=int(found[7] or 0))
    except (ValueError, OverflowError):
        raise Unfit(f"{column} is {text!r}, which is no date, day first (…={column}:mdy for month first)") from None
    if hour > 24:
        raise Unfit(f"{column} is {text!r}, which is no time")
    return canonical(_text(moment), column)


def _text(moment: datetime) -> str:
    return moment.isoformat()[:19] + "Z"
