"""The words that mail programs write by themselves, in the languages that they speak.

Here: words as data. Not here: what is made of them (`attribution`, `heading`, `signature`), the words of absence notes
(`absence_phrases`).
"""

import re

WROTE = re.compile(
    r"\b(?:wrote|writes|said the following|написал(?:а|и|\(а\)|\(a\))?|пиш[еу]т|писал(?:а|и|\(а\))?"
    r"|(?:на)?писав(?:ла|\(ла\))?|піша|напіса[ўл]а?"
    r"|пише|написа|је написа[ол](?:/ла|ла)?|написао/ла|schrieb|geschrieben|a écrit|écrivait|a ecrit|escribió|escribio"
    r"|ha scritto|scrisse|schreibt|scrive|escribe|escreve"
    r"|schrijft|skriver|píše|kirjoittaa|schreef|geschreven|napisał(?:\(a\)|a|\(-a\))?(?!\w)"
    r"|napisana przez|pisze|escreveu"
    r"|skrev|skreiv|skrifaði|kirjoitti|ha escrito?|va escriure|missatge de|escribiu|idatzi (?:du|zuen)|yazdı(?!\w)"
    r"|yazmış|kirjutas|rakstīja|rašė"
    r"|napsal(?:\(a\)|a|/a)?|napísal(?:\(a\)|a|/a)?|írta|a scris|napisa[ol](?:/la|la)?(?: je)?|έγραψε|menulis|đã viết"
    r"|(?:ti )?shkroi|i?sinulat ni|scríobh|ysgrifennodd|skribis|geskryf|geschriwwen"
    r"|a(?:li|me)andika|wabhala|жазды(?!\w)|жазған"
    r"|жазган|язды|навишт|бичсэн|бичив|yozdi(?!\w)|yozgan|գրել է՝?|գրեց՝?"
    r"|գրում է՝?)|写道|寫道|書きました|のメッセージ|のメール"
    r"|작성|보냈습니다|쓴 글|เขียนว่า|כתב|מאת|كتب|كتابة|نوشت|نے لکھا|ने लिखा|ने लिहिले|লিখেছেন|எழுதியது|రాసారు|લખ્યું"
    r"|ಬರೆದಿದ್ದಾರೆ|എഴുതി|დაწერა|ਨੇ ਲਿਖਿਆ|ले लेख्नुभयो|ले लेख्यो|ලිව්වේය|ලියා ඇත"
    r"|ရေး(?:သား)?ခဲ့သည်|បាន\u200b?សរសេរ(?:\u200b?ថា)?៖?|ຂຽນວ່າ|ጽፈዋል|ጽፏል",
    re.IGNORECASE,
)
"""What somebody did who is quoted."""

_HINTS = """
wrote writes said quoting пис пиш напис цитир schr zitat crit écri ecri scriss citand citat citer cytat naps napis
scriv píše napís pisze escr skri skre kirj yazd yazm rakst raš írta scris γραψ menulis viết shkro sinulat idatzi
missatge scríobh піш напіс
写道 寫道 書き のメ 작성 보냈 쓴 เขียน מאת כתב كتب كتابة نوشت لکھا लिखा लिहि লিখে எழுதி రాసారు લખ્યું ಬರೆದಿ എഴുതി დაწერა
ysgrif geskr andika wabh жаз язды навишт бичс бичив yoz գր ਲਿਖਿਆ लेख् ලිව් ලියා ရေး សរសេរ ຂຽນ
ጽፈዋል ጽፏል
"""
WROTE_HINTS = tuple(_HINTS.split())
"""Pieces of all of them, one of which is in every text that has any."""

ASCII_HINTS = tuple(hint for hint in WROTE_HINTS if hint.isascii())
"""Those of them that a text of ASCII letters can hold."""

QUOTING = re.compile(
    r"^[\s>]*(?:quoting|zitat von|citando(?: a)?|citation de|en citant|citerar|citeren|citaat van|cytat(?: od)?"
    r"|cytowanie|цитирую)\s",
    re.I,
)

MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек"
    r"|mär|mai|okt|dez|janv|févr|mars|avr|juin|juil|août|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|mrt|mei|maart"
    r"|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru|fev|out|tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka"
    r"|marras|joulu)[^\W\d_]{0,9}\.?"
)
DATE = re.compile(
    r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|[.]\s?\d{1,2}[.]\s?\d{1,2}|\s[^\s\d,;:<>]{2,10}\s\d{1,2},"
    r"|[ -]?(?:թ\.|ж\.|оны|жыл\w*|yil\w*)[\s,]{1,3}(?:\d{1,2}\b|[^\W\d]{3,12}\s\d))"
    r"|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}"
    rf"|\b\d{{1,2}}-{MONTH}-\d{{4}}|\b\d{{1,2}}\.?\s*(?:de\s+)?{MONTH}|\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"|\d{{4}}\s?[年년](?:\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일](?:[月火水木金土日]曜日)?)?"
    rf"|\b\d{{1,2}}\.{MONTH}\.?\d{{4}}"
    r"|\b\d{1,2}(?:,|\.?\s(?:de\s)?[^\s\d,;:<>]{2,14},?|-[^\W\d]{3,10}\.?,?)\s(?:\d{1,2},\s|de\s|พ\.ศ\.\s?)?"
    r"(?:19|20|٢٠|۲۰|२०|২০|(?<=[\u0e01-\u0e4e.]\s)25)\d\d\b",
    re.IGNORECASE,
)
"""A day, with a month in digits or letters, in whatever order; any word may stand between a day and a year."""

TIME = re.compile(r"(?:\b|(?<=[午前後전후]))\d{1,2}[:.]\d\d(?:\b|(?=에))|\b\d{1,2}\s?(?:[AaPp][Mm]|Uhr)\b")
OPENS = re.compile(
    r"^[\s>*_-]*(?:on|le|am|el|il|op|den|em|no dia|w dniu|dnia|dne|dňa|på|wiadomość|в|на|у|a|ai|pe|în|v|vào|pada|"
    r"in data|στις|at|"
    r"(?:mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс|понед|втор|сред|четв|пятн|субб|воскр)[^\W\d_]*\.?,?|\d)\b",
    re.IGNORECASE,
)
"""How a line begins that tells when somebody wrote."""

