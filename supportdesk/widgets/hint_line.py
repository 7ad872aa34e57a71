"""What could be typed next, in one line."""

from collections.abc import Sequence

from supportdesk.domain.filter_completion import Completion
from supportdesk.domain.safe import shown_line
from supportdesk.widgets.ink import Ink, Line, Span

MOST_HINTS = 12


def hint_line(hints: Sequence[Completion]) -> Line:
    """The completions, the one that is taken first; one alone says what it is."""
    spans: list[Span] = [(" ▸ ", Ink.KEY)]
    for hint in hints[:MOST_HINTS]:
        spans.append((f"{shown_line(hint.text)} ", Ink.TEXT if len(spans) > 1 else Ink.STRONG))
        if len(hints) == 1 and hint.help:
            spans.append((shown_line(hint.help), Ink.FAINT))
    more = [("…", Ink.FAINT)] if len(hints) > MOST_HINTS else []
    return (*spans, *more)
