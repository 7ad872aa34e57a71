"""Whether a mail was written by a machine, and what for: such mail is kept, but never answered.

Here: the signs (RFC 3834, 3464, 5965, 8098, 2919 and the habits of mail programs). Not here: what the desk does then.
"""

import re
from enum import StrEnum
from functools import lru_cache

from supportdesk.mail import structure
from supportdesk.mail.absence import is_absence_note
from supportdesk.mail.headers import Block
from supportdesk.mail.structure import Entity


class Reason(StrEnum):
    """What kind of automatic mail it is."""

    BOUNCE = "bounce"  # a mail of ours was not delivered
    DELAY = "delay"  # … is still being tried
    RECEIPT = "receipt"  # … was delivered or displayed
    COMPLAINT = "complaint"  # a provider reports a mail as unwanted
    CHALLENGE = "challenge"  # a filter wants a person to confirm the mail
    AUTO_REPLY = "auto-reply"  # an absence note or another automatic answer
    NOTICE = "notice"  # made by a program, not as an answer
    LIST = "list"  # came through a mailing list
    BULK = "bulk"


_DAEMON = re.compile(
    r"(?:mailer|mail)[-_. ]?daemon|mdaemon|maildelivery|mail[-_.]?delivery(?:[-_.]?(?:sub)?system)?|double-bounce"
    r"|mailer[-_.]?administrator|mail[-_.]?system|mmdf|bounces?|smtp-?gateway|mailagent|nobody\+bounce",
    re.IGNORECASE,
)
_POSTMASTER = re.compile(
    r"p(?:oo?)st[-_]?master|mail-?admin|autoresponder|ndr|microsoftexchange[0-9a-f]{32}", re.IGNORECASE
)
_DAEMON_NAME = re.compile(
    r"mail(?:er)?[- ]?(?:deliver(?:y|\b)|daemon|administrator|system)|delivery (?:sub)?system|system administrator"
    r"|courier mail server|доставк[аи] почты|почтовая система|システム管理者",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"undeliver(?:ed|able|y)|returned (?:e?-?mail|to sender)|return(?:ing)? message to sender|failure notice"
    r"|(?:delivery|mail|message|email)\b.{0,25}\b(?:fail(?:ure|ed|s)?|rejected|refused|bounced?|notification)\b"
    r"|(?:non|not|un)[- ]?deliver|delivery (?:status|error|problem|report)|could not be delivered|nicht zustellbar"
    r"|mailbox (?:full|unavailable|is full)|(?:over|exceeded).{0,10}quota|user unknown|invalid recipient"
    r"|mail system error|message status|rejected:|bounce notification|permanent(?:er)? (?:fail|fehler|error)"
    r"|address changed|delivery warning|\[bounce\]|unzustellbar"
    r"|zustellung|échec|non remis|no entregado|no se pudo entregar"
    r"|mancata consegna|onbestelbaar|niet bezorgd|niedostarcz|não entregue|olevererbar|недоставлен|не доставлен"
    r"|не удалось доставить|se puede entregar|non (?:recapitabile|consegnat)|é possível entregar|kan (?:inte"
    r"|ikke) lever|ei voi(?:tu)? toimittaa|nedoručiteln|teslim edilemedi|kézbesíthet|не удается доставить"
    r"|не вдалося доставити|недоставка|配信(?:できません|不能|不可)|送信できません|エラーメール|退信|(?:无法"
    r"|無法)(?:送达|投递|传递|傳遞|傳送|遞送)|未(?:传递|送达|傳遞|送達)|投递失败|배달되지|배달 실패|전송되지"
    r"|전송 ?실패|반송",
    re.IGNORECASE,
)
_CODE = (
    r"\b[45]\d\d[ -][#(]?[45]\.\d{1,3}\.\d{1,3}\b|(?<![\d.])[45]\.[0-7]\.1?\d(?![\d.])"
    r"|(?:^[ \t]{0,8}|[:>\"'(\[#-] ?|\b(?:said|error|code|status|reply|smtp) )(?:550|551|552|553|554|452|421)[ -]"
)
"""What servers answer (RFC 5321, RFC 3463); a house number, a price or a day is none."""