ORIGINAL = (
    r"original[- ](?:message|appointment|mail|e-?mail)|(?:e-?)?mail originale?|courriel original|message précédent"
    r"|forwarded (?:message|mail)|forwarded by.{0,100}|reply message"
    r"|antwort[- ]?nachricht"
    r"|ursprüngliche (?:nachricht|(?:e-?)?mail)|original-?nachricht|weitergeleitete (?:nachricht|(?:e-?)?mail)"
    r"|message (?:d['’]origine|original|initial)|message transféré|e-?mail (?:d['’]origine|original)"
    r"|mensaje (?:original|reenviado)|messaggio (?:originale|inoltrato)"
    r"|(?:oorspronkelijke?|originele) bericht|doorgestuurd bericht|oprindelig (?:besked|meddelelse|mail)"
    r"|ursprungligt meddelande"
    r"|opprinnelig melding|vidarebefordrat meddelande|videresendt (?:besked|melding|meddelelse)|alkuperäinen viesti"
    r"|välitetty viesti|(?:wiadomość|wiadomosc) oryginalna|(?:oryginalna|przekazana) wiadomość"
    r"|wiadomość (?:przekazana|przesłana dalej)"
    r"|vidarebefordrade meddelande|edelleen lähetetty viesti|přeposlaný e-?mail|переадресованное (?:сообщение|письмо)"
    r"|yönlendirilmiş (?:ileti|mesaj|e-posta)"
    r"|treść przekazanej wiadomości|mensagem (?:original|(?:re)?encaminhada)|původní (?:zpráva|e-?mail)"
    r"|přeposlaná zpráva|pôvodná správa|preposlaná správa|eredeti üzenet|továbbított (?:üzenet|levél)"
    r"|mesaj(?:ul)? (?:original|inițial)"
    r"|mesaj redirecționat|(?:orijinal|özgün) (?:ileti|mesaj)|(?:i̇?letil|yönlendiril)(?:en|miş) (?:ileti|mesaj)"
    r"|izvorna poruka"
    r"|originalna poruka|proslijeđena poruka|izvirno sporočilo|posredovano sporočilo|algne sõnum|edastatud kiri"
    r"|исходное (?:сообщение|письмо)|пересылаемое (?:сообщение|письмо)|пересланное (?:сообщение|письмо)"
    r"|перенаправленное сообщение|оригинальное (?:сообщение|письмо)"
    r"|(?:вихідне|початкове|оригінальне|перенаправлене) повідомлення"
    r"|переслане повідомлення|оригинално съобщение|препратено съобщение|αρχικό μήνυμα|προωθημένο μήνυμα"
    r"|replied message|original(?=(?:\s|&nbsp;)*:?\s*[-_=]{2})|originalmeddelande|opprinnelig e-?post"
    r"|missatge (?:original|reenviat)|edasisaadetud kiri"
    r"|mensaxe orixinal|jatorrizko mezua|algne kiri|(?:oriģināl|pārsūtīt|sākotnēj)(?:ā|ais|s) (?:ziņa|ziņojums|vēstule)"
    r"|(?:pirminis|pradinis|originalus|persiųstas) laiškas|(?:upprunaleg|upphafleg)\w? skilaboð|оригинална порука"
    r"|оригинално писмо|зыходнае паведамленне"
    r"|(?:thư|tin nhắn) gốc|thư đã chuyển tiếp|pesan (?:asli|asal)|(?:pesan|mesej) yang diteruskan|mesej asal"
    r"|ข้อความ(?:เดิม|ต้นฉบับ|ดั้งเดิม|ที่ส่งต่อ)|پیام اصلی|मूल संदेश|元のメール|元のメッセージ|オリジナルメッセージ"
    r"|転送(?:された)?(?:メッセージ|メール)|(?:转发|回复)的?原?邮件(?:信息)?|原始(?:邮件(?:信息)?|郵件|信件|訊息)"
    r"|原邮件|邮件原件"
    r"|轉寄的?郵件|원본 ?(?:메시지|메일)|전달된 ?(?:메시지|메일)"
    r"|הודעה מקורית|הודעה שהועברה"
    r"|الرسالة الأصلية|رسالة (?:معاد|تمت إعادة) توجيهها"
)
"""What stands between dashes above an older mail."""

FORWARD = re.compile(
    r"^[\s>*]*(?:begin forwarded message|anfang der weitergeleiteten (?:e-?mail|nachricht)"
    r"|début du (?:message|courriel) (?:transféré|réexpédié)|inicio del mensaje reenviado"
    r"|inizio (?:del )?messaggio inoltrato|início da mensagem (?:(?:re)?encaminhada|reenviada)"
    r"|začátek přeposlané zprávy|begin doorgestuurd bericht|vidarebefordrat brev"
    r"|start på videresendt (?:e-?mail|besked|meddelelse)"
    r"|videresendt (?:e-?mail|melding)|początek przekazanej wiadomości|välitetty viesti alkaa"
    r"|(?:开始|以下是)?转发的?邮件|開始轉寄郵件"
    r"|転送されたメッセージ|(?:пересылаемое|пересланное|исходное) (?:сообщение|письмо)"
    r"|начало (?:переадресованного|пересланного|пересылаемого) (?:сообщения|письма)|початок листа, що пересилається)"
    r"\s*[:：]\s*$",
    re.IGNORECASE,
)

ABOVE_LINE = (
    r"au-dessus de cette ligne|encima de esta línea|acima desta linha|sopra (?:a )?questa (?:riga|linea)"
    r"|boven deze (?:regel|lijn)|(?:oberhalb|über) dieser (?:zeile|linie)|ovanför (?:denna|den här) (?:rad|linje)"
    r"|tämän rivin yläpuolel|bu satırın ü[sz]|over denne linje|nad t(?:ento|outo|ímto|uto) (?:řád|čár|riad|čiar)"
    r"|powyżej tej linii|(?:вище|над) ці(?:єї|єю) ліні|(?:выше|над) эт(?:ой|им) (?:лини|строк|черт)"
    r"|この(?:行|線)より上|此[行线線](?:以上|上方|之上)|이 줄 위"
)
"""Where an answer is asked for, in requests that stand between drawn lines."""

