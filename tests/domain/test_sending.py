"""What stops an answer before it goes out, and what must not."""

import time

import pytest

from supportdesk.domain.drafts import DIVIDER, Draft, merged
from supportdesk.domain.sending import Known, Reason, stops
from supportdesk.domain.sending.attachments import promised
from supportdesk.domain.sending.own_words import own_words
from supportdesk.domain.sending.people import strange_addresses, strange_greeting
from supportdesk.domain.sending.placeholders import unfilled
from tests.templates import MORNING

LEE = Known("Lee Chen", frozenset({"lee@acme.com", "bob@acme.com"}), "It fails.\nRegards, Robert", "support@desk.io")

# Placeholders --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("Hello {{ customer.name }}, we are on it", "{{ customer.name }}"),
        ("Hello {{name}}!", "{{name}}"),
        ("{% if x %}Hi", "{% if x %}"),
        ("Dear {name},", "{name}"),
        ("Здравствуйте, {имя}!", "{имя}"),
        ("Your order {order_number} is ready", "{order_number}"),
        ("Hello [NAME],", "[NAME]"),
        ("Hello [customer name],", "[customer name]"),
        ("Уважаемый [ИМЯ КЛИЕНТА]!", "[ИМЯ КЛИЕНТА]"),
        ("Ссылка: [ссылка]", "[ссылка]"),
        ("It will be done by [DATE].", "[DATE]"),
        ("[insert steps here]", "[insert steps here]"),
        ("[TODO check with payments]", "[TODO check with payments]"),
        ("Dear <name>,", "<name>"),
        ("Здравствуйте, <имя>!", "<имя>"),
        ("Заказ «___» отправлен", "«___»"),
        ("Dear _____, thank you", "_____"),
        ("Номер договора: ______", "______"),
        ("TODO: ask payments", "TODO"),
        ("Срок — ДОПИСАТЬ", "ДОПИСАТЬ"),
        ("It costs ???? euro", "????"),
    ],
)
def test_a_place_that_was_not_filled_in_is_found(text: str, gap: str) -> None:
    assert unfilled(text) == (gap,)


@pytest.mark.parametrize(
    "text",
    [
        "Set the header to {'a': 1} and retry",
        "Call GET /users/{id}/orders with your key",
        "Use ${HOME} and $" + "{USER}",
        'print(f"{name}")',
        "`Hello {name}` is what the template says",
        "```\nHello {{ name }}\n[NAME]\n```",
        "[ERROR] 12:01 connection lost",
        "[URGENT] [OK] [1] [12:30]",
        "[link](https://example.org) and [url]https://example.org[/url]",
        "see [RFC 5322]",
        "__init__.py and a___b",
        "_______________\nAnna, support",
        "Is it so??",
        "your TODO list is back, and todo too",
        "\\frac{a}{b}",
        "the <link> and <address> tags",
        "array[name] and dict[date]",
    ],
)
def test_brackets_with_another_meaning_are_left_alone(text: str) -> None:
    assert unfilled(text) == ()


# Attachments ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "I have attached the invoice.",
        "I've attached the log, let me know if you need more.",
        "I am attaching the screenshot",
        "Please find attached the invoice for July",
        "Please see the attached file.",
        "Attached is the patch",
        "The invoice is attached.",
        "The report is attached to this mail",
        "See attachment.",
        "You will find the steps in the attachment.",
        "We enclose a copy of the contract",
        "Your receipt is enclosed",
        "Счёт во вложении.",
        "Инструкция в приложенном файле",
        "Прикрепляю скриншот",
        "Прикладываем акт сверки",
        "Прилагаю счет",
        "Я прикрепил инструкцию к письму.",
        "Документ прикреплён к этому письму",
        "См. вложение",
        "Смотрите прикреплённый файл",
    ],
)
def test_a_promised_attachment_is_found(text: str) -> None:
    assert promised(text)


@pytest.mark.parametrize(
    "text",
    [
        "Could you attach a screenshot?",
        "Please attach the log file.",
        "The file you attached cannot be opened.",
        "Your attachment arrived safely",
        "In your attachment there is no page 2",
        "The card is attached to your account",
        "A tag is attached to the parcel",
        "Attachments larger than 10 MB are refused",
        "I attached it to my last mail",
        "I attached the contract yesterday.",
        "There is nothing attached",
        "The file is not attached",
        "If the invoice is attached, we pay it",
        "Приложение не запускается",
        "В приложении откройте раздел «Настройки»",
        "Прикрепите, пожалуйста, скриншот",
        "Приложите фото чека",
        "Вы прикрепили не тот файл",
        "В вашем вложении нет второй страницы",
        "Карта прикреплена к аккаунту",
        "Я приложил счёт в прошлом письме",
        "Если файл приложен, заявка принимается",
        "We include all taxes in the price",
    ],
)
def test_speaking_of_attachments_promises_none(text: str) -> None:
    assert promised(text) == ()


def test_what_others_wrote_is_not_looked_at() -> None:
    text = "Thank you.\n> I have attached {{ name }}\n  > x@other.org\n---- Original message ----\nDear Ivan,"
    assert own_words(text) == "Thank you."
    assert stops(text, LEE, attached=False) == ()


