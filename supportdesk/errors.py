"""What can go wrong, each with the exit code that scripts depend on.

A message says what is true and what to do, in lower case, without class names; the hint names one command.
"""


class DeskError(Exception):
    """Anything that supportdesk reports to its user; exit code 1 unless a kind says otherwise."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def within(self, place: str) -> "DeskError":
        """The same error, saying first where it arose."""
        self.message = f"{place}: {self.message}"
        self.args = (self.message,)
        return self


class UsageError(DeskError):
    """The words of the call are off; exit code 2."""

    exit_code = 2


class FilterError(UsageError):
    """A filter that cannot be read: `text` is the whole filter, `at` and `length` mark the fault in characters."""

    def __init__(self, message: str, *, text: str, at: int, length: int = 1, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.text = text
        self.at = at
        self.length = length


class Declined(DeskError):
    """The user said no at a prompt; exit code 3."""

    exit_code = 3


class NotFound(DeskError):
    """No such ticket, agent, template …; exit code 4."""

    exit_code = 4


class Refused(DeskError):
    """A rule of the desk forbids it, or the ticket was changed meanwhile; exit code 5."""

    exit_code = 5


class IllegalMove(Refused):
    """A ticket cannot go from the status that it has to the one asked for."""


class Overtaken(Refused):
    """Somebody wrote on the ticket since the one who answers has read it; nothing was sent."""


class NotPermitted(Refused):
    """The acting agent's role does not allow it."""


class TryLater(DeskError):
    """A message could not be stored now; exit code 75, at which a mail server keeps it and tries again."""

    exit_code = 75


class Unavailable(DeskError):
    """The store is locked or unreachable, or its disk is full; exit code 6: try again."""

    exit_code = 6
