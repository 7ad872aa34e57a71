"""The command line: `main(argv, streams, environment)`, and one file a noun beside it.

Words and options become calls of services here and their outcomes become text; no rule of the desk is decided.
"""

from supportdesk.cli.run import main

__all__ = ["main"]