# People --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Ivan", "Ivan Petrov", "Mr. Petrov", "Иван", "Anna", "Мария Ивановна", "Gloria"])
@pytest.mark.parametrize("greeting", ["Dear {},", "Hello {}!", "Hi {}", "Здравствуйте, {}!", "Добрый день, {}."])
def test_a_greeting_to_somebody_else_is_found(name: str, greeting: str) -> None:
    assert strange_greeting(greeting.format(name) + "\n\nwe are on it.", LEE)


@pytest.mark.parametrize(
    ("name", "customer"),
    [
        ("Lee", "Lee Chen"),
        ("Mr. Chen", "Lee Chen"),
        ("LEE", "Lee Chen"),
        ("Иван", "Ivan Petrov"),
        ("Иван Петрович", "Иван Петров"),
        ("Ваня", "Иван Петров"),
        ("Mike", "Michael Brown"),
        ("Саша", "Александра Ким"),
        ("Alexey", "Алексей Смирнов"),
        ("Алексей", "Alexei Smirnov"),
        ("Юрий", "Yuri Gagarin"),
        ("Дмитрий", "Dmitry Orlov"),
        ("Наташа", "Наталья Орлова"),
        ("Сергей", "Sergey V."),
        ("Фёдор", "Федор"),
        ("Zoe", "Zoë O'Neil"),
        ("O'Neil", "Zoë O’Neil"),
        ("Кристина", "Christina Weber"),
        ("Екатерина", "Catherine Petrova"),
        ("Josef", "Joseph Haydn"),
    ],
)
def test_a_greeting_to_the_customer_is_right_in_any_spelling(name: str, customer: str) -> None:
    assert strange_greeting(f"Hello {name},", Known(customer)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Hi there,",
        "Hello team,",
        "Hello!",
        "Dear Sir or Madam,",
        "Dear Customer,",
        "Hello everyone",
        "Здравствуйте!",
        "Добрый день, коллеги!",
        "Уважаемый клиент!",
        "Hi again, this is Anna from Payments",
        "Hello, thank you for your patience",
        "Hi Robert,",
        "We have told Ivan that it works.",
        "",
        "Hello, спасибо",
    ],
)
def test_a_greeting_to_nobody_in_particular_is_no_reason_to_stop(text: str) -> None:
    assert strange_greeting(text, LEE) == ""


def test_a_customer_without_a_name_can_be_greeted_by_any() -> None:
    assert strange_greeting("Dear Ivan,", Known("")) == ""
    assert strange_greeting("Dear Ivan,", Known("lee@acme.com")) == ""


@pytest.mark.parametrize("address", ["ivan@other.org", "IVAN@Other.org", "o'neil@x-y.co.uk", "иван@почта.рф"])
def test_a_strange_address_is_found(address: str) -> None:
    assert strange_addresses(f"Write to {address}.", LEE) == (address,)


@pytest.mark.parametrize(
    "text",
    [
        "lee@acme.com and Bob@ACME.com",
        "support@desk.io, billing@desk.io and anna@mail.desk.io",
        "git@github.com:org/project",
        "somebody@example.org",
        "pip install x@1.2, a@b, @lee, user@host:/path",
        "it said robert@acme.com",
    ],
)
def test_addresses_that_the_ticket_or_the_desk_knows_are_no_reason_to_stop(text: str) -> None:
    known = Known(LEE.name, LEE.addresses, LEE.said + " robert@acme.com", LEE.desk)
    assert strange_addresses(text, known) == ()


# Together ------------------------------------------------------------------------------------------------------------


def test_all_reasons_are_told_at_once_each_with_its_words() -> None:
    text = "Dear Ivan,\n\nI have attached {{ what }} for x@other.org."
    found = {stop.reason: stop.words for stop in stops(text, LEE, attached=False)}
    assert found == {
        Reason.PLACEHOLDER: ("{{ what }}",),
        Reason.ATTACHMENT: ("I have attached",),
        Reason.GREETING: ("Ivan",),
        Reason.ADDRESS: ("x@other.org",),
    }


def test_with_a_file_attached_it_may_be_spoken_of() -> None:
    assert stops("I have attached the invoice.", LEE, attached=True) == ()


def test_two_versions_of_a_draft_never_go_out_together() -> None:
    both = merged(Draft(1, "One", False, (1,)), Draft(1, "Two", False, (1,)), at=MORNING)
    assert DIVIDER in both.text
    assert [stop.reason for stop in stops(both.text, LEE, attached=False)] == [Reason.TWO_VERSIONS]


ORDINARY = (
    "Hello Lee,\n\nthank you for writing. Your card was declined by the bank; please try again tomorrow.\n\n"
    "Best regards,\nAnna\nsupport@desk.io",
    "Здравствуйте!\n\nПлатёж прошёл, заказ создан. В приложении откройте «Мои заказы».\n\nС уважением,\nАнна",
    "Hi Lee,\n\nrun `export NAME={name}` and send us the output:\n\n    GET /v1/users/{id}\n\nThanks!",
    "Hello,\n\nplease attach a screenshot of the error [E42], and the log if you have it.\n\nAnna",
)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_answer_goes_out_without_a_question(text: str) -> None:
    assert stops(text, LEE, attached=False) == ()


@pytest.mark.parametrize(
    "piece", ["a" * 50, "{", "[name ", "_ ", "a@", "attached ", "«", "Dear Ivan ", "a.b@c.", "{{ "]
)
def test_no_text_makes_the_rules_slow(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    began = time.perf_counter()
    stops(text, Known("Lee", said=text), attached=False)
    assert time.perf_counter() - began < 5
