"""The published libraries that read mail, each as one plain call; all of them are optional.

A call gives None where its library is not installed. One that takes longer than a second has no answer.
"""

import importlib
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import FrameType, ModuleType
from typing import Any

SECONDS = 1.0

_LANGUAGES = (
    "en",
    "de",
    "fr",
    "it",
    "es",
    "nl",
    "pl",
    "da",
    "sv",
    "no",
    "fi",
    "pt",
    "ja",
    "ru",
    "cs",
    "ro",
    "ko",
    "zh",
)


class _Late(BaseException):
    """The library took too long."""


@lru_cache
def module(name: str) -> ModuleType | None:
    """An installed module, None for one that is not."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def within(act: Callable[[], Any]) -> Any:
    """What a call gives, "" where it fails or takes too long."""

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise _Late

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        return act()
    except (Exception, _Late):
        return ""
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def replies(body: str) -> dict[str, str | None]:
    """The new words of a body according to each library; None for one that is not installed."""
    return {name: within(lambda run=run: run(body)) if module(needed) else None for name, needed, run in _REPLIES}


def _email_reply_parser(body: str) -> str:
    from email_reply_parser import EmailReplyParser

    return str(EmailReplyParser.parse_reply(body))


def _mail_parser_reply(body: str) -> str:
    from mailparser_reply import EmailReplyParser

    return str(EmailReplyParser(languages=list(_known_languages())).parse_reply(text=body) or "")


@lru_cache
def _known_languages() -> tuple[str, ...]:
    from mailparser_reply.constants import MAIL_LANGUAGES

    return tuple(one for one in _LANGUAGES if one in MAIL_LANGUAGES)


def _quotequail(body: str) -> str:
    import quotequail

    return "\n".join(text for shown, text in quotequail.quote(body) if shown)


def _talon(body: str) -> str:
    from talon import quotations

    return str(quotations.extract_from_plain(body))


_REPLIES: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("email-reply-parser", "email_reply_parser", _email_reply_parser),
    ("mail-parser-reply", "mailparser_reply", _mail_parser_reply),
    ("quotequail", "quotequail", _quotequail),
    ("talon", "talon.quotations", _talon),
)


def bounced(raw: bytes) -> bool | None:
    """Whether flufl.bounce finds an address that failed, for now or for good."""
    found = failed_addresses(raw)
    return None if found is None else bool(found)


def failed_addresses(raw: bytes) -> set[str] | None:
    """The addresses that flufl.bounce finds."""
    if not module("flufl.bounce"):
        return None
    import email

    from flufl.bounce import all_failures

    found = within(lambda: all_failures(email.message_from_bytes(raw)))
    temporary, permanent = found or ((), ())
    return {one.decode("ascii", "replace").lower() for one in (*temporary, *permanent)}


@dataclass(frozen=True, slots=True)
class Fields:
    """What mail-parser reads of a mail, in the form of the cases."""

    from_email: str
    subject: str
    text: str
    attachments: list[list[Any]]


def fields(raw: bytes) -> Fields | None:
    """A mail according to mail-parser; None where that is not installed."""
    parser = module("mailparser")
    if parser is None:
        return None
    return within(lambda: _fields(parser, raw)) or Fields("", "", "", [])


def _fields(parser: ModuleType, raw: bytes) -> Fields:
    mail = parser.parse_from_bytes(raw)
    sender = mail.from_[0][1] if mail.from_ else ""
    text = "\n".join(mail.text_plain)
    return Fields(sender.lower(), mail.subject or "", text, [[one["filename"], _size(one)] for one in mail.attachments])


def _size(one: dict[str, Any]) -> int:
    import base64

    payload = one["payload"]
    return len(base64.b64decode(payload)) if one.get("binary") else len(payload.encode("utf-8", "replace"))


def markup(html: str) -> dict[str, str | None]:
    """The text of HTML according to each library."""
    return {name: within(lambda run=run: run(html)) if module(name) else None for name, run in _MARKUP}


def _html2text(html: str) -> str:
    import html2text

    made = html2text.HTML2Text(bodywidth=0)
    made.ignore_links = made.ignore_emphasis = True
    return str(made.handle(html))


def _inscriptis(html: str) -> str:
    import inscriptis

    return str(inscriptis.get_text(html))


_MARKUP: tuple[tuple[str, Callable[[str], str]], ...] = (("html2text", _html2text), ("inscriptis", _inscriptis))
