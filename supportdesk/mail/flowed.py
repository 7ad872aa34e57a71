"""Text whose lines were broken for the way (RFC 3676), put together again."""

import re

_MARKS = re.compile(r">+")
_BEGINS_WORD = re.compile(r"[^\W_\u2e80-\U0010ffff]")  # a letter of those who leave blanks between words
_ENDS_WORD = re.compile(r"[^\W_\u2e80-\U0010ffff]$")


def unflowed(text: str) -> str:
    """The paragraphs of a text of `format=flowed; delsp=yes`: the blank before each break was none of theirs.

    A program that says so and yet ends lines with the one blank that its words need keeps that.
    """
    honest = "  \n" in text
    lines: list[str] = []
    open_depth = -1  # how deep the line is quoted that goes on in the next one
    for line in text.split("\n"):
        marks = _MARKS.match(line)
        depth = marks.end() if marks else 0
        said = line[depth:].removeprefix(" ")
        flows = said.endswith(" ") and said != "-- " and not said.isspace()
        said = said[:-1] if flows else said
        if depth == open_depth and said != "-- ":
            apart = not honest and _ENDS_WORD.search(lines[-1]) and _BEGINS_WORD.match(said)
            lines[-1] += f" {said}" if apart else said
        else:
            lines.append(f"{'>' * depth} {said}" if depth else said)
        open_depth = depth if flows else -1
    return "\n".join(lines)
