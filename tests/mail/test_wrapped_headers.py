"""Attributions that a program broke in two, in the languages of few mails, and headers with the wide colon."""

import pytest

from supportdesk.mail.quotes import split

NEW = "It is 4711.\n\nRegards\nIvan"
QUOTED = "\n> Could you send the number?\n> Thanks\n"
BARE = "\nCould you send the number?\nThanks\n"


@pytest.mark.parametrize("quotation", [QUOTED, BARE])
@pytest.mark.parametrize(
    "attribution",
    [
        "Help Desk <\nhelp@desk.example> schrieb am Mo., 16. Nov. 2026, 18:26:",
        "Help Desk <\nhelp@desk.example> ezt írta (időpont: 2026. nov. 16., H, 18:26):",
        "Help Desk <help@desk.example>\nezt írta (időpont: 2026. nov. 16., H, 18:26):",
        "Help Desk <\nhelp@desk.example>, 16 Kas 2026 Pzt, 18:26 tarihinde şunu yazdı:",
        "Help Desk <help@desk.example>\nescreveu (segunda, 16/11/2026 à(s) 18:26):",
        "Help Desk <\nhelp@desk.example> 於 2026年11月16日 週一 下午6:26寫道：",
        "Help Desk\n<support+4711-0123456789abcdef@a-very-long-name-of-a-host.desk.example> ezt írta\n"
        "(időpont: 2026. nov. 16., H, 18:26):",
        "Help Desk\n<support+4711-0123456789abcdef@a-very-long-name-of-a-host.desk.example> hat am\n"
        "16.11.2026 18:26 CET geschrieben:",
        "---- On Mon, 16 Nov 2026 18:26:11 +0100 Help Desk\n<help@desk.example> wrote ----",
        "---- Le lun., 16 nov. 2026 18:26:11 +0100\nHelp Desk <help@desk.example>\na écrit ---",
        "Missatge de Help Desk <help@desk.example> del dia dl., 16 de nov. 2026 a les 18:26:",
        "Help Desk <help@desk.example> igorleak hau idatzi zuen (2026 aza. 16, al. 18:26):",
        "Noong Lun, Nob 16, 2026 nang 6:26 PM, isinulat ni Help Desk <help@desk.example>:",
        "সোম, ১৬ নভেম্বর, ২০২৬ তারিখে ৬:২৬ PM টায় তারিখে Help Desk <help@desk.example> লিখেছেন:",
        "திங்., 16 நவ., 2026, பிற்பகல் 6:26 அன்று, Help Desk <help@desk.example> எழுதியது:",
        "सोम, 16 नोव्हेंबर, 2026 रोजी 6:26 PM वाजता Help Desk <help@desk.example> ने लिहिले:",
        "ในวันที่ จ. 16 พ.ย. 2569 เวลา 18:26 น. Help Desk <help@desk.example> เขียนว่า:",
        "2026-11-16 오후 6:26에 Help Desk 이(가) 쓴 글:",
        "El 16/11/2026 a les 18:26, Help Desk ha escrit:",
        "Den 16.11.2026 18:26, skreiv Help Desk:",
        "В письме от понедельник, 16 ноября 2026 г. 18:26:11 MSK пользователь Help Desk написал:",
        "\u200eOn Mon, Nov 16, 2026 at 6:26 PM \u200eHelp Desk <help@desk.example>\u200e wrote:\u200e",
        "Citeren Help Desk <help@desk.example>:",
    ],
)
def test_an_attribution_is_whole_however_it_is_broken(attribution: str, quotation: str) -> None:
    found = split(f"{NEW}\n\n{attribution}\n{quotation}")
    assert found.text == NEW
    assert found.quoted == f"{attribution}\n{quotation}".rstrip()


