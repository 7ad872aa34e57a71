"""What the agent says in a text, without what is quoted there from others."""

import re

_QUOTED = re.compile(r"\s{0,3}[>|]")
_FORWARDED = re.compile(
    r"\s*-{2,}\s*(?:original message|forwarded message|исходное сообщение|пересылаемое сообщение)", re.IGNORECASE
)


def own_words(text: str) -> str:
    """The lines of a text that quote nobody, up to a mail that is forwarded below."""
    lines = []
    for line in text.splitlines():
        if _FORWARDED.match(line):
            break
        if not _QUOTED.match(line):
            lines.append(line)
    return "\n".join(lines)
