"""What several widgets show of one thing, painted at once. Textual paints the first before it hears of the rest.

What is done then is not known here.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack

from textual.messages import Update
from textual.widget import Widget


def in_one_frame(widget: Widget, step: Callable[[], object], *, beside: Iterable[Widget] = ()) -> None:
    """Do a step on a widget; nothing is painted until it, and whom it told, have said what they show.

    Those `beside` it are painted with it even where their own turn to say so comes later.
    """
    with ExitStack() as batch:
        batch.enter_context(widget.app.batch_update())
        step()
        painting = batch.pop_all()
    for one in beside:
        widget.screen.post_message(Update(one))
    widget.call_later(widget.screen.call_later, painting.close)


def soon_in_one_frame(widget: Widget, step: Callable[[], object], *, beside: Iterable[Widget] = ()) -> None:
    """The same when whoever asks for it has gone on; what is to be painted by then, a letter as well, waits for it."""
    with ExitStack() as batch:
        batch.enter_context(widget.app.batch_update())
        waiting = batch.pop_all()

    def go_on() -> None:
        with waiting:
            in_one_frame(widget, step, beside=beside)

    widget.call_later(go_on)
