"""What mail programs write around a quotation, in the languages that they speak, and what people write like it."""

import pytest

from supportdesk.mail.quotes import split

QUOTED = "\n> Could you send the number?\n> Thanks\n"
BARE = "\nCould you send the number?\nThanks\n"


@pytest.mark.parametrize("quotation", [QUOTED, BARE])
@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, 16 Nov 2026 18:26:11 +0100 Help Desk <help@desk.example> wrote:",
        "On Mon, 2026-11-16 at 18:26 +0000, Help Desk wrote:",
        "Help Desk <help@desk.example> wrote on 16.11.2026 18:26:11:",
        "Help Desk said the following on 16.11.2026 18:26:",
        "Quoting Help Desk <help@desk.example>:",
        "---- On Mon, 16 Nov 2026 18:26:11 +0100 Help Desk <help@desk.example> wrote ----",
        "--- On Mon, 11/16/26, Help Desk <help@desk.example> wrote:",
        "Am Mo., 16. Nov. 2026 um 18:26 Uhr schrieb Help Desk <help@desk.example>:",
        "Help Desk <help@desk.example> hat am 16. November 2026 um 18:26 geschrieben:",
        "Zitat von Help Desk <help@desk.example>:",
        "Le 16/11/2026 à 18:26, Help Desk a écrit :",
        "El 16 de noviembre de 2026, 18:26, Help Desk<help@desk.example> escribió:",
        "In data lunedì 16 novembre 2026 18:26:11 CET, Help Desk ha scritto:",
        "Op 16 nov. 2026 om 18:26 heeft Help Desk <help@desk.example> het volgende geschreven:",
        "pon., 16 lis 2026 o 18:26 Help Desk <help@desk.example> napisał(a):",
        "På 16. nov. 2026 kl. 18:26, skrev Help Desk <help@desk.example>:",
        "Help Desk kirjoitti 16.11.2026 klo 18.26:",
        "No dia 16 de novembro de 2026 às 18:26, Help Desk <help@desk.example> escreveu:",
        "po 16. 11. 2026 v 18:26 odesílatel Help Desk <help@desk.example> napsal:",
        "Dňa 16. 11. 2026 o 18:26 Help Desk napísal(a):",
        "Help Desk <help@desk.example> ezt írta (időpont: 2026. nov. 16., H, 18:26):",
        "În lun., 16 nov. 2026 la 18:26, Help Desk <help@desk.example> a scris:",
        "Help Desk <help@desk.example>, 16 Kas 2026 Pzt, 18:26 tarihinde şunu yazdı:",
        "Понедельник, 16 ноября 2026, 18:26 +03:00 от Help Desk <help@desk.example>:",
        "пн, 16 лист. 2026 р. о 18:26 Help Desk <help@desk.example> пише:",
        "На 16.11.2026 г. в 18:26, Help Desk написа:",
        "Στις Δευ 16 Νοε 2026 στις 6:26 μ.μ., ο χρήστης Help Desk <help@desk.example> έγραψε:",
        "pon, 16. stu 2026. u 18:26 Help Desk <help@desk.example> napisao je:",
        "пон, 16. нов 2026. у 18:26 Help Desk <help@desk.example> је написао/ла:",
        "V pon., 16. nov. 2026 ob 18:26 je oseba Help Desk <help@desk.example> napisala:",
        "2026-11-16 18:26, Help Desk rašė:",
        "Pirmd., 2026. g. 16. nov., plkst. 18:26 — lietotājs Help Desk (<help@desk.example>) rakstīja:",
        "Dl., 16 de nov. 2026, 18:26 Help Desk <help@desk.example> va escriure:",
        "\u202bבתאריך יום ב׳, 16 בנוב׳ 2026 ב-18:26 מאת \u202aHelp\u202c\u200f <\u202ahelp@desk.example\u202c>:\u202c",
        "في الاثنين، 16 نوفمبر 2026 في 6:26 م تمت كتابة ما يلي بواسطة Help Desk <help@desk.example>:",
        "Help Desk <help@desk.example> 于2026年11月16日周一 18:26写道：",
        '在 2026-11-16 18:26:11，"Help Desk" <help@desk.example> 写道：',
        "2026/11/16 18:26、Help Desk <help@desk.example>のメール:",
        "2026년 11월 16일 (월) 오후 6:26, Help Desk <help@desk.example>님이 작성:",
        "Vào Th 2, 16 thg 11, 2026 vào lúc 18:26 Help Desk <help@desk.example> đã viết:",
        "Pada tanggal Sen, 16 Nov 2026 pukul 18.26 Help Desk <help@desk.example> menulis:",
        "On Monday, November 16th, 2026 at 6:26 PM, Help Desk <help@desk.example> wrote:",
        "2026年11月16日(月) 午後6:26 Help Desk <help@desk.example>:",
        "2026년 11월 16일 오후 6:26, Help Desk <help@desk.example>님이 메시지를 보냈습니다:",
        "понедельник, 16 ноября 2026г., 18:26 +03:00 от Help Desk help@desk.example:",
        "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, November 16, 2026 6:26 PM, Help <help@desk.example> wrote:",
        "----------------\nКому: Иван;\nТема: Лампа;\n16.11.2026, 18:26, Help <help@desk.example>:",
        "Den mandag den 16. november 2026 kl. 18.26 skrev Help Desk:",
        "Am 16.11.2026 um 18:26 schrieb Help Desk folgendes:",
        "Op maandag 16 november 2026 heeft Help Desk het volgende geschreven:",
        "16 ноября 2026 г., 18:26 пользователь Help Desk написал следующее:",
        "ในวันที่ จ. 16 พ.ย. 2026 เวลา 18:26 Help Desk <help@desk.example> เขียนว่า:",
    ],
)
def test_an_attribution_ends_the_text_in_every_language(attribution: str, quotation: str) -> None:
    found = split(f"It is 4711.\n\nRegards\n\n{attribution}\n{quotation}")
    assert found.text == "It is 4711.\n\nRegards"
    assert found.quoted == f"{attribution}\n{quotation}".rstrip()


