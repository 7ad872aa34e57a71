"""The words of absence notes, and of people who write about them, in the languages of mail programs.

Here: words as data. Not here: what is made of them (`absence`).
"""

AWAY = (
    r"out[- ]of[- ](?:the[- ])?office(?: (?:auto[- ]?)?reply)?|auto[- ]?generated|(?:this is an )?auto(?:matic|mated"
    r"|mat)?[- ]?(?:reply"
    r"|response|responder|antwort|svar)(?: from \S{1,100})?|yahoo! auto response|vacation (?:auto[- ]?)?(?:reply"
    r"|response|responder|notice|message)"
    r"|away from (?:my |the )?(?:mail|office|desk)|abwesenheits(?:notiz|meldung|assistent|benachrichtigung|nachricht)"
    r"|automatische antwort|réponse automatique(?: d['’]absence(?: du bureau)?)?|absen(?:ce|t(?:\(?e\)?)?) du bureau"
    r"|réponse d['’]absence"
    r"|message d['’]absence|respuesta autom[aá]tica|contestación autom[aá]tica|risposta automatica"
    r"|messaggio automatico|message automatique|mensa(?:je|gem) autom[aá]tic[ao]|assen(?:za|te) dall['’]ufficio"
    r"|automatisch(?:e)? antwoord|afwezigheids(?:bericht|melding|assistent)|automatiske?t? svar(?:besked)?|autosvar"
    r"|fraværs(?:melding|besked|assistent)|automatiskt? frånvaromeddelande|automaattinen vastaus|poissaoloilmoitus"
    r"|odpowiedź automatyczn[aą]"
    r"|automatyczn[aą] odpowiedź|autoodpowiedź|resposta autom[aá]tica|automatická odpov[eě]ď|automatikus válasz"
    r"|răspuns automat|otomatik (?:yanıt|cevap)|automatski odgovor|samodejni odgovor|automaatvastus|αυτόματη απάντηση"
    r"|автоответ(?:чик)?|автоматический ответ|автоматична відповідь|аутоматски одговор|аўтаматычны адказ"
    r"|автоматическое уведомление об отсутствии"
    r"|autom[aā]tisk[aā] atbilde|automatinis atsakymas|resposta automàtica|erantzun automatikoa|sjálfvirkt svar"
    r"|automatická odpoveď|trả lời tự động|(?:jawaban|balasan) (?:otomatis|automatik)|(?:การ)?ตอบกลับอัตโนมัติ"
    r"|(?:תשובה אוטומטית|מענה אוטומטי)|(?:ال)?رد (?:ال)?تلقائي|پاسخ خودکار|स्वचालित उत्तर"
    r"|iş yeri dışında otomatik yanıt"
    r"|otomatik yanıtla|автоматичен отговор|отсутствую на рабочем месте"
    r"|自動応答|自動返信(?:メール)?|不在(?:通知|連絡|のお知らせ)|(?:休假|外出)?自[动動](?:回[复覆復]|答[复覆復])"
    r"|(?:부재 ?중 ?)?자동 ?(?:회신|응답)"
)
"""What a machine writes as the subject while somebody is away."""

ABSENT = (
    r"vacation|away|(?:on (?:annual |sick |parental |maternity )?|annual )leave|on (?:vacation|holiday)|ooo|abwesend"
    r"|abwesenheit|nicht im (?:büro|haus)|(?:im )?urlaub|urlaubs(?:meldung|notiz)|not in the office|en congés?|absence"
    r"|fuera de (?:la )?oficina|ausente de la oficina"
    r"|fuori (?:sede|ufficio)|afwezig(?:heid)?|niet (?:aanwezig|op kantoor)|poza biurem|nieobecno[sś][cć]"
    r"|fora do escritório"
    r"|ausente(?: do escritório)?|ausência(?: temporária)?|frånvar(?:o|ande)|fravær(?:ende)?|ikke (?:på kontoret"
    r"|til stede)|poissaolo|poissa(?: toimistosta)?|ei paikalla|lomalla|mimo kancelá(?:ř|rie)|nepřítomnost|házon kívül"
    r"|εκτός γραφείου|odsot(?:en|na|nost)"
    r"|в отпуске|нет на (?:рабочем )?месте|вне офиса"
    r"|отсутств(?:ую|ие) (?:в офисе|на работе|на рабочем месте)|не на місці|у відпустці|ofis dışında|izinde(?:yim)?"
    r"|tatilde(?:yim)?"
    r"|不在|外出|休暇(?:中)?|不在[办辦]公室|休假|부재 ?중|외출 ?중|휴가"
)
"""What a machine may write there, and a person as well."""