_FAILED_BODY = re.compile(
    rf"{_CODE}|final-recipient:|reporting-mta:"
    r"|qmail-send program|created automatically by mail delivery"
    r"|(?:could|can|was|were|has|have)(?: not|n't|not) (?:be |been )?(?:deliver|sent)"
    r"|undeliverable|unable to deliver|wasn't able to deliver|delivery.{0,60}fail|failed (?:addresses|recipients?)"
    r"|did not reach the following|permanent (?:fatal |delivery )?error|no such (?:user|account|person)"
    r"|(?:user|account|mailbox|recipient|address)\b.{0,30}\b(?:unknown|full|exceed|not exist|disabled|quota|not found)"
    r"|mailbox.{0,40}(?:full|quota|exceed)|returned.{0,20}to (?:the )?sender|transcript of session"
    r"|delivery of the (?:e?-?mail|message) was (?:stopped|blocked|refused)",
    re.IGNORECASE | re.MULTILINE,
)
_RETURNED = re.compile(
    r"created automatically by (?:the )?mail delivery|(?:could|can|was|were)(?: not|n't|not) be(?:en)? delivered to"
    r"|failed recipients?\b|following recipient|recipient\(s\)"
    r"|unable to deliver (?:your |the |this )?(?:e?-?mail|message)"
    r"|requested (?:mail )?action (?:not taken|aborted)|rcpt to:|remote host said|recipient address rejected"
    r"|^was not delivered to:|^-{3,} ?failure reasons"
    r"|^your message to [^\s@]{1,200}@\S{1,200} was (?:automatically )?(?:rejected|blocked)"
    r"|could not deliver (?:your |the |this )?message|permanent fatal errors|\b55[0-4][ -][45]\.\d\.\d",
    re.IGNORECASE | re.MULTILINE,
)
_TECHNICAL = re.compile(rf"{_CODE}|[^\s<>@]@[\w.-]+\.\w|created automatically", re.IGNORECASE | re.MULTILINE)
"""What a server names: the address, or the answer that it got."""

_OWN = re.compile(r"\bmy\b|[?？](?:\s|$)", re.IGNORECASE)
_TOLD = re.compile(  # how people begin, who tell of a mail that came back
    r"\W*(?:hi|hello|hey|dear|good (?:day|morning|afternoon|evening)|hallo|guten|sehr geehrte|liebe|bonjour|salut|hola"
    r"|buenos|estimad|buongiorno|ciao|salve|olá|ola|bom dia|dzień dobry|witam|hej|здравствуйте|добр|привет|уважаем)\b",
    re.IGNORECASE,
)
_REPLIED = re.compile(r"\s*(?:re|aw|sv|vs|antw|odp|rif|res|fwd?|wg|tr|отв|пересл)\s*(?:\[\d+\])?:", re.IGNORECASE)
_REFUSED = re.compile(r"\bnot (?:an? )?member\b|\bloop alert\b|\brejected\b", re.IGNORECASE)
_LATE = re.compile(
    r"delayed|\(delay\)|still being retried|could not send message for past|not yet been delivered|verzögert|retardé"
    r"|warning: message|delivery warning|notification: warning|postponed|задержк",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"(?:protected by|click|follow|visit|guest list|use).{0,200}?"
    r"to (?:have|be added|confirm|verify|prove|deliver|release|complete).{0,120}?"
    r"(?:message|e?-?mail|delivered|you are|sender|human)",
    re.IGNORECASE | re.DOTALL,
)
_WAITING = re.compile(
    r"waitlisted|(?:is|been) (?:being )?(?:held|quarantined)|approved senders?|one-time|has not been delivered yet"
    r"|spam ?(?:arrest|blocker|protect)|this account is protected|awaiting (?:your )?(?:verification|confirmation)",
    re.IGNORECASE,
)
_WAITING_HINTS = (
    "waitlisted",
    "held",
    "quarantined",
    "approved sender",
    "one-time",
    "yet",
    "spam",
    "protected",
    "await",
)
_NOTIFIED = re.compile(r'\A\s*\{.{0,600}?\\?"(?:notificationType|eventType)\\?"\s*:\s*\\?"(\w+)', re.DOTALL)
_NOTIFICATIONS = {"bounce": Reason.BOUNCE, "complaint": Reason.COMPLAINT, "delivery": Reason.RECEIPT}
_ROBOTS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-auto-reply-from",
    "x-autoreply-from",
    "x-mail-autoreply",
    "x-vacation",
    "x-fc-machinegenerated",
    "x-automatic-reply",
)
_NOT_SO = ("no", "none", "false", "0")
_TELLING = (
    ("delivered-to", "autoresponder"),
    ("x-post-messageclass", "autoresponder"),
    ("x-autogenerated", "reply"),
    ("x-apple-action", "vacation"),
    ("x-mailer", "autoresponder"),
)
_LISTS = ("list-id", "list-post", "mailing-list", "x-mailing-list", "x-beenthere", "x-mailman-version", "x-mlserver")
_CERTIFIED = {  # RFC 6109: receipts of certified mail
    "non-accettazione": Reason.BOUNCE,
    "errore-consegna": Reason.BOUNCE,
    "preavviso-errore-consegna": Reason.DELAY,
    "accettazione": Reason.RECEIPT,
    "presa-in-carico": Reason.RECEIPT,
    "avvenuta-consegna": Reason.RECEIPT,
}
_PRECEDENCES = ("precedence", "x-precedence", "preference")
_PRECEDENCE = {"list": Reason.LIST, "bulk": Reason.BULK, "junk": Reason.BULK} | dict.fromkeys(
    ("auto_reply", "auto-reply", "autoreply"), Reason.AUTO_REPLY
)


