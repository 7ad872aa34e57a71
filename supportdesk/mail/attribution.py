"""The lines that mail programs put above what they quote: "On … wrote:", "Original Message", blocks of From, Sent, To.

Here: recognising those lines, in the languages that mail programs speak. Not here: what is cut because of them.
"""

import re
from collections.abc import Sequence

MAXIMUM_LINE = 400  # characters of a line that are looked at

_VERB = re.compile(
    r"\b(?:wrote|writes|написал(?:а|и|\(а\)|\(a\))?|пиш[еу]т|писал(?:а|и|\(а\))?|написав|написала|schrieb|geschrieben"
    r"|a écrit|écrivait|a ecrit|escribió|escribio|ha scritto|scrisse|schreef|napisał(?:\(a\)|a|\(-a\))?|napisana przez"
    r"|pisze|escreveu|skrev|kirjoitti|ha escrito|va escriure|yazdı|kirjutas|rakstīja|napsal(?:\(a\)|a)?|írta|a scris)"
    r"|写道|寫道|書きました|のメッセージ|のメール|작성",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек"
    r"|mär|mai|okt|dez|janv|févr|mars|avr|juin|juil|août|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|mrt|mei|maart"
    r"|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru|fev|out|tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka"
    r"|marras|joulu)[^\W\d_]{0,9}\.?"
)
_DATE = re.compile(
    rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\b\d{{1,2}}\.?\s*(?:de\s+)?{_MONTH}"
    rf"|\b{_MONTH}\s+\d{{1,2}}\b|\d{{4}}\s?年|\b\d{{1,2}}\.{_MONTH}\.?\d{{4}}",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?(?:[AaPp][Mm]|Uhr)\b")
_ADDRESS = re.compile(r"<\s*(?:mailto:)?\s*[^<>]*@[^<>]*>+|\[mailto:[^\]]+\]")
_NAMED = re.compile(r"^[\s>*_\"']*[^\W\d_][^<>:]{1,80}<\s*(?:mailto:)?[^<>@\s]+@[^<>\s]+>")
_OPENS = re.compile(
    r"^[\s>*_-]*(?:on|le|am|el|il|op|den|em|no dia|w dniu|dnia|på|wiadomość|в|на|a|ai|pe|"
    r"(?:mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс|понед|втор|сред|четв|пятн|субб|воскр)[^\W\d_]*\.?,?|\d)\b",
    re.IGNORECASE,
)
_GMAIL = re.compile(r"^[\s>*]*\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:?\d\d\s+\S.{1,100}$")
_DASHED = re.compile(r"^[\s>]*-{2,}\s*On\b.{5,300}\bwrote\s*-{2,}\s*$", re.IGNORECASE)
_GROUPWISE = re.compile(r"^>>>\s.{1,200}\d{1,2}:\d\d.{0,10}>>>\s*$")
_ENDS = (":", "：", "wrote", "написал", "写道", "-", ">>>")

_ORIGINAL = (
    r"original[- ](?:message|appointment|mail|e-?mail)|forwarded (?:message|by|mail)|reply message"
    r"|ursprüngliche (?:nachricht|mail)|original-?nachricht|weitergeleitete nachricht|message (?:d['’]origine|original)"
    r"|message transféré|e-?mail d['’]origine|mensaje (?:original|reenviado)|messaggio (?:originale|inoltrato)"
    r"|oorspronkelijk bericht|doorgestuurd bericht|oprindelig (?:besked|meddelelse)|ursprungligt meddelande"
    r"|opprinnelig melding|vidarebefordrat meddelande|videresendt (?:besked|melding)|alkuperäinen viesti"
    r"|välitetty viesti|(?:wiadomość|wiadomosc) oryginalna|(?:oryginalna|przekazana) wiadomość"
    r"|mensagem (?:original|encaminhada)"
    r"|исходное сообщение|исходное письмо|пересылаемое сообщение|пересланное сообщение|оригинальное сообщение"
    r"|元のメッセージ|转发的邮件|原始邮件|轉寄的郵件"
)
_SEPARATOR = re.compile(rf"^[\s>*_]*(?:<div>)?[-_=]{{2,}}\s*(?:{_ORIGINAL})\s*:?\s*(?:[-_=]{{2,}}|$)", re.IGNORECASE)
_FORWARD = re.compile(
    r"^[\s>*]*(?:begin forwarded message|anfang der weitergeleiteten (?:e-?mail|nachricht)"
    r"|début du message (?:transféré|réexpédié)|inicio del mensaje reenviado|inizio (?:del )?messaggio inoltrato"
    r"|begin doorgestuurd bericht|vidarebefordrat brev|videresendt e-?mail|转发邮件"
    r"|начало (?:переадресованного|пересланного) сообщения)\s*:\s*$",
    re.IGNORECASE,
)
_ABOVE_HINT = re.compile(r"above|выше|##|in reply to", re.IGNORECASE)
_ABOVE = re.compile(
    r"(?:^[\s>]*in reply to:\s*$|##-.{0,80}-##|reply above this line"
    r"|(?:please )?(?:type|write|enter) your (?:reply|response) above this line"
    r"|(?:пишите|введите|напишите)? ?(?:ваш )?ответ (?:пишите )?выше этой (?:линии|строки|черты))",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[\s>]*(?:[-_=*~]\s?){3,}$")
_PLAIN = re.compile(r"[>|*_\s]*")

_KEYS = {
    "from": "from|von|de|da|van|od|från|fra|lähettäjä|от|от кого|отправитель|expéditeur|mittente|afzender"
    "|差出人|发件人|寄件者|보낸사람",
    "date": "sent|date|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviado em|enviada em|fecha|data|inviato"
    "|verzonden|wysłano|skickat|sendt|dato|lähetetty|päivämäärä|päiväys|отправлено|дата|message du|date d'envoi"
    "|送信日時|日時|日期|发送时间",
    "to": "to|an|à|a|para|per|aan|do|till|til|vastaanottaja|кому|destinataire|destinatario|宛先|收件人|收件者",
    "subject": "subject|betreff|objet|asunto|oggetto|onderwerp|temat|ämne|emne|aihe|тема|assunto|sujet|件名|主题|主旨",
    "other": "cc|bcc|copie à|копия|kopia|kopie|kopi|copia|reply-to|antwort an|importance|priority|attachments",
}
_KEY = re.compile(
    r"^[\s>*_|]*(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _KEYS.items()) + r")\s*(?:\*\s*:|:|：)",
    re.IGNORECASE,
)


def attribution_start(lines: Sequence[str], at: int) -> int:
    """Where the attribution that ends with line `at` begins, or -1 when the line ends none."""
    last = lines[at].rstrip("* \t\xa0\r")
    if len(last) > MAXIMUM_LINE or not (last.endswith(_ENDS) or " GMT" in last):
        return -1
    if _GMAIL.match(last) or _DASHED.match(last) or _GROUPWISE.match(last):
        return at
    if not last.endswith(_ENDS[:5]) or _KEY.match(last):
        return -1
    joined = ""
    spoken = _VERB.search(last) is not None
    for start in range(at, max(-1, at - 6), -1):
        line = lines[start].strip()
        if len(line) > MAXIMUM_LINE or (not line and not spoken) or (start < at and line.endswith((":", "："))):
            return -1
        joined = f"{line} {joined}".strip()
        if line and _is_attribution(joined):
            return _stretched(lines, start, joined)
    return -1


def _is_attribution(joined: str) -> bool:
    if len(joined) > MAXIMUM_LINE:
        return False
    ends = joined.rstrip("* ").endswith((":", "："))
    verb = _VERB.search(joined)
    dated = _DATE.search(joined) is not None
    if verb and dated and (ends or joined.rstrip(" *").endswith(verb[0])):
        return _TIME.search(joined) is not None or _OPENS.match(joined) is not None or "<" in joined
    if ends and dated and _ADDRESS.search(joined) and (_TIME.search(joined) or _OPENS.match(joined)):
        return True
    return bool(verb and ends and _NAMED.match(joined))


def _stretched(lines: Sequence[str], start: int, joined: str) -> int:
    """Take in the lines above where the date stands there alone, or where an address was broken off it."""
    for above in range(start - 1, max(-1, start - 4), -1):
        line = lines[above].strip()
        if not line or len(line) > 200:
            break
        broken = line.endswith((",", "<", " at", " um")) or not _DATE.search(joined)
        if broken and _OPENS.match(line) and _DATE.search(line) and not _OPENS.match(joined):
            return above
    return start


def is_groupwise(line: str) -> bool:
    """Whether a line is an attribution of GroupWise, which looks like a quotation: `>>> Name <address> date >>>`."""
    return len(line) <= MAXIMUM_LINE and _GROUPWISE.match(line) is not None


def named_attribution(line: str) -> bool:
    """Whether a line names somebody who wrote: enough only when a quotation follows."""
    short = line.strip()
    return len(short) < 120 and short.endswith((":", "：")) and _VERB.search(short) is not None


def is_separator(lines: Sequence[str], at: int) -> bool:
    """Whether everything from this line on is an older mail, or below the desk's own "reply above this line"."""
    line = lines[at]
    if len(line) > MAXIMUM_LINE:
        return False
    bare = line.lstrip(" \t>*_")
    if bare.startswith(("-", "=", "<div>-")) or line.lstrip(" \t>*").startswith("__"):
        return _SEPARATOR.match(line) is not None
    if _ABOVE_HINT.search(line) and _ABOVE.search(line):
        return True
    if ":" not in line[:80] and "：" not in line[:80]:
        return False
    return (bare.rstrip().endswith(":") and _FORWARD.match(line) is not None) or _is_header_block(lines, at)


def _is_header_block(lines: Sequence[str], at: int) -> bool:
    """Three of From, Sent, To and Subject, or From and a Sent with a date, in lines that follow each other."""
    first = _KEY.match(lines[at])
    if not first or first.lastgroup == "other":
        return False
    kinds: set[str] = set()
    strays = 0
    dated = False
    for line in lines[at : at + 12]:
        found = _KEY.match(line[:MAXIMUM_LINE])
        if found and found.lastgroup:
            kinds.add(found.lastgroup)
            dated = dated or (found.lastgroup == "date" and bool(_DATE.search(line) or _TIME.search(line)))
        elif _PLAIN.fullmatch(line[:MAXIMUM_LINE]):
            strays += 1
            if kinds >= {"from", "date"} or strays > 3:
                break
        else:
            strays += 1
            if strays > 2:
                break
    kinds.discard("other")
    return len(kinds) >= 3 or (dated and "from" in kinds)


def is_rule(line: str) -> bool:
    """Whether a line only draws a line."""
    return len(line) <= MAXIMUM_LINE and _RULE.match(line) is not None
