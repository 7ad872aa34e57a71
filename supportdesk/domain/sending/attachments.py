"""Words that promise an attachment, in English and in Russian.

Asking the customer for a file, speaking of theirs or of an earlier one promises nothing.
"""

import re

_ENGLISH = (
    r"\b(?:i|we)(?:['’]ve| have|['’]m| am|['’]re| are|['’]ll| will)?(?: also| just| now)* "
    r"(?:attach(?:ed|ing)?|enclos(?:ed?|ing))\b",
    r"\b(?:see|find|have)(?: \w+){0,3}? (?:attached|enclosed)\b",
    r"\b(?:is|are|been)(?: also| now| both| all)? (?:attached|enclosed)\b"
    r"(?! (?:to|with|by) (?!this|the (?:mail|email|reply|message)))",
    r"\battached (?:is|are|please|you(?:['’]ll| will)|here|below)\b",
    r"\b(?:the|our|an?|please see) (?:attached|enclosed) "
    r"(?:file|files|document|documents|screenshot|screenshots|invoice|pdf|log|logs|image|picture|photo|copy|letter|"
    r"form|guide|instructions|archive|report|patch|receipt)\b",
    r"\b(?:in|see|with) (?:the|an|this|my|our)? ?attachments?\b",
    r"\b(?:attaching|enclosing) (?:the|an?|our|my|it|them|some|both)\b",
)
_RUSSIAN = (
    r"\bво? вложени(?:и|ях)\b",
    r"\b(?:см|смотрите|смотри|посмотрите)\.? (?:во )?вложени(?:е|я|и)\b",
    r"\b(?:прикрепляю|прикрепляем|прикладываю|прикладываем|прилагаю|прилагаем|прилагается|прилагаются)\b",
    r"(?<!\bвы )(?<!\bвы не )(?<!\bвы уже )(?<!\bне )\b(?:прикрепил|приложил)(?:а|и)?\b",
    r"(?<!\bне )\b(?:прикрепл[её]н|приложен)(?:а|о|ы)?\b(?! к (?!письму|сообщению|ответу|этому))",
    r"(?<!\bвами )\b(?:прикрепл[её]нн|приложенн)\w{2,3} (?:\w+ )?(?:файл|документ|скриншот|фото|изображени|сч[её]т|"
    r"инструкци|архив|письм|акт|отч[её]т)\w*",
    r"\bв аттач(?:е|менте)\b",
)
_PROMISE = re.compile("|".join((*_ENGLISH, *_RUSSIAN)), re.IGNORECASE)
_SHORTENED = re.compile(r"\b(см)\.[ \t]", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s)[^.!?\n]+)*")
_NOT_OURS = re.compile(
    r"\b(?:you|you['’]ve|customer|he|she|they)(?: have| had| just| already)? (?:attached|enclosed)\b|\byour attachment"
    r"|\bhave you (?:attached|enclosed)\b|\b(?:no|not|nothing|never|without|unless|if|whether)\b|n['’]t\b"
    r"|\bваш\w* вложени|\b(?:если|без|нет|ничего)\b",
    re.IGNORECASE,
)
"""Before the phrase or in it: the file is the customer's, or there is none."""

_EARLIER = re.compile(
    r"\b(?:earlier|yesterday|previously)\b|\b(?:my|our|the) (?:last|previous|first) (?:e?-?mail|message|reply)"
    r"|\b(?:ранее|раньше|вчера)\b|\b(?:прошл|предыдущ)\w+ (?:письм|сообщени|ответ)",
    re.IGNORECASE,
)
"""Anywhere in the sentence: it was attached to another message."""


def promised(text: str) -> tuple[str, ...]:
    """The phrases that promise an attachment."""
    return tuple(phrase for found in _SENTENCE.finditer(_SHORTENED.sub(r"\1 ", text)) if (phrase := _promise(found[0])))


def _promise(sentence: str) -> str:
    found = _PROMISE.search(sentence)
    if found is None or _NOT_OURS.search(sentence, 0, found.end()) or _EARLIER.search(sentence):
        return ""
    return " ".join(found[0].split())
