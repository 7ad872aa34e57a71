"""Headers of older mails in the rarer languages and shapes, and what people write like them."""

import pytest

from supportdesk.mail.quotes import split

NEW = "It is 4711.\n\nRegards\nIvan"
OLD = "Could you send the number?"


@pytest.mark.parametrize(
    "header",
    [
        "Ад: Help Desk\nАдпраўлена: 16 лістапада 2026 г. 18:26\nКаму: Ivan\nТэма: Лямпа",
        "Шаље: Help Desk\nПослато: 16. новембар 2026. 18:26\nПрима: Ivan\nТема: Лампа",
        "Од: Help Desk\nИспратено: 16 ноември 2026 18:26\nДо: Ivan\nПредмет: Ламба",
        "Kellelt: Help Desk\nKuupäev: 16. november 2026 18:26\nKellele: Ivan\nTeema: Lamp",
        "No: Help Desk\nNosūtīts: pirmdiena, 2026. gada 16. novembris 18:26\nKam: Ivan\nTēma: Lampa",
        "De: Help Desk\nEnviat el: dilluns, 16 de novembre de 2026 18:26\nPer a: Ivan\nAssumpte: Llum",
        "Nork: Help Desk\nBidaltze-data: 2026(e)ko azaroaren 16(a) 18:26\nNori: Ivan\nGaia: Lanpara",
        "送信者: Help Desk\n日時: 2026年11月16日 18:26\n宛先: Ivan\n件名: ランプ",
        "發件人: Help Desk\n日期: 2026-11-16 18:26\n收件人: Ivan\n主題: 燈",
        "Từ: Help Desk\nĐã gửi: Thứ Hai, 16 tháng 11, 2026 18:26\nTới: Ivan\nChủ đề: Đèn",
        "Dari: Help Desk\nDikirim: Senin, 16 November 2026 18.26\nKepada: Ivan\nSubjek: Lampu",
        "จาก: Help Desk\nส่ง: วันจันทร์ที่ 16 พฤศจิกายน 2026 18:26\nถึง: Ivan\nเรื่อง: โคม",
        "از: Help Desk\nتاریخ: دوشنبه 16 نوامبر 2026 18:26\nبه: Ivan\nموضوع: چراغ",
        "प्रेषक: Help Desk\nभेजा गया: सोमवार, 16 नवंबर 2026 18:26\nप्रति: Ivan\nविषय: दीपक",
        "Frá: Help Desk\nSent: mánudagur, 16. nóvember 2026 18:26\nTil: Ivan\nEfni: Lampi",
        "Кімнен: Help Desk\nЖіберілді: 16 қараша 2026 18:26\nКімге: Ivan\nТақырып: Шам",
        "Nga: Help Desk\nDërguar: 16 nëntor 2026 18:26\nPër: Ivan\nSubjekti: Llamba",
        "Kimdən: Help Desk\nGöndərildi: 16 noyabr 2026 18:26\nKimə: Ivan\nMövzu: Lampa",
        "გამგზავნი: Help Desk\nგაგზავნილია: 16 ნოემბერი 2026 18:26\nადრესატი: Ivan\nთემა: ლამპა",
        "Ուղարկող: Help Desk\nՈւղարկված է: 16 նոյեմբերի 2026 18:26\nՍտացող: Ivan\nԹեմա: Լամպ",
        "-------- Originalmeddelande --------",
        "-------- Missatge original --------",
        "-------- Oriģinālā ziņa --------",
        "-------- Pirminis laiškas --------",
        "-------- Thư gốc --------",
        "-------- Pesan Asli --------",
        "-------- ข้อความเดิม --------",
        "-------- پیام اصلی --------",
        "-------- 元のメール --------",
        "-------- 原始郵件 --------",
        "------------------ Original ------------------",
        "---- Replied Message ----\n| From | Help Desk<help@desk.example> |\n| Subject | Lamp |",
        "Ответьте выше этой линии",
        "## Please do not write below this line ##",
        "Typ uw antwoord boven deze lijn",
        "Skriv ditt svar ovanför den här raden",
        "=-=-= Odpowiedz powyżej tej linii =-=-=",
        "Schreiben Sie Ihre Antwort über diese Zeile",
        "この行より上に返信を入力してください",
        "请在此行上方键入您的答复",
    ],
)
def test_the_header_of_an_older_mail_is_known_in_the_rarer_languages(header: str) -> None:
    assert split(f"{NEW}\n\n{header}\n\n{OLD}\n").text == NEW


@pytest.mark.parametrize(
    "header",
    [
        '"Help Desk" <help@desk.example>\n11/16/2026 06:26 PM\n\nTo\n"Ivan" <ivan@client.example>\ncc\n\nSubject\nLamp',
        "Help Desk/Acme\n16.11.2026 18:26\n\nTo\nIvan/Client@Client\ncc\n\nSubject\nLamp",
        "Help Desk <help@desk.example>\n16.11.2026 18:26\n\nAn\nIvan\nKopie\n\nThema\nLampe",
        "Help Desk <help@desk.example>\n16.11.2026 18:26\n\n  Кому  \nИван\nКопия\n\nТема\nЛампа",
        "-----Help Desk/Acme wrote: -----",
        "Help Desk---11/16/2026 06:26:11 PM---Could you\n\nFrom: Help\nTo: Ivan\nDate: 11/16/2026 06:26 PM\nSubject: x",
        "Sent from Yahoo Mail on Android\n\n  On Mon, Nov 16, 2026 at 6:26 PM, Help<h@desk.example> wrote:   Which?",
        "  Le lun., nov. 16, 2026 à 18:26, Help Desk<help@desk.example> a écrit :   Quel numéro ?",
    ],
)
def test_notes_and_others_put_it_in_shapes_of_their_own(header: str) -> None:
    assert split(f"{NEW}\n\n{header}\n\n{OLD}\n").text == NEW


@pytest.mark.parametrize(
    "words",
    [
        "The parcel:\n\nIvan Petrov\n12.10.2026 10:00\n\nTo\nBerlin, by train\nin two boxes.",
        "My letter had these lines:\n\nTo\nThe director\nSubject\nLamp\n\nWas it read?",
        "On 12.10.2026 at 10:00 your clerk <clerk@desk.example> said:   nothing can be done. Is that so?",
        "No: 4711\nTo: Berlin\nFor two persons, please.",
        "Do not write below this line of the form, says the clerk. Why?",
        "-- original\n-- copy\n\nBoth are signed.",
        "The lamp---12.10.2026 10:00---burns.\n\nPlease come.",
        "Reply above, I wrote. Powyżej tej linii nie ma nic.",
    ],
)
def test_what_people_write_like_such_headers_stays(words: str) -> None:
    assert split(f"Hello,\n\n{words}\n").text == f"Hello,\n\n{words}"
