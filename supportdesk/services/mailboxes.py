"""Writes of mailboxes: the desk's addresses, where their mail comes from and how it leaves.

No password is ever taken: only the command that prints it or the file that holds it.
"""

import re
from dataclasses import dataclass, replace

from sqlalchemy import select

from supportdesk.domain.changes import Outcome
from supportdesk.domain.mail_places import LOOPBACK, read_place, write_place
from supportdesk.domain.plain import plain
from supportdesk.domain.ticket import Role
from supportdesk.errors import Refused, UsageError
from supportdesk.services import lookup
from supportdesk.services.naming import own_name, reachable, refuse_taken, tidy_note, tidy_title
from supportdesk.store import tables
from supportdesk.store.change import Change
from supportdesk.store.tables import mailbox

LONGEST_COMMAND = 1000
"""Characters of a command, and of a path."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a mailbox is to be; None leaves a thing as it is, and `none` for team and auto-reply takes it away.

    `source` and `target` are addresses as `domain/mail_places.py` reads them; `without_tls` lets a server be spoken to
    in the clear.
    """

    address: str | None = None
    sender: str | None = None
    source: str | None = None
    target: str | None = None
    team: str | None = None
    password_command: str | None = None
    password_file: str | None = None
    token_command: str | None = None
    signature: str | None = None
    auto_reply: str | None = None
    authserv_id: str | None = None
    html: bool | None = None
    active: bool | None = None
    without_tls: bool = False


def add_mailbox(change: Change, *, name: str, wanted: Wanted) -> Outcome:
    """Write down a mailbox. An address is on one mailbox only."""
    change.require(Role.ADMIN, what="adding mailboxes")
    refuse_taken(change, mailbox, own_name(name, "mailbox"))
    if not wanted.address:
        raise UsageError("a mailbox needs an address", hint=f"supportdesk mailbox add {name} --address support@…")
    values = _values(change, wanted)
    _refuse_taken_address(change, str(values["address"]), 0)
    number = change.add(mailbox, name=name, created_at=change.now, updated_at=change.now, **{**_empty(), **values})
    return change.outcome(number=number)


def edit_mailbox(change: Change, name: str, *, new_name: str | None = None, wanted: Wanted) -> Outcome:
    """Change a mailbox; what is None stays. One way to a password takes the place of another."""
    change.require(Role.ADMIN, what="changing mailboxes")
    row = lookup.record(change, mailbox, name)
    given = _values(change, wanted)
    if new_name is not None and new_name != row.name:
        refuse_taken(change, mailbox, own_name(new_name, "mailbox"), besides=row.id)
        given["name"] = new_name
    values = {key: value for key, value in given.items() if row._mapping[key] != value}
    if "address" in values:
        _refuse_taken_address(change, str(values["address"]), row.id)
    if values:
        change.edit(mailbox, row.id, updated_at=change.now, **values)
    return change.outcome(number=row.id)


def remove_mailbox(change: Change, name: str) -> Outcome:
    """Forget a mailbox; what arrived there stays, and stays counted."""
    change.require(Role.ADMIN, what="removing mailboxes")
    change.remove(mailbox, lookup.record(change, mailbox, name).id)
    return change.outcome()


def _empty() -> dict[str, object]:
    texts = ("sender", "source", "target", *_SECRETS, "signature", "auto_reply", "authserv_id")
    return {**dict.fromkeys(texts, ""), "team_id": None, "html": 0, "active": 1}


_SECRETS = ("password_command", "password_file", "token_command")


def _values(change: Change, wanted: Wanted) -> dict[str, object]:
    """The columns that are given, checked."""
    values: dict[str, object] = _secrets(wanted)
    if wanted.address is not None:
        values["address"] = reachable(wanted.address).email
    if wanted.sender is not None:
        values["sender"] = tidy_title(wanted.sender, "sender's name")
    for use in ("source", "target"):
        written = getattr(wanted, use)
        if written is not None:
            values[use] = _place(written, use, without_tls=wanted.without_tls) if written else ""
    if wanted.team is not None:
        values["team_id"] = None if wanted.team == "none" else lookup.team(change, wanted.team).id
    if wanted.signature is not None:
        values["signature"] = tidy_note(wanted.signature)
    if wanted.auto_reply is not None:
        bare = wanted.auto_reply in ("", "none")
        values["auto_reply"] = "" if bare else lookup.record(change, tables.template, wanted.auto_reply).name
    if wanted.authserv_id is not None:
        values["authserv_id"] = _server(wanted.authserv_id)
    for flag in ("html", "active"):
        if getattr(wanted, flag) is not None:
            values[flag] = int(getattr(wanted, flag))
    return values


def _server(written: str) -> str:
    """How a server calls itself in Authentication-Results (RFC 8601, 2.5), usually by its host name."""
    if written in ("", "none"):
        return ""
    if not re.fullmatch(r"[^\s;=()\"]{1,255}", written):
        raise UsageError(f"{written[:60]!r} is not the name of a server, as Authentication-Results begin with it")
    return written.lower()


def _secrets(wanted: Wanted) -> dict[str, object]:
    """The way to the password; at most one is given, and the others are emptied then."""
    given = {name: getattr(wanted, name) for name in _SECRETS if getattr(wanted, name) is not None}
    if len([one for one in given.values() if one]) > 1:
        raise UsageError("give one of --password-command, --password-file and --token-command")
    if not given:
        return {}
    for value in given.values():
        if len(value) > LONGEST_COMMAND or "\n" in value:
            raise UsageError(f"a command or a path is one line of at most {LONGEST_COMMAND:,} characters")
    return {**dict.fromkeys(_SECRETS, ""), **{name: plain(value).strip() for name, value in given.items()}}


def _place(written: str, use: str, *, without_tls: bool) -> str:
    place = read_place(written, use=use)
    if place.host and without_tls:
        if place.encryption == "tls":
            raise UsageError(f"{place.scheme}:// is TLS; write {place.scheme[:-1]}:// to go without")
        place = replace(place, encryption="none")
    elif place.encryption == "none" and place.host not in LOOPBACK:
        raise UsageError("passwords and mail would travel in the clear", hint="say --without-tls if that is meant")
    return write_place(place)


def _refuse_taken_address(change: Change, address: str, mine: int) -> None:
    other = change.value(select(mailbox.c.name).where(mailbox.c.address == address, mailbox.c.id != mine))
    if other is not None:
        raise Refused(
            f"{address} is the address of mailbox {other!r} already", hint=f"supportdesk mailbox show {other}"
        )