SAYS_AWAY = (
    r"out of (?:the )?office|on (?:\w+ )?leave|on (?:vacation|holidays?|a business trip)|\baway\b|limited access"
    r"|absent|nicht im (?:büro|haus)|außer haus|abwesen|nicht erreichbar|im urlaub|en congés?|en vacances|ausente"
    r"|fuera de la|de vacaciones|assente|fuori (?:sede|ufficio)|in ferie|afwezig|niet aanwezig|op vakantie|nieobecn"
    r"|na urlopie|poza biurem|de férias|fora do|frånvarande|semester|fravær|på ferie|ikke på kontoret|poissa|lomalla"
    r"|nepřítom|na dovolené|отсутств|в отпуске|нет? на (?:рабочем )?месте|вне офиса|командировк|відпустці|відсутн"
    r"|tatilde|izinliyim"
    r"|na dovolenke|na dopustu|odsot(?:en|na)|σε άδεια|εκτός γραφείου|szabadság|不在|休暇|外出|出張|休假|度假"
    r"|出差|부재|휴가|출장"
)
"""How a note begins whose sender is away."""

SAYS_BACK = (
    r"\b(?:be |i['’]m )?back (?:on|in|at|by)\b|\breturn(?:ing)? (?:on|to|in)\b|\buntil\b|automat|auto-?(?:reply"
    r"|response)|zurück|wieder (?:da|im|erreichbar|für sie)|de retour|jusqu['’]au|regres|vuelvo|rientr|torner|terug"
    r"|\btot\b|wrac|wróc|retorn|volto|tillbaka|åter|tilba[kg]e|palaan|takaisin|vrátí[ms]|vrnem|επιστρέψω|zpět|вернусь"
    r"|\bбуду\b"
    r"|автоматическ|повернусь|otomatik|visszatér|戻り|自[动動]|回来|回來|돌아|자동"
)
"""How it says when they return, or that nobody wrote it."""

PLEAS = (
    r"please (?:help|tell|switch|turn|set|make|fix|stop|remove)|(?:do|does|did)(?: not|n['’]t) (?:work|switch|stop"
    r"|come|turn|start)"
    r"|\bhow (?:do|can|to|should)\b|помогите|подскажите|(?:от|вы)ключите|уберите|вимкніть|не работает|не включ"
    r"|не выключ|не отключ|не приход"
    r"|\bкак (?:включ|отключ|настро|сделать)|bitte (?:helfen|stellen|schalten)|(?:geht|funktioniert|klappt) nicht"
    r"|\bwie (?:kann|stelle|schalte)|(?:désactiv|arrêt)(?:ez|er)|comment (?:activer|désactiver|faire)"
    r"|ne (?:fonctionne|marche) pas|no funciona|desactiv(?:e|en|ar)\b"
    r"|cómo (?:se|puedo|activ)|come (?:si|posso|attiv)|non funziona|disattiv(?:i|ate|are)\b|desativ(?:e|em|ar)\b"
    r"|como (?:ativ|faço)|não funciona|werkt niet|(?:zet|schakel) .{1,40} uit\b"
    r"|hoe (?:kan|zet)|nie działa|wyłącz(?:cie|yć)\b|jak (?:włączyć|wyłączyć)|fungerar inte|virker ikke|ei toimi"
    r"|nefunguje|не працює"
    r"|方法|教えて|怎么|怎麼|如何|안 ?됩니다|어떻게"
)
"""How a person asks for help with a program."""

TOLD_OF = (
    r"\b(?:was|were|been|had|war|waren|wurde|était|étais|étions|estaba|estuve|estábamos|ero|eravamo|stato|estava|estive"
    r"|byłem|byłam|był|była|był[oiy]|olin|oltiin|bylo?|jsem byl|voltam|ήμουν|был[аио]?|бу[вл][аи]?|не\s?було)\b"
    r"|でした|だった|었[다습는고지]|였[다습는고지]"
)
"""By what somebody tells of an absence that is over."""

