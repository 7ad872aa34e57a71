"""What a shell is answered when TAB is pressed: Typer's protocol of variables and words."""

from typing import Any

from supportdesk.cli.call import Call


def complete(tree: Any, call: Call) -> int:
    """Answer the shell that asks through `_SUPPORTDESK_COMPLETE`; its exit code."""
    from typer._completion_classes import completion_init
    from typer.completion import shell_complete

    from supportdesk.cli.run import COMPLETE, PROGRAM

    completion_init()
    return int(shell_complete(tree, {"obj": call}, PROGRAM, COMPLETE, call.environment[COMPLETE]))