@pytest.mark.parametrize(
    "header",
    [
        "发件人： Help Desk <help@desk.example>\n发送时间： 2026年11月16日 18:26\n收件人： Ivan\n主题： Re: Lamp",
        "发件人：Help Desk\n发送时间：2026年11月16日(星期一) 18:26\n收件人：Ivan\n主　题：Re: Lamp",
        "寄件者： Help Desk\n已傳送： 2026年11月16日 下午 06:26\n收件者： Ivan\n主旨： RE: Lamp",
        "From: Help Desk\nTo: Ivan\nSubject: Re: Lamp",
        "Van: Help Desk\nVerstuurd: maandag 16 november 2026 18:26\nAan: Ivan\nBetreft: Re: Lamp",
        'Od: "Help Desk" <help@desk.example>\nDo: "Ivan";\nWysłane: 18:26 Poniedziałek 2026-11-16\nTemat: Re: Lampa',
        "Від кого: Help Desk\nНадіслано: 16 листопада 2026 18:26\nКому: Ivan\nТема: Лампа",
        "  Original Message  \nFrom: Help Desk\nSent: Monday, November 16, 2026 6:26 PM\nTo: Ivan\nSubject: Re: Lamp",
        "----- Mail original -----",
        "-------- Oorspronkelijke bericht --------",
        "------------------&nbsp;Original&nbsp;------------------",
        "---------- Persiųstas laiškas ---------",
        "---------- 전달된 메일 ----------",
        "Write ABOVE THIS LINE to post a reply",
        "Veuillez répondre au-dessus de cette ligne",
        "-- Rispondi sopra questa riga --",
        "--- Bitte antworten Sie über dieser Linie ---",
        "-- Svara ovanför denna rad --",
        "-- Skriv dit svar over denne linje --",
        "-- Lütfen yanıtınızı bu satırın üzerine yazın --",
        "--- 请在此线以上回复 ---",
    ],
)
def test_the_header_of_an_older_mail_is_known_in_more_forms(header: str) -> None:
    assert split(f"{NEW}\n\n{header}\n\nCould you send the number?\n").text == NEW


@pytest.mark.parametrize(
    "line",
    [
        "Sent on the Sprint Now Network from my BlackBerry",
        "Sent from Missive",
        "Sent using Tapatalk",
        "Mit [Proton Mail](https://proton.example/mail) gesendet.",
        "Unterwegs gesendet",
        "Enviado del iPhone",
        "Baixar o Outlook para Android",
        "Získať Outlook pre Android",
        "Az iPhone készülékemről küldve",
        "Εστάλη από το iPhone μου",
        "Послато са мог iPhone-а",
        "Nosūtīts no mana iPhone",
        "Надіслано зі смартфону Samsung",
        "iPhoneより送信",
        "傳送自我的 iPhone",
        "삼성 갤럭시 스마트폰에서 보냈습니다.",
        "Được gửi từ iPhone của tôi",
        "ส่งจาก iPhone",
        "मेरे iPhone से भेजा गया",
        f"{'-' * 69}\nTo unsubscribe, e-mail: users-leave@lists.example\nFor more: users-help@lists.example",
    ],
)
def test_what_more_programs_add_is_no_new_word(line: str) -> None:
    assert split(f"{NEW}\n\n{line}\n").text == NEW


@pytest.mark.parametrize(
    "words",
    [
        "I ran this:\n\nSQL> select 1 from dual;\nSQL> exit",
        "The shell says:\n\nPS> Get-Date\nPS> Restart-Service lamp",
        "C> dir\nC> del lamp.exe",
        "On 16 Nov 2026 at 18:26 the lamp was out:\n> see the picture\nWhat now?",
        "От кого: Иван\nКому: Мария\nВес: 3 кг\nТема: посылка",
        "Von: Ivan\nAn: Maria\nBetreff: Paket\n\nWas kostet das?",
        "The file says:\n\nFrom: a\nTo: b\nSubject: c\n\nand that is all.",
        "发件人：伊万\n收件人：玛丽亚\n电话：12345\n货物：灯",
        "日期：2026年11月16日\n时间：18:26\n主题：灯\n地点：北京",
        "Sent from nine to five",
        "Sent with the wrong lamp",
        "Sent from Canary Wharf",
        "Mit der Post gesendet",
        "Mit Outlook hat er die Datei gesendet",
        "Enviado vía email ayer",
        "Enviado del almacén de mi padre",
        "삼성에서 보냈습니다.",
        "倉庫より送信",
        "Послато са складишта јуче.",
        "Gửi từ kho hôm qua",
        "창고에서 보냈습니다.",
        "Nosūtīts no noliktavas",
        f"{'-' * 40}\nTo unsubscribe I did all of that, and it comes again.",
        "Veuillez me répondre au-dessus de mon nom.",
        "Bitte antworten Sie mir über diese Adresse.",
        "-- red, above this line of lamps\n-- blue, below",
        "My name is misspelt:\nHelp <\nWhat does that mean?",
        "Write to us, as it says on the lamp that you sent to us in spring.\n<help@desk.example> wrote so too.",
        "Original message\n\nThese words are on the lamp.",
        "Missatge de la Maria: la llum no va.",
    ],
)
def test_what_people_write_like_these_stays(words: str) -> None:
    assert split(f"Hello,\n\n{words}\n").text == f"Hello,\n\n{words}"


def test_initials_that_look_like_a_prompt_are_a_quotation_below_a_line_that_says_so() -> None:
    body = f"{NEW}\n\nOn 16.11.2026 18:26, Carl wrote:\n\nC> Could you send\nC> the number?\n"
    assert split(body).text == NEW