ABOVE_HINTS = (
    *("this line", "выше", "над эт", "##", "in reply to", "oberhalb", "über diese", "-dessus", "cima"),
    *("boven deze", "ovanför", "powyżej", "sopra ", "この行", "此行"),
)
ASCII_ABOVE_HINTS = tuple(hint for hint in ABOVE_HINTS if hint.isascii())
ABOVE = re.compile(
    r"(?:^[\s>]*in reply to:\s*$|##-.{12,120}-##"
    r"|^\W*(?:please )?(?:(?:type|write|enter|add|post) your |make your )?(?:reply|response|answer)s? above this line\b"
    r"|^\W*(?:bitte )?(?:antworten sie|geben sie ihre antwort|ihre antwort)\b.{0,30}\boberhalb dieser (?:zeile|linie)"
    r"|^\W*(?:bitte )?schreiben sie ihre antwort über dieser? (?:zeile|linie)"
    r"|^\W*(?:write|reply|type|comment) above this line to (?:post|add|reply|answer|comment|respond)\b"
    r"|^\W*(?:merci de |veuillez )répondre (?:au|ci)-dessus de cette ligne"
    r"|^\W*(?:please )?do not (?:write|type|reply|edit) below this line\W*$"
    r"|^\W*(?:typ|schrijf|geef) uw antwoord boven deze (?:lijn|regel)"
    r"|^\W*skriv ditt svar ovanför den här (?:raden|linjen)"
    r"|^\W*(?:proszę )?(?:odpowiedz|napisz odpowiedź|wpisz odpowiedź) powyżej tej linii"
    r"|^\W*(?:inserisci|scrivi|digita) la (?:tua|sua) risposta (?:al di )?sopra (?:di )?questa (?:riga|linea)"
    r"|^\W*この行より上に.{0,12}(?:返信|回答)|^\W*(?:请)?在此行(?:以上|上方|之上).{0,8}(?:回复|答复)"
    r"|^\W*(?:merci |veuillez )?.{0,20}\bréponse\b.{0,20}(?:au-dessus|ci-dessus) de cette ligne"
    r"|^\W*(?:por favor,? )?\w{1,12} (?:su|tu|sua|a) (?:respuesta|resposta) .{0,12}(?:encima|acima)"
    r" d(?:e|esta) (?:esta )?l[ií]n\w+"
    r"|^\W*(?:пожалуйста,? )?(?:пишите|введите|напишите)? ?(?:ваш )?ответ(?:ьте)? (?:пишите )?(?:выше|над) эт(?:ой|им)"
    r" (?:линии|строки|черты|линией|строкой|чертой))",
    re.IGNORECASE,
)
"""The desk's own request, which comes back below the answer."""

