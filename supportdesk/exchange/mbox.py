"""mbox: one file of mails, in and out (mboxrd)."""

from contextlib import ExitStack
from datetime import datetime

from supportdesk.desk import Desk
from supportdesk.exchange.mailing import Outgoing, take
from supportdesk.exchange.report import ExportReport, ImportOptions, ImportReport, Source, Watcher
from supportdesk.exchange.source import created, opened
from supportdesk.mail.mailbox import read_true_mbox, write_mbox

_DEFAULTS = ImportOptions()


def read(
    desk: Desk, source: Source, *, options: ImportOptions = _DEFAULTS, progress: Watcher | None = None
) -> ImportReport:
    """File the mails of an mbox as tickets."""
    with ExitStack() as stack:
        stream, size = opened(source, stack)
        return take(desk, read_true_mbox(stream), options=options, progress=progress, size=size)


def write(desk: Desk, target: Source, *, filter: str = "", progress: Watcher | None = None) -> ExportReport:
    """Write the messages of tickets as an mbox; mails that came are written as they came."""
    with ExitStack() as stack:
        stream = created(target, stack)
        out = Outgoing(stack.enter_context(desk.read()), filter, progress)
        mails = ((one.author.email, datetime.fromisoformat(one.at), raw) for _, one, raw in out.mails())
        write_mbox(stream, mails)
        return out.report()
