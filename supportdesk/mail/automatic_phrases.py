"""The words of servers that give a mail back, and of filters that hold it, in the languages that they speak.

Here: words as data. Not here: what is made of them (`automatic`), the words of absence notes (`absence_phrases`).
"""

import re

FAILED = re.compile(
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
    r"|전송 ?실패|반송|impossibile (?:recapitare|consegnare)|recapito non riuscito"
    r"|går inte att leverera|leveransen? miss"
    r"|impossible de remettre|remise (?:impossible|du message)|não foi possível entregar"
    r"|ikke lever(?:t|bar)|toimittaminen"
    r"|nelze doručit|nemožno doručiť|kézbesíteni|nelivrabil|nu (?:se|s-a) p(?:oate|utut) livra|nije moguće isporučiti"
    r"|neisporučiv|nedostavljiv|ni mogoče dostaviti|nepristat|nepavyko pristatyti|nepiegādā|ei saa kohale"
    r"|no es pot lliurar|недоставим|не може да бъде достав|неможливо доставити|не доставлено|μη παραδόσιμ"
    r"|δεν (?:είναι δυνατή η παράδοση|παραδόθηκε)|לא ניתן למסירה|لا يمكن تسليم|تعذر تسليم|غير قابل للتسليم"
    r"|không thể (?:gửi|chuyển)|tidak (?:terkirim|dapat dikirim)|ไม่สามารถส่ง|ส่งไม่ได้",
    re.IGNORECASE,
)
CODE = (
    r"\b[45]\d\d[ -][#(]?[45]\.\d{1,3}\.\d{1,3}\b|(?<![\d.])[45]\.[0-7]\.1?\d(?![\d.])"
    r"|(?:^[ \t]{0,8}|[:>\"'(\[#-] ?|\b(?:said|error|code|status|reply|smtp) )(?:550|551|552|553|554|452|421)[ -]"
)
"""What servers answer (RFC 5321, RFC 3463); a house number, a price or a day is none."""

FAILED_BODY = re.compile(
    rf"{CODE}|final-recipient:|reporting-mta:"
    r"|qmail-send program|created automatically by mail delivery"
    r"|(?:could|can|was|were|has|have)(?: not|n't|not) (?:be |been )?(?:deliver|sent)"
    r"|undeliverable|unable to deliver|wasn't able to deliver|delivery.{0,60}fail|failed (?:addresses|recipients?)"
    r"|did not reach the following|permanent (?:fatal |delivery )?error|no such (?:user|account|person)"
    r"|(?:user|account|mailbox|recipient|address)\b.{0,30}\b(?:unknown|full|exceed|not exist|disabled|quota|not found)"
    r"|mailbox.{0,40}(?:full|quota|exceed)|returned.{0,20}to (?:the )?sender|transcript of session"
    r"|delivery of the (?:e?-?mail|message) was (?:stopped|blocked|refused)",
    re.IGNORECASE | re.MULTILINE,
)
RETURNED = re.compile(
    r"created automatically by (?:the )?mail delivery|(?:could|can|was|were)(?: not|n't|not) be(?:en)? delivered to"
    r"|failed recipients?\b|following recipient|recipient\(s\)"
    r"|unable to deliver (?:your |the |this )?(?:e?-?mail|message)"
    r"|requested (?:mail )?action (?:not taken|aborted)|rcpt to:|remote host said|recipient address rejected"
    r"|^was not delivered to:|^-{3,} ?failure reasons"
    r"|^your message to [^\s@]{1,200}@\S{1,200} was (?:automatically )?(?:rejected|blocked)"
    r"|could not deliver (?:your |the |this )?message|permanent fatal errors|\b55[0-4][ -][45]\.\d\.\d",
    re.IGNORECASE | re.MULTILINE,
)
TECHNICAL = re.compile(rf"{CODE}|[^\s<>@]@[\w.-]+\.\w|created automatically", re.IGNORECASE | re.MULTILINE)
"""What a server names: the address, or the answer that it got."""

OWN = re.compile(
    r"\bmy\b|[?？](?:\s|$)|\bI (?:get|got|keep|see|sent|received?)\b|\bwe (?:get|got|keep|see|sent)\b"
    r"|\bplease (?:advise|assist|explain|fix|help)\b|помогите|подскажите|\bbitte um\b",
    re.IGNORECASE,
)
TOLD = re.compile(  # how people begin, who tell of a mail that came back
    r"\W*(?:hi|hello|hey|dear|good (?:day|morning|afternoon|evening)|hallo|guten|sehr geehrte|liebe|bonjour|salut|hola"
    r"|buen[oa]s|estimad[oa]s?|buongiorno|ciao|salve|olá|ola|bom dia|dzień dobry|witam|hej"
    r"|здравствуйте|добр(?:ый|ого|ое)"
    r"|привет)\b",
    re.IGNORECASE,
)
REPLIED = re.compile(r"\s*(?:re|aw|sv|vs|antw|odp|rif|res|fwd?|wg|tr|отв|пересл)\s*(?:\[\d+\])?:", re.IGNORECASE)
REFUSED = re.compile(r"\bnot (?:an? )?member\b|\bloop alert\b|\brejected\b", re.IGNORECASE)
LATE = re.compile(
    r"delayed|\(delay\)|still being retried|could not send message for past|not yet been delivered|verzögert|retardé"
    r"|warning: message|delivery warning|notification: warning|postponed|задержк",
    re.IGNORECASE,
)
CHALLENGE = re.compile(
    r"(?:protected by|click|follow|visit|guest list|use).{0,200}?"
    r"to (?:have|be added|confirm|verify|prove|deliver|release|complete|fill (?:out|in)).{0,120}?"
    r"(?:message|e?-?mail|delivered|you are|sender|human|request)"
    r"|cliqu(?:er|ez).{0,200}?pour (?:vous authentifier|être (?:reconnu|autorisé)|confirmer|valider|délivrer|débloquer)"
    r"|klicken sie.{0,200}?um .{0,80}?(?:zuzustellen|zu bestätigen|freizugeben)",
    re.IGNORECASE | re.DOTALL,
)
WAITING = re.compile(
    r"waitlisted|(?:is|been) (?:being )?(?:held|quarantined)|approved senders?|one-time|has not been delivered yet"
    r"|spam ?(?:arrest|blocker|protect)|this account is protected|awaiting (?:your )?(?:verification|confirmation)"
    r"|pas encore été (?:remis|délivré|distribué)|adresse.{0,40}protégée|attente d['’]a(?:uthentification|utorisation)"
    r"|noch nicht zugestellt|wird zurückgehalten",
    re.IGNORECASE,
)
WAITING_HINTS = (
    "waitlisted",
    "held",
    "quarantined",
    "approved sender",
    "one-time",
    "yet",
    "spam",
    "protected",
    "await",
    "encore",
    "protégée",
    "attente",
    "noch nicht",
    "zurückgehalten",
)
QUESTION = re.compile(r"[?？](?:\s|$)")
BEGINNING = 200  # characters of what a filter or a program says first
READ = re.compile(
    r"\A\s*your message\s*\n\s*to:.{1,400}?\bwas (?:read|deleted without being read)\b"
    r"|\A\s*ihre nachricht\s*\n\s*an:.{1,400}?\bwurde\b.{1,60}\bgelesen"
    r"|\A\s*(?:le|votre) message\s*\n\s*[àa]\s?:.{1,400}?\ba été lu\b"
    r"|\A\s*ваше сообщение\s*\n\s*кому:.{1,400}?\bпрочитано\b",
    re.IGNORECASE | re.DOTALL,
)
"""What Outlook says where it writes no report."""