_KEYS = {
    "from": "from|von|de|da|van|od|от|fra|från|lähettäjä|от кого|отправитель|expéditeur|mittente|afzender"
    "|feladó|de la"
    "|kimden|gönderen|від|від кого|από|šalje|pošiljatelj|saatja|nuo|od koga|差出人|发件人|寄件者|寄件人"
    "|보낸사람|보낸 사람|מאת|من"
    "|ад|од|од кого|шаље|kellelt|no|sūtītājs|nork|送信者|發件人|từ|dari|daripada|จาก|از|प्रेषक|से|frá|sendandi|ó"
    "|кімнен|кимден|кемнән|илгээгч|хэнээс|ումից|প্রেরক|அனுப்புநர்|పంపినవారు|પ્રેષક|منجانب"
    "|kutoka|oddi wrth|nga|kimdən|kimdan|გამგზავნი|ուղարկող|mula kay",
    "sent": "sent|gesendet|envoyé|envoyé le|enviado|enviado el|enviado em|enviada em|enviada|inviato|verzonden|wysłano"
    "|skickat|sendt|lähetetty|отправлено|date d'envoi|odesláno|odoslané|odoslaný|küldve|elküldve|trimis|gönderildi"
    "|gönderilme|gönderilme tarihi|надіслано|изпратено|στάλθηκε|poslano|saadetud|išsiųsta|nosūtīts|送信日時|发送时间"
    "|寄件日期|傳送時間|보낸날짜|보낸 날짜|נשלח|تم الإرسال"
    "|адпраўлена|послато|poslato|испратено|bidaltze-data|bidalia|enviat|enviat el|đã gửi|dikirim|dihantar|ส่ง"
    "|ส่งเมื่อ|ارسال شده|भेजा गया|seolta|жіберілді|жөнөтүлдү|җибәрелде|илгээсэн|পাঠানো হয়েছে"
    "|প্রেরিত|அனுப்பப்பட்டது|పంపబడింది|મોકલ્યું|पाठवले|بھیجا گیا"
    "|imetumwa|anfonwyd|dërguar|göndərildi|yuborilgan|wysłane|expediat|изпратено на|αποστολή"
    "|saatmisaeg|发件时间|發送日期|傳送日期|已傳送|verstuurd|дата отправки|გაგზავნილია|ուղարկված է"
    "|ipinadala|gönderilme zamanı|gestuur|تاريخ الإرسال|發送時間",
    "date": "date|datum|fecha|data|dato|päivämäärä|päiväys|дата|message du|dátum|tarih|ημερομηνία|日付|日時"
    "|日期|날짜|תאריך|التاريخ"
    "|kuupäev|datums|ngày|tanggal|tarikh|วันที่|تاریخ|दिनांक|dags|dags.|dagsetning|tarix|თარიღი|petsa|датум|日　期",
    "to": "to|an|à|a|para|per|aan|do|till|til|vastaanottaja|кому|destinataire|destinatario|komu|címzett|către|kime"
    "|до|προς|prima|za|adressaat|kam|宛先|收件人|收件者|받는사람|받는 사람|אל|إلى"
    "|каму|kellele|adresāts|nori|per a|tới|đến|kepada|ke|ถึง|به|प्रति|को|chuig|кімге|кимге"
    "|кемгә|хэнд|ում|প্রতি|প্রাপক|பெறுநர்|بنام|për|kimə|kimga|ადრესატი"
    "|ստացող|para kay|прима",
    "subject": "subject|betreff|objet|asunto|oggetto|onderwerp|temat|ämne|emne|aihe|тема|assunto|sujet|předmět|predmet"
    "|tárgy|subiect|konu|относно|θέμα|zadeva|teema|tema|件名|主题|主旨|제목|נושא|الموضوع"
    "|тэма|tēma|temats|gaia|assumpte|chủ đề|tiêu đề|subjek|perihal|เรื่อง|موضوع|विषय|efni|ábhar"
    "|тақырып|тақырыбы|темасы|гарчиг|сэдэв|বিষয়|பொருள்|విషయం|વિષય|ವಿಷಯ|mada|pwnc"
    "|subjekti|mövzu|mavzu|თემა|թեմա|paksa|主題|標題|标题|thema|主　题|主　旨|betreft|naslov|ogg",
    "reply": "reply-to|antwort an|répondre à|responder a|rispondi a|обратный адрес",
    "other": "cc|bcc|抄　送|copie à|copie|копия|kopia|kopie|kopi|copia|cópia|másolatot kap|bilgi|importance|priority"
    "|attachments|抄送|副本|참조|organization|organisation|importanza|wichtigkeit"
    "|kópia|kopija|koopia|afrit|tembusan|สำเนา|رونوشت|प्रतिलिपि|نسخة|עותק|kopio|копія|копија|gesendet von"
    "|sent by",
}
KEYS = {word: name for name, words in _KEYS.items() for word in words.split("|")}
"""What stands before the colon in the header of an older mail, in lower case: which field it is."""