def reason(raw: bytes, tree: Entity, sender: str, name: str, text: str) -> str:
    """Why a mail counts as automatic, one of `Reason` as a plain string, or "" for mail that a person wrote.

    `sender` and `name` are those of its From, `text` its readable text.
    """
    block = tree.block
    found = (
        _report(raw, tree, text)
        or _returned(block, sender, name, text)
        or _answered(block, text)
        or next((Reason.LIST for field in _LISTS if block.raw(field)), None)
        or next((found for one in _PRECEDENCES if (found := _PRECEDENCE.get(block.text(one).lower()))), None)
        or (Reason.BULK if block.raw("list-unsubscribe") else None)
        or _challenged(text[:4000])
    )
    return found.value if found else ""


def _report(raw: bytes, tree: Entity, text: str) -> Reason | None:
    """A report says what it reports, in its type or in the types of its parts; some are alone, without the mail."""
    if certified := _CERTIFIED.get(tree.block.text("x-ricevuta").lower()):
        return certified
    kinds = {entity.type.value: entity for entity in (tree, *tree.children)}
    told = tree.type.get("report-type").lower() if tree.type.value == "multipart/report" else ""
    if told == "feedback-report" or "message/feedback-report" in kinds:
        return Reason.COMPLAINT
    if told == "disposition-notification" or "message/disposition-notification" in kinds:
        return Reason.RECEIPT
    status = kinds.get("message/delivery-status") or kinds.get("message/global-delivery-status")
    if status:
        outcome = _outcome(structure.content(raw, status))
        return _challenged(text[:4000]) or outcome if outcome is Reason.BOUNCE else outcome
    return Reason.BOUNCE if tree.type.value == "multipart/report" else None


def _outcome(status: bytes) -> Reason:
    """RFC 3464: the worst action that was taken for any recipient."""
    actions = {action.lower() for action in re.findall(rb"(?im)^Action:\s{0,9}(\w+)", status[:200_000])}
    if actions and actions <= {b"delayed"}:
        return Reason.DELAY
    if actions and actions <= {b"delivered", b"relayed", b"expanded"}:
        return Reason.RECEIPT
    return Reason.BOUNCE


