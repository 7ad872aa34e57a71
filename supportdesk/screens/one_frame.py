"""What several widgets show of one thing, painted at once. Textual paints the first before it hears of the rest.

What is done then is not known here.
"""

from collections.abc import Callable
from contextlib import ExitStack

from textual.widget import Widget


def in_one_frame(widget: Widget, step: Callable[[], object]) -> None:
    """Do a step on a widget; nothing is painted until it, and whom it told, have said what they show."""
    with ExitStack() as batch:
        batch.enter_context(widget.app.batch_update())
        step()
        painting = batch.pop_all()
    widget.call_later(widget.screen.call_later, painting.close)
