"""What a shell is answered when TAB is pressed: Typer's protocol of variables and words."""

from typing import Any

from supportdesk.cli.call import Call

COMPLETE = "_SUPPORTDESK_COMPLETE"
"""The variable in which a shell that completes says what it asks."""


def complete(tree: Any, call: Call, program: str) -> int:
    """Answer the shell that asks through `COMPLETE` for the words of a program; its exit code."""
    from typer._completion_classes import completion_init
    from typer.completion import shell_complete

    completion_init()
    return int(shell_complete(tree, {"obj": call}, program, COMPLETE, call.environment[COMPLETE]))
