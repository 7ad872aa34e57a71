"""Questions on a terminal. Each has an option that answers it beforehand."""

from supportdesk.cli.call import Call
from supportdesk.errors import Declined, UsageError


def confirm(call: Call, question: str, *, refusal: str) -> None:
    """Ask, with No as the answer to anything but yes; where nobody can be asked, `refusal` is the UsageError."""
    if not call.can_ask:
        raise UsageError(refusal, hint="add --yes, or look first with --dry-run")
    call.streams.say(f"{question} [y/N] ")
    if call.streams.read_line().strip().casefold() not in ("y", "yes", "д", "да"):
        raise Declined("nothing was changed")