SENT = re.compile(
    r"^\W{0,3}(?:sent (?:securely )?(?:from|via|using|with|by|on the .{1,30} network from)"
    r"|(?:с уважением, )?отправлено (?:со?|из|от|через|посредством)"
    r"|посла(?:но|то) (?:са?|из)|(?:надіслано|відправлено) (?:зі?|із|від)|адпраўлена з|(?:no)?sūtīts no|išsiųsta iš"
    r"|изпратено от|diese (?:nachricht"
    r"|e-?mail) wurde (?:von|mit)"
    r"|(?:gesendet|verschickt) (?:von|mit|aus|über)|envoyé (?:de|depuis|à partir de?|avec|via)"
    r"|enviado (?:desde|do|da|de|a partir do|con|com|por)|inviato (?:da|dal|dalla|con)"
    r"|(?:verzonden|verstuurd) (?:vanaf|met|vanuit|via)|wysłan[eoy] (?:z|przez|za pomocą)|sendt (?:fra|med)"
    r"|skickat (?:från|med)|skickades från|lähetetty|odesláno (?:z|ze)|odoslané (?:z|zo)|posla[nt]o (?:z|s|sa)"
    r"|trimis (?:de pe|din)|(?:el)?küldve|(?:στάλθηκε|εστάλη) από|saadetud|enviat des del|dikirim dari"
    r"|(?:đã |được )?gửi từ|(?:sent|dihantar) dari(?:pada)?|dërguar nga)(?:\s"
    r"|(?<=\sd)['’])"
    r"(?!(?:(?:my|the|an?|our) )?(?:desk|home|office|work|hotel|car|house|bed|side|end)\b)",
    re.IGNORECASE,
)
"""How the line begins that a phone or a program adds by itself."""

DEVICE = re.compile(
    r"\b(?:my|meinem|meiner|mon|ma|mi|meu|minha|mio|mia|mijn|mojego|min|mitt|mého|môjho|mog|mojega|μου|minu|моего|мого"
    r"|моя|моят)\b|i-?phon|i-?pad|i-?pod|android|samsung|galaxy|huawei|xiaomi|redmi|nokia|lenovo|sony|xperia|\bhtc\b"
    r"|\boppo\b|\bvivo\b|\bpoco\b|\brealme\b|\bwiko\b|\balcatel\b|\bzte\b|\bhey$"
    r"|motorola|pixel|oneplus|honor|blackberry|\btreo\b|\bpalm\b|windows|outlook|mail|yahoo|\baol\b|proton"
    r"|\bmac(?:book)?\b|handheld|điện thoại|thunderbird"
    r"|\bspark\b|superhuman|\btuta|wireless|phone|\bmobi?l|\bcell\b|tablet|\bdevice|\bapp\b|handy|téléphone|telefon"
    r"|teléfono|telefoon"
    r"|móvil|cellulare|portable|почт|мобильн|мобільн|смартфон|телефон|планшет|устройств|приложени|устройство|пошт",
    re.IGNORECASE,
)
"""What it was sent from: something of the sender's, or a make; a warehouse is neither."""