def _returned(block: Block, sender: str, name: str, text: str) -> Reason | None:
    """Mail that came back, from servers that write no report."""
    subject = block.text("subject")
    local = sender.partition("@")[0].strip("\\\"' ")
    if notified := _NOTIFIED.match(text):  # what cloud mail services write to the owner of a sending address
        return _NOTIFICATIONS.get(notified[1].lower(), Reason.NOTICE)
    if sender == "staff@hotmail.com" and subject.startswith("complaint about message"):
        return Reason.COMPLAINT
    unattended = _has_no_way_back(block) or bool(_submitted(block))
    robot = unattended or _is_postmaster(local, name)
    said = text[:4000]
    if (
        _is_daemon(block, local, name)
        or block.has("x-ms-exchange-message-is-ndr")
        or (robot and _tells_of_failure(subject))
    ):
        return Reason.DELAY if _LATE.search(subject) else Reason.BOUNCE
    if unattended or (robot and not _is_spoken(said)):
        # Who answers for somebody away may tell of numbers and full mailboxes too.
        answers = _answered(block, text, by_path=False) is Reason.AUTO_REPLY
        wanted = _RETURNED if answers else _FAILED_BODY
        if wanted.search(said) and not (block.raw("in-reply-to") and "\n>" in said):
            return Reason.BOUNCE
    return Reason.BOUNCE if _begins_as_returned(subject, said) else None


def _is_daemon(block: Block, local: str, name: str) -> bool:
    """Whether a server speaks, by how it calls itself alone, or who runs a mailing list refuses a mail."""
    author = block.raw("from").strip()
    unnamed = author == b"<>" or (author.endswith(b"<@>") and _DAEMON_NAME.search(name))
    runs = local.endswith(("-admin", "-owner", "-request")) and block.raw("x-mlserver")
    refuses = runs and _REFUSED.search(block.text("subject"))
    return bool(unnamed or _DAEMON.fullmatch(local) or block.raw("x-failed-recipients") or refuses)


def _submitted(block: Block) -> str:
    """What RFC 3834 has a mail say of itself, "" where it says that a person wrote it."""
    said = block.text("auto-submitted").partition(";")[0].partition("(")[0].strip().lower()
    return said if said != "no" else ""


def _has_no_way_back(block: Block) -> bool:
    """RFC 5321, 4.5.5: what servers report has an empty return path; some write their own name there."""
    path = block.raw("return-path").strip().lower()
    return path in (b"<>", b"< >") or path.startswith((b"<mailer-daemon", b"mailer-daemon"))


def _is_postmaster(local: str, name: str) -> bool:
    return any(_DAEMON_NAME.search(one) or _POSTMASTER.fullmatch(one) for one in (local, name))


def _begins_as_returned(subject: str, said: str) -> bool:
    """Whether a mail from any address says at once that another came back; a person who tells of one greets first."""
    if not _tells_of_failure(subject) or _REPLIED.match(subject) or _is_spoken(said):
        return False
    return _RETURNED.search(said[:500]) is not None and _TECHNICAL.search(said) is not None


def _is_spoken(said: str) -> bool:
    """Whether a person seems to tell or ask."""
    return _TOLD.match(said) is not None or _OWN.search(said[:500]) is not None


@lru_cache(maxsize=1000)
def _tells_of_failure(subject: str) -> bool:
    """Whether a subject says that a mail came back; the mails of a thread share theirs."""
    return _FAILED.search(subject) is not None


def _answered(block: Block, text: str, *, by_path: bool = True) -> Reason | None:
    """Mail that says itself that no person wrote it, or that has the look of it, its return path perhaps."""
    submitted = _submitted(block)
    if submitted == "auto-replied" or _is_robots(block) or is_absence_note(block.text("subject"), text):
        return Reason.AUTO_REPLY
    if submitted:
        return Reason.NOTICE
    suppressed = block.text("x-auto-response-suppress").lower()
    if suppressed and suppressed != "none":
        return Reason.NOTICE
    return Reason.AUTO_REPLY if by_path and block.raw("return-path").strip() == b"<>" else None


def _is_robots(block: Block) -> bool:
    """Whether one of the fields is there by which programs tell that they answered."""
    if any(block.raw(field) and block.text(field).lower() not in _NOT_SO for field in _ROBOTS):
        return True
    return any(block.has(field) and word in block.text(field).lower() for field, word in _TELLING)


def _challenged(said: str) -> Reason | None:
    """A filter that wants its owner's correspondents to follow a link."""
    lowered = said.lower() if "://" in said else ""
    waits = any(hint in lowered for hint in _WAITING_HINTS) and _WAITING.search(said)
    return Reason.CHALLENGE if waits and _CHALLENGE.search(said) else None
