"""A text with alternatives, `[Hello|Hi]`, and places to fill in, `{order}`. What is said with it stands in `texts`."""

import re
from collections.abc import Mapping

VARIANTS = 12
"""Of how many variants a ticket has one: divisible by 2, 3 and 4, so that each alternative is as likely."""

_ALTERNATIVES = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")


class Wording:
    """One text in all its variants. In one variant, lists of equally many alternatives give the same choice."""

    __slots__ = ("_forms",)

    def __init__(self, text: str) -> None:
        self._forms = tuple(_chosen(text, variant) for variant in range(VARIANTS))

    def say(self, variant: int, filled: Mapping[str, str]) -> str:
        """The text in one variant with every place filled in; KeyError for a place that has no filling."""
        return self._forms[variant].format_map(filled)

    def mentions(self, place: str) -> bool:
        """Whether any variant has this place to fill in."""
        return any(f"{{{place}}}" in form for form in self._forms)


def _chosen(text: str, variant: int) -> str:
    def choose(found: re.Match[str]) -> str:
        alternatives = found[1].split("|")
        return alternatives[variant % len(alternatives)]

    chosen = re.sub(r" +$", "", _ALTERNATIVES.sub(choose, text), flags=re.M)
    return re.sub(r" +(?=[,:](\s|$))", "", chosen).strip()