ADDED = re.compile(
    r"^\W{0,3}(?:(?:get|download(?:en)?|télécharge[rz]|obt(?:en(?:ir|ez|er|ga|ha)|én)|scarica|ottieni|hämta"
    r"|skaffa?(?: deg)?|få|obter|baixe|baixar|holen sie sich|pobierz|uzyskaj|hent|hanki|získa[tť]|ottenere|obține[tț]i"
    r"|získ[ae]jte|завантажити|stáhnout|скачать|скачайте|получить|получите|отрима(?:ти|йте)|获取"
    r"|下載|取得)\b.{0,15}\b(?:outlook|yahoo|aol|proton|bluemail)\b.{0,25}"
    r"\b(?:androidi?|ios|iphone|ipad|windows|mac|mobile|app|mail)(?:lle)?\b.{0,20}|yahoo mail: .{0,60}"
    r"|von (?:mein(?:em|er)(?:/meine[mr])? .{1,50}|samsung[- ].{1,30}) gesendet|provenance : .{1,40}"
    r"|outlook downloaden voor (?:ios|android|mac)|outlook beszerzése .{1,20} rendszerre"
    r"|(?:android|ios) için outlook.{1,4}(?:edinin|indirin)"
    r"|outlook for (?:ios|android|mac).{0,3}を入手|(?:获取|取得|下载|下載).{1,6}(?:ios|android).{0,5}outlook"
    r"|(?:ios|android)용 outlook .{2,6}|sent via the samsung .{1,60} smartphone|sent from yahoo mail\.? get the app"
    r"|(?:virus-free|virenfrei|без вирусов|libre de virus|sans virus|senza virus|sem vírus|virusvrij|virusfri)\.?"
    r"\s{0,3}(?:www\.)?(?:avast|avg)\.com|ส่งจาก .{1,30}ของฉัน|ارسال شده از .{1,30}"
    r"|outlook (?:für|voor) .{1,20} (?:beziehen|herunterladen|holen|downloaden|ophalen)"
    r"|(?:android|ios).{0,3}outlook.{0,3}(?:入手|取得).{0,8}|sent from my verizon(?: wireless)?,.{1,40}"
    r"|sent from (?:my|a) .{1,30}[.,;] ?(?:please )?(?:excuse|forgive|pardon|sorry for|apologies for)\b.{0,12}"
    r"(?:typo|brevity|error|mistake).{0,20}"
    r"|(?:please )?(?:excuse|forgive|pardon) .{0,12}(?:typos?|brevity)[.,;] ?sent from my .{1,20}"
    r"|mit \[?(?:proton mail|thunderbird|spark|outlook|tuta|apple mail|k-9 mail|fairemail)\]?(?: ?[(<]\S{1,60}[)>])?"
    r"(?: für \S{1,10})? gesendet"
    r"|(?:mobil|(?:von )?unterwegs) gesendet|gesendet von unterwegs"
    r"|sent (?:from|with|via|using) (?:front|missive|newton|nine|boxer|canary|shift|unibox|typeapp|tapatalk|shortwave"
    r"|mimestream|surface|smtp|em client)(?: for (?:ios|android|mac|windows))?"
    r"(?:[ |]{1,3}\(?(?:www\.|https?:)\S{1,60})?"
    r"|(?:az )?(?:i-?phone|ipad|samsung|android|huawei|mobil|telefon|outlook|yahoo)\S{0,12}(?: \S{1,20})?r[óő]l"
    r" (?:el)?küldve|(?:(?:삼성 )?갤럭시(?: 스마트폰)?|아이폰|iphone|galaxy|android)에서 보냈습니다"
    r"|ส่งจาก (?:iphone|ipad|android|samsung|galaxy).{0,20}|मेरे (?:iphone|ipad|android|फ़ोन|मोबाइल).{0,12} से भेजा गया"
    r"|nire (?:i-?phone|ipad|android|telefono).{0,12} bidalia"
    r"|(?:أُ?رسل|تم الإرسال) من (?:هاتف|جهاز|جوال|الـ ?|آي).{0,30}|أرسل من (?:iphone|ipad|galaxy).{0,20}"
    r"|.{1,40}(?:['’]?\w{1,8} )gönderildi|.{1,30}から送信"
    r"|(?:yahoo!メール - )?(?:iphone|ipad|android|スマートフォン|スマホ|携帯).{0,5}より送信"
    r"|enviado (?:del|v[ií]a) (?:i-?phone|ipad|android|móvil|celular|samsung|outlook)\S{0,10}"
    r"|[发發寄]自\s?(?:我的|\w{0,6}邮箱).{0,30}|(?:傳送|传送|發送|发送)自我的.{0,30}"
    r"|[來来]自我的.{0,12}(?:手机|手機|设备|裝置|iphone|ipad)"
    r"|[从從]\s?(?:我的|.{1,30}版|iphone|ipad).{0,30}(?:发送|傳送)|나의 .{1,30}보냄"
    r"|.{1,30}에서 보냄|נשלח מ.{1,40}|أُ?رسلت من .{1,40})[\s*>_.]*$",
    re.IGNORECASE,
)
"""Such lines in other forms."""
