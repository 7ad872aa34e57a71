"""Answers of machines for somebody away are told from mail of people who write about absence."""

import pytest

from supportdesk.mail.absence import is_absence_note
from tests.mail.test_automatic import automatic


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("OOO: Lamp", "I am out of the office until Monday."),
        ("On vacation Re: Lamp", "Back on 20 November."),
        ("Out of office until 20 November", "I will be back on Monday."),
        ("Nicht im Büro: Lampe", "Ich bin ab Montag wieder erreichbar."),
        ("Message d'absence : Lampe", "De retour lundi."),
        ("Fuera de oficina: Lámpara", "Regreso el lunes."),
        ("Fuori ufficio: Lampada", "Sono assente fino al 20 novembre."),
        ("Afwezigheidsbericht: Lamp", "Tot maandag."),
        ("Automatyczna odpowiedź: Lampa", "Wracam w poniedziałek."),
        ("Fora do escritório: Lâmpada", "Retorno no dia 20."),
        ("Frånvaro: Lampa", "Jag är tillbaka på måndag."),
        ("Ikke på kontoret: Lampe", "Jeg er tilbake mandag."),
        ("Poissa: Lamppu", "Olen lomalla."),
        ("Mimo kancelář: Lampa", "Vrátím se v pondělí."),
        ("Нет на рабочем месте: Лампа", "Я в отпуске до 20 ноября."),
        ("【自動返信】ランプ", "20日に戻ります。"),
        ("休假自动回复：灯", "我正在休假。"),
        ("부재중 자동응답: 등", "월요일에 돌아옵니다."),
        ("Out-of-office reply: Lamp", "I'm away."),
        ("Réponse d'absence : Lampe", "Je suis absent jusqu'au 20 novembre."),
        ("Absent(e) du bureau : Lampe", "De retour le 20."),
        ("Contestación automática: Lámpara", "Hemos recibido su mensaje."),
        ("Messaggio automatico: fuori ufficio", "Torno il 20."),
        ("Niet op kantoor: Lamp", "Ik ben afwezig tot 20 november."),
        ("Ei paikalla: Lamppu", "Olen lomalla, palaan 20.11."),
        ("Mimo kancelárie: Lampa", "Som na dovolenke, vrátim sa 20.11."),
        ("Házon kívül: Lámpa", "Szabadságon vagyok, 20-án visszatérek."),
        ("Εκτός γραφείου: Λάμπα", "Είμαι σε άδεια. Θα επιστρέψω στις 20."),
        ("Аутоматски одговор: Лампа", "Хвала."),
        ("Automātiskā atbilde: Lampa", "Paldies."),
        ("Automatinis atsakymas: Lempa", "Ačiū."),
        ("Sjálfvirkt svar: Lampi", "Takk."),
        ("Trả lời tự động: Đèn", "Cảm ơn."),
        ("Balasan otomatis: Lampu", "Terima kasih."),
        ("ตอบกลับอัตโนมัติ: โคม", "ขอบคุณ"),
        ("תשובה אוטומטית: מנורה", "תודה"),
        ("رد تلقائي: مصباح", "شكرا"),
        ("پاسخ خودکار: چراغ", "ممنون"),
        ("不在辦公室: 燈", "我正在休假，20日回來。"),
        ("Auto response from ivan@example.com", "We got your mail."),
        ("AUTO: Ivan Petrov ist außer Haus. (Rückkehr am 20.11.2026)", "Bis dann."),
        ("Ivan Petrov is out of the office.", "I will be out of the office starting 16.11.2026."),
        ("Ivan Petrov ist außer Haus.", "Ich werde ab 16.11.2026 nicht im Büro sein."),
        ("Automatic reply: Where is my lamp?", "I am out of the office. Is it urgent? Call Alice."),
        ("Automatic reply: Lamp", "Is your matter urgent? This message was sent automatically."),
        ("Автоответ: Лампа", "Ваше письмо получено."),
        ("Away from the office: Lamp", "Thank you for your mail."),
        ("Mensaje automático: Lámpara", "Estoy fuera."),
        ("Mensagem automática: Lâmpada", "Estou fora."),
        ("Message automatique : Lampe", "Je suis absent."),
        ("Automatiskt frånvaromeddelande: Lampa", "Tack."),
        ("Urlaubsmeldung: Lampe", "Ich bin ab Montag zurück."),
        ("Odsotnost: Lampa", "Na dopustu sem do ponedeljka."),
        ("İzindeyim: Lamba", "Merhaba, 20 Kasım'a kadar izinliyim. Acil durumlarda Ayşe ile iletişime geçebilirsiniz."),
        (
            "В отпуске: Re: [#12] Лампа",
            "Добрый день!\nС 5 по 20 ноября я в отпуске. По всем вопросам, пожалуйста, обращайтесь к Анне Петровой."
            "\nС уважением,\nИван Иванов",
        ),
        (
            "Abwesenheit: Re: [#12] Lampe",
            "Sehr geehrte Damen und Herren,\nich bin ab dem 23.11. wieder für Sie erreichbar. In dringenden Fällen "
            "wenden Sie sich bitte an Frau Müller, 030 1234567.\nMit freundlichen Grüßen\nHans Meier",
        ),
        (
            "On leave: Re: Lamp",
            "Thank you for your email. I am away until 20 November and have limited access to email.\n\nKind regards,\n"
            "Ann Smith\nHead of Sales | Acme Ltd",
        ),
        ("Absence : Lampe", "Je suis absent jusqu'au 20. Pour toute urgence, merci de vous adresser à Paul."),
        ("不在: ランプ", "20日まで休暇をいただいております。21日に戻ります。お急ぎの方は鈴木までご連絡ください。"),
    ],
)
def test_an_absence_note_is_known_in_the_languages_that_programs_speak(subject: str, said: str) -> None:
    assert is_absence_note(subject, said)


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("Vacation", "Do you have a house by the sea?"),
        ("On vacation", "I will be on vacation, so please ship my order later."),
        ("I am away", "Please deliver after Monday."),
        ("Automatic reply", "How do I switch on an automatic reply in your program?"),
        ("Автоответчик", "Как включить автоответчик?"),
        ("Ausência: nota fiscal", "Não recebi a nota fiscal."),
        ("Fuori sede: rimborso", "Vorrei il rimborso del viaggio."),
        ("Urlaub: Zimmer frei?", "Ist im Urlaub ein Zimmer frei?"),
        ("В отпуске: доверенность", "Кто подпишет, когда директор в отпуске? Подскажите."),
        ("Re: Automatic reply: Lamp", "Thank you, I will wait for Boris.\n\n> I am out of the office until Monday."),
        ("Re: Out of office", "Welcome home. The lamp is still dark."),
        ("Re: Out of office", "Thanks, then I wait until Monday."),
        ("Re: Автоответ", "Хорошо, буду ждать."),
        ("Автоответ: как включить?", "Здравствуйте! Подскажите, где включается автоответ?"),
        ("Автоответ: как включить?", ""),
        ("Автоответ: не работает", "Добрый день. Автоответ не включается, помогите."),
        ("Automatic reply: does not stop", "Hello, the automatic reply in your program does not stop."),
        ("Auto reply: setup", "Please set up the auto reply of our mailbox."),
        ("Abwesenheitsnotiz: Einstellung", "Guten Tag, wo kann ich die Abwesenheitsnotiz einstellen?"),
        ("Abwesenheitsnotiz", "Guten Tag, die Abwesenheitsnotiz geht nicht."),
        ("Réponse automatique : comment faire ?", "Bonjour, comment activer la réponse automatique ?"),
        ("自動返信: 設定方法", "自動返信の設定方法を教えてください。"),
        ("自动回复: 怎么设置？", "请问怎么设置自动回复？"),
        ("Я в отпуске", "Я в отпуске, вернусь 20 ноября. Доставьте лампу потом."),
        ("Автоответ", "Отключите, пожалуйста, ваш автоответ."),
        ("Réponse automatique", "Désactivez votre réponse automatique, merci."),
        ("Respuesta automática", "Por favor, desactive su respuesta automática."),
        ("Risposta automatica", "Per favore disattivate la vostra risposta automatica."),
        ("Resposta automática", "Por favor, desative a sua resposta automática."),
        ("Automatisch antwoord", "Zet uw automatisch antwoord uit, alstublieft."),
        ("Odpowiedź automatyczna", "Proszę wyłączyć odpowiedź automatyczną."),
        ("Urlaubsmeldung", "Wo reiche ich die Urlaubsmeldung ein?"),
        ("Ivan Petrov is out of the office.", "So who signs now? He is away until Monday."),
        ("В отпуске: доступ", "Я в отпуске до понедельника, а доступ к почте пропал. Восстановите, пожалуйста."),
        ("В отпуске: доступ", "Уехал в отпуск, забыл пароль от личного кабинета."),
        ("У відпустці: пошта", "Я у відпустці, а пошта не приходить на телефон вже другий день."),
        ("On vacation: access", "I'm on vacation until Monday and cannot log in from here. Please reset my password."),
        ("On leave: mailbox", "Anna is on leave until March. Forward her mailbox to me."),
        ("Away: invoices", "While I was away the invoices stopped coming."),
        ("Away until Monday", "I will be away until Monday, please hold my parcel."),
        ("Urlaub: Zugang", "Ich bin im Urlaub und komme nicht in mein Konto."),
        ("Im Urlaub: Lieferung", "Wir sind ab dem 20.11. im Urlaub, liefern Sie bitte erst danach."),
        ("En congé : accès", "Je suis en congé jusqu'au 20 et je n'ai plus accès à mon compte."),
        ("Ausente: entrega", "Estaba ausente cuando vino el repartidor. Quiero una nueva entrega."),
        ("Na urlopie: paczka", "Będę na urlopie do 20.11, proszę o wstrzymanie wysyłki paczki."),
        ("不在: 荷物", "不在だったので荷物を受け取れませんでした。再配達をお願いします。"),
        ("休假: 快递", "我20日之前休假，快递请晚点送。"),
        ("Automatic reply: Lamp", "Your automatic reply says two days, it has been five. Where is my lamp."),
        ("Out of office: settings", "The out of office settings are missing since the update."),
        ("Out of Office", "I set an out of office message but it is not sent."),
        ("Автоответ", "Настроил автоответ, но он приходит с пустой темой."),
        ("自動返信", "自動返信が二重に届きます。"),
    ],
)
def test_a_person_who_writes_about_absence_is_a_person(subject: str, said: str) -> None:
    assert not is_absence_note(subject, said)


@pytest.mark.parametrize("path", ["Auto-Submitted: auto-replied", "Return-Path: <>\nX-Autoreply: yes"])
@pytest.mark.parametrize(
    "said",
    [
        "I am out of the office. In urgent cases call +49 30 550 1234 or write to alice@example.com.",
        "My account there is disabled. Please write to alice@example.com.",
        "Ich bin bis 5.12.26 nicht im Büro.",
    ],
)
def test_an_absence_note_that_names_numbers_and_other_addresses_is_no_bounce(path: str, said: str) -> None:
    assert automatic(path, subject="Automatic reply: Lamp", body=said) == "auto-reply"


def test_a_note_from_an_empty_return_path_is_no_bounce_for_the_days_in_it() -> None:
    said = "Ich bin vom 4.12.26 bis 5.12.26 nicht da. Telefon 030 550 1234."
    assert automatic("Return-Path: <>", subject="Re: Lampe", body=said) == "auto-reply"