@pytest.mark.parametrize(
    "header",
    [
        "From: Help <help@desk.example> On Behalf Of Jim\nSent: 16.11.2026\nTo: Ivan; Maria;\n Lena;\n Zoe\nSubject: x",
        "Reply-To: Help <help@desk.example>\nDate: Monday, 16 November 2026 at 17:01\nFrom: Help\nSubject: x",
        "Od: Help Desk\nOdesláno: pondělí 16. listopadu 2026 18:26\nKomu: Ivan\nPředmět: Lampa",
        "Feladó: Help Desk\nElküldve: 2026. november 16. 18:26\nCímzett: Ivan\nTárgy: Lámpa",
        "De la: Help Desk\nTrimis: luni, 16 noiembrie 2026 18:26\nCătre: Ivan\nSubiect: Lampă",
        "Kimden: Help Desk\nGönderildi: 16 Kasım 2026 Pazartesi 18:26\nKime: Ivan\nKonu: Lamba",
        "Від: Help Desk\nНадіслано: 16 листопада 2026 р. 18:26\nКому: Іван\nТема: Лампа",
        "От: Help Desk\nИзпратено: 16 ноември 2026 г. 18:26\nДо: Иван\nОтносно: Лампа",
        "Από: Help Desk\nΣτάλθηκε: Δευτέρα, 16 Νοεμβρίου 2026 6:26 μμ\nΠρος: Ivan\nΘέμα: Λάμπα",
        "보낸 사람: Help Desk\n보낸 날짜: 2026년 11월 16일\n받는 사람: Ivan\n제목: 램프",
        "寄件者: Help Desk\n寄件日期: 2026年11月16日 18:26\n收件者: Ivan\n主旨: 燈",
        "מאת: Help Desk\nנשלח: יום שני 16 נובמבר 2026 18:26\nאל: Ivan\nנושא: מנורה",
        "-----Původní zpráva-----\nOd: Help",
        "---------- 원본 메일 ----------\n보낸사람 : Help",
        "Пересылаемое сообщение:\nОт: Help",
        "-------- İletilmiş mesaj --------\nKonu: x",
        "-----Вихідне повідомлення-----\nВід: Help",
        "-----Αρχικό μήνυμα-----\nΑπό: Help",
        "------------------&nbsp;原始邮件&nbsp;------------------\n发件人: Help",
        "---- 回复的原邮件 ----\n| 发件人 | Help<help@desk.example> |",
        "---------- Mensagem reencaminhada ---------\nIt burns.",
        "---------- Wiadomość przekazana ----------\nIt burns.",
        "---------- Vidarebefordrade meddelande ----------\nIt burns.",
        "---------- Edelleen lähetetty viesti ---------\nIt burns.",
        "---------- Přeposlaný e-mail ----------\nIt burns.",
        "---------- Переадресованное сообщение ---------\nIt burns.",
        "---------- Yönlendirilmiş ileti ----------\nIt burns.",
        "---------- 転送されたメッセージ ----------\nIt burns.",
        "---------- 转发邮件信息 ----------\nIt burns.",
        "Start på videresendt besked:\n\nFra: Help",
        "Início da mensagem reencaminhada:\n\nDe: Help",
        "以下是转发的邮件：\n\n发件人: Help",
        "-------- In no e-mail that is known --------\nFrom: help@desk.example\nSubject: x",
        "-------- In no language known --------\nFrom: help@desk.example\nSubject: x",
        "----- Forwarded by Help Desk on 16/11/2026 18:26 -----\nwords",
        "===== Please reply above this line =====",
        "-- Bitte antworten Sie oberhalb dieser Zeile --",
        "##- Merci d'écrire votre réponse au-dessus de cette ligne -##",
    ],
)
def test_the_header_of_an_older_mail_ends_the_text_in_every_language(header: str) -> None:
    assert split(f"It is 4711.\n\n{header}\n\nCould you send the number?\n").text == "It is 4711."


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my Samsung Galaxy smartphone.",
        "Sent from Outlook for iOS",
        "Get Outlook for Android",
        "Diese Nachricht wurde von meinem Android-Mobiltelefon mit K-9 Mail gesendet.",
        "Envoyé depuis mon smartphone Samsung Galaxy.",
        "Enviado do meu iPhone",
        "Inviato dal mio dispositivo Samsung",
        "Verstuurd vanaf mijn iPhone",
        "Wysłane z iPhone'a",
        "Lähetetty iPhonesta",
        "Odesláno z iPhonu",
        "Отправлено из мобильной Почты Mail.ru",
        "Надіслано з iPhone",
        "iPhone'umdan gönderildi",
        "iPhoneから送信",
        "나의 iPhone에서 보냄",
        "从我的 iPhone 发送",
        "发自 网易邮箱大师",
        "Envoyé à partir d'Outlook pour iOS",
        "Holen Sie sich Outlook für Android",
        "Baixe o Outlook para Android",
        "Получите Outlook для Android",
        "Android用Outlookを取得",
        "Sent from my Verizon, Samsung Galaxy smartphone",
        "Get Outlook for iOS<https://aka.example/o0ukef>",
        "Get Outlook for Android <https://aka.example/o0ukef>",
        "Sent via Superhuman ( https://sprh.example/?vip=x )",
        "Sent with Tuta; https://tuta.example",
        "Outlook für Android herunterladen",
        "Obtenir Outlook pour iOS",
        "Ottieni Outlook per iOS",
        "Outlook voor iOS ophalen",
        "Uzyskaj aplikację Outlook dla systemu iOS",
        "Skaffa Outlook för iOS",
        "Få Outlook til iOS",
        "Hanki Outlook Androidille",
        "Získat Outlook pro Android",
        "Skickades från E-post för Windows",
        "Отправлено со смартфона Samsung Galaxy.",
        "---\nL'absence de virus dans ce courrier électronique a été vérifiée par le logiciel antivirus Avast.",
        "---\nTato zpráva byla zkontrolována na viry programem Avast Antivirus.\nhttps://avast.example",
        "Sent from my mobile. Please excuse typos.",
        "Sent from my mobile, sorry for typos.",
        "Please excuse brevity, sent from my phone.",
        "Sent via the Samsung Galaxy S20 5G, an AT&T 5G smartphone",
        "Sent from Yahoo Mail. Get the app",
        "Von Samsung-Tablet gesendet",
        "Obtén Outlook para iOS",
        "Získejte Outlook pro iOS",
        "Trimis din Outlook pentru iOS",
        "Elküldve iPhone-ról",
        "Відправлено з iPhone",
        "Завантажити Outlook для iOS",
        "Sūtīts no iPhone",
        "Išsiųsta iš mano iPhone",
        "Android için Outlook'u edinin",
        "Outlook for iOS を入手",
        "获取适用于 iOS 的 Outlook",
        "iOS용 Outlook 다운로드",
        "从 iPhone 发送",
        "ส่งจาก iPhone ของฉัน",
        "Virus-free. www.avast.com",
        "Virenfrei. www.avast.com <https://avast.example/x>",
    ],
)
def test_what_a_phone_adds_is_no_new_word(line: str) -> None:
    assert split(f"It is 4711.\n\n{line}\n").text == "It is 4711."