BESIDE = (
    r"urgen|dringend|asap|immediat|emergenc|pressing|critical matter|wichtig|pilny|pilne|kiireelli|brådskande|haster"
    r"|\bhast|spoed|acil|naléhav|neodkladn|sürgő|срочн|неотложн|терміново|нагальн|важлив|важны|至急|急ぎ|紧急|緊急|急事|긴급|급한"
    r"|contact|kontakt|contatt|yhteyttä|wend\w* (?:sie )?sich|s['’]adresser|dirig|rivolg|обраща|обрати|свяж|пиш[иу]"
    r"|звон|дзвон|зверта|звернут|перенаправ|пересыла|замеща|заміща|vertret|stellvertret|remplac|reemplaz|sostitui"
    r"|substitu|zastęp|zastup|vervang|ersätt|連絡|联系|聯繫|연락"
    r"|your (?:e-?mail|message|mail|note|inquiry|enquiry|request)|e-?mails?\b|(?:ihre|deine) (?:e-?mail|nachricht|mail)"
    r"|votre (?:message|courriel|e-?mail)|su (?:mensaje|correo)|(?:suo|tuo|vostro|sua|tua) (?:messaggio|e-?mail)"
    r"|(?:sua|vossa) mensagem|uw (?:bericht|e-?mail)|wiadomo[śs]|viesti|письм|сообщени|повідомлен|лист[аи]?\b"
    r"|почт[уеыа]"
    r"|пошт|メール|邮件|郵件|메일"
    r"|thank|danke|dank\b|merci|gracias|grazie|obrigad|dzięku|tack\b|takk\b|tak for|kiitos|děkuj|ďakuj|köszön|ευχαριστ"
    r"|спасибо|благодар|дяку|ありがと|お世話|感谢|謝謝|谢谢|감사"
    r"|\bdear\b|geehrt|estimad|gentil[ei]|vážen|szanown|уважаем|шановн"
    r"|regards|grüß|gruß|cordialement|salutations|saludos|saluti|cumprimentos|pozdraw|hälsning|hilsen|terveisin|groet"
    r"|уважением|повагою"
    r"|(?:limited|no|intermittent) access|as soon as|upon my return|when I (?:return|get back|am back)"
    r"|\brepl(?:y|ies)\b"
    r"|\brespon[ds]|answer|antwort|beantwort|répond|respond|rispond|odpowi|svara?\b|vasta|отвеч|ответ|відпов"
    r"|返信|返事|回复|回覆|답장|회신"
)
"""What a note says beside the absence: whom to turn to, thanks, when it is answered."""

BEGS = (
    r"\bplease\b|\bbitte\b|s['’]il vous|merci de|por favor|per (?:favore|piacere|cortesia)|\bprosz[ęe]\b|\bprosím\b"
    r"|alstublieft|\bgraag\b|vänligen|snälla|lütfen|kérem|пожалуйста|\bпрошу\b|\bпросим\b|будь ласка|ください|お願い"
    r"|请|請|부탁"
)
"""How a person asks for anything, and a note to turn to somebody else."""

ANSWER = (
    r"out[- ]of[- ](?:the[- ])?office (?:messages?|repl(?:y|ies)|notices?|settings?|assistant|auto[- ]?repl(?:y|ies)"
    r"|responses?|function|feature)|(?:auto(?:matic|mated)?[- ]?(?:repl(?:y|ies)|responses?|responders?)"
    r"|vacation (?:repl(?:y|ies)|responses?|responders?|notices?|messages?))\b"
    r"|abwesenheits(?:notiz|meldung|assistent|benachrichtigung|nachricht)\w*|automatische[nr]? antwort(?:en)?"
    r"|réponses? automatiques?|message d['’]absence|respuestas? autom[aá]ticas?|risposte? automatic(?:a|he)"
    r"|respostas? autom[aá]ticas?|automatische?e? antwoord(?:en)?|afwezigheids\w+|autosvar\w*|automatiska? svar\w*"
    r"|autoodpowied[zź]\w*|automatyczn\w+ odpowied[zź]\w*|odpowied[zź]\w* automatyczn\w+|автоответ\w*"
    r"|автоматическ\w+ ответ\w*|автовідповід\w*|автоматичн\w+ відповід\w*"
    r"|自動返信|自動応答|自动回复|自動回覆|자동 ?(?:회신|응답)"
)
"""What a program's answer is called by a person who tells of one."""

ITSELF = (
    r"\bthis\b|\bthese\b|\bdies\w*|\bhier\w*|\bc['’]est|\bcette?\b|\bceci\b|\best[aeo]s?\b|\bquest[aoe]\b|\bisto\b"
    r"|\bdit is\b|\bdeze\b"
    r"|\bdett?a\b|\bdette\b|\bden här\b|\btämä\b|\bto (?:jest|je)\b|\bniniejsz|\bta wiadomo|\bэто\b|\bданн\w+"
    r"|\bэтот\b|\bце\b|\bяв(?:ля)"
    r"|これは|この|本メール|这是|這是|此|本邮件|이것은|이 메일|본 메일"
    r"|you (?:are )?receiv|sie erhalten|вы получ|получаете"
)
"""How a note speaks of itself."""
