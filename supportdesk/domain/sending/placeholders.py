"""Places in a text that somebody meant to fill in: `{{ name }}`, `{name}`, `«___»`, `[NAME]`, `TODO:`.

Code, logs and addresses that agents paste have brackets too; what stands there as such is left alone.
"""

import re

_WORDS = (
    "(?:name|names|firstname|lastname|surname|customer|client|company|date|day|link|url|number|amount|sum|price|order|"
    "product|address|email|e-mail|phone|agent|signature|reason|details|text|"
    "имя|имени|фамилия|фио|отчество|клиент|клиента|компания|компании|дата|дату|день|время|ссылка|ссылку|номер|"
    "сумма|сумму|цена|заказ|заказа|товар|товара|адрес|почта|телефон|причина|подпись|текст)"
)
_FEW = r"[^\W\d_]+(?:['’-][^\W\d_]+)?"
_ASKED = f"(?:{_FEW}[ _]){{0,2}}{_WORDS}(?:[ _]{_FEW}){{0,2}}"
_ORDERS = "(?:insert|fill in|todo|fixme|tbd|xxx|вставить|вставьте|указать|уточнить|дописать|заполнить)"

_PATTERNS = (
    re.compile(r"\{\{[^{}\n]{0,80}\}\}|\{%[^{}\n]{0,80}%\}"),
    # A word in braces in running text: code has them next to letters, slashes, quotes and dollar signs.
    re.compile(r"(?<![^\s(«„“,])\{[^\W\d_][\w .-]{0,40}\}(?![^\s,.!?;:)»”])"),
    re.compile(rf"(?<![\w\])])\[\s*{_ASKED}\s*\](?![(\[:=])", re.IGNORECASE),
    re.compile(rf"\[\s*{_ORDERS}\b[^\[\]\n]{{0,60}}\]", re.IGNORECASE),
    re.compile(r"<(?:(?:your|customer|first|last|full|ваше|ваш) )?(?:name|имя|фио|фамилия|дата|номер|сумма)>", re.I),
    re.compile(r"«[ _.…]{2,}»|“[ _.…]{2,}”"),
    re.compile(r"\b(?:TODO|FIXME|TBD|ДОПИСАТЬ|УТОЧНИТЬ)\b(?=\s*:|\s*$|!)", re.MULTILINE),
    re.compile(r"\?{4,}"),
)
_BLANK = re.compile(r"(?<![^\W_])_{3,}(?![^\W_])")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]{1,200}`", re.DOTALL)
_TAG = re.compile(r"\[(\w+)\][^\[\]\n]*\[/\1\]")


def unfilled(text: str) -> tuple[str, ...]:
    """What is yet to be filled in, in the order of the rules; code between backticks and BBCode are no places."""
    prose = _TAG.sub(" ", _CODE.sub(" ", text))
    found = [match[0] for pattern in _PATTERNS for match in pattern.finditer(prose)]
    blanks = [match[0] for line in prose.splitlines() if _has_words(line) for match in _BLANK.finditer(line)]
    return (*found, *(blank for blank in blanks if not any(blank in place for place in found)))


def _has_words(line: str) -> bool:
    """A line of nothing but dashes and underscores is a rule, not a gap."""
    return any(letter.isalnum() for letter in line)