@pytest.mark.parametrize(
    "words",
    [
        "Sent from our warehouse yesterday.",
        "Get Outlook for Android does not work on my phone, what can I do?",
        "Sent from my phone <https://photos.example/1>, the picture does not open.",
        "---\nThe printer has a virus, says the screen.",
        "Sent via DHL yesterday",
        "Отправлено с нашего склада вчера",
        "Gesendet von DHL am Montag",
        "Enviado por correo ayer",
        "Inviato da Roma ieri",
        "Sent from my phone, call me back.",
        "Išsiųsta iš sandėlio vakar.",
        "Відправлено з нашого складу вчора.",
        "Virus-free, says the shop. Is it so?",
        "Please excuse brevity: the lamp burns.",
        "从仓库发送的灯坏了。",
        "Envoyé d'urgence hier",
        "Get the outlook for the next quarter from Ivan, please.",
        "来自我的供应商的账单有误。",
        "On 12.10.2026 your colleague wrote:\n\nWe will refund you.\n\nBut nothing came!",
        "Am 12.10.2026 um 10:00 habe ich geschrieben:\n\nBitte stornieren.\n\nNichts geschah.",
        "12.10.2026 в 10:00 я писал:\n\nОтмените заказ.\n\nОтвета нет.",
        "Please book:\n\nFrom: Berlin\nTo: Paris\nDate: 12.12.2026\n\nTwo persons, by train.",
        "-------- Details --------\nFrom: Berlin\nTo: Paris\n\nTwo persons.",
        "Voir ma réponse ci-dessus.\nMerci de rappeler.",
        "The error is:\n\nTraceback at 10:00 on 12.10.2026:\n\nsomebody@example.com is unknown\n\nWhat now?",
        "Subject: the lamp\n\nIt burns.",
        "I paid on 12.10.2026 at 10:00 what was asked in the mail\nof your shop <shop@desk.example>:\n\nInvoice 4711.",
        "12.10.2026 в 10:00 я писал на <help@desk.example>:\n\nОтмените заказ.\n\nОтвета нет.",
        "The lamp that you sent on 12.10.2026 18:26:\n> red, 40 W\nis broken.",
        "-----\nI asked on the mailing list too, and they said that it should be unsubscribed first.",
        "---\n[1] https://lists.example/x",
    ],
)
def test_what_people_write_like_it_stays(words: str) -> None:
    assert split(f"Hello,\n\n{words}\n").text == f"Hello,\n\n{words}"


@pytest.mark.parametrize(
    "words",
    [
        "Я вам 16.11.2026 писал:\nпозвоните мне.\nНикто не позвонил.",
        "Le 16/11/2026 à 18:26 votre livreur a écrit :\nabsent. C'est faux !",
        "16 ноября 2026 в 18:26 ваш оператор написал:\nперезвоните. Я перезвонил.",
        "El 16/11/2026 su técnico escribió:\nno hay nadie. Es falso.",
    ],
)
def test_who_begins_with_what_others_wrote_loses_no_word(words: str) -> None:
    assert split(words).text == words


@pytest.mark.parametrize(
    "verb", ["schreibt", "scrive", "escribe", "escreve", "schrijft", "skriver", "píše", "kirjoittaa"]
)
def test_who_writes_now_is_quoted_too(verb: str) -> None:
    assert split(f"It is 4711.\n\nHelp <help@desk.example> {verb}:\n{QUOTED}").text == "It is 4711."
