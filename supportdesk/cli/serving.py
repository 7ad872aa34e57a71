"""`serve`: the console in a browser."""

import errno
import ipaddress
import os
import sys
from typing import Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.tree import Commands
from supportdesk.cli.web_address import netloc, opened_at, own_address
from supportdesk.errors import Unavailable, UsageError

app = Commands()

PORTS = range(1, 65_536)

TERMINAL = {"TMUX", "STY", "TERM", "LC_ALL", "LC_CTYPE", "LANG"}
"""What says how the terminal is that `serve` was started in, which is not the one that the page shows."""


@app.verb("serve")
def serve(
    context: typer.Context,
    *,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="where to listen; others reach it if it is not loopback")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="NUMBER", help="the port to listen on")] = 8000,
    url: Annotated[
        str, typer.Option("--url", metavar="URL", help="the address that browsers use, behind a proxy")
    ] = "",
) -> None:
    """Show the console in a browser, for as long as this command runs.

    Who opens the printed address acts as you; without its key nobody gets in. It listens on this machine alone unless
    `--host` says otherwise, and then belongs behind a proxy that encrypts: the key would be read on the way.

    Example: supportdesk serve
    Example: supportdesk serve --as anna --port 8080
    Example: supportdesk serve --host 10.0.0.5 --url https://desk.example.org
    """
    call = calls.of(context)
    if port not in PORTS:
        raise UsageError(f"--port is a number from 1 to 65535, not {port}")
    opened = opened_at(url) if url else own_address(host, port)
    from supportdesk.browser import ConsoleServer

    _open_once(call)
    server = ConsoleServer(
        [sys.executable, "-m", "supportdesk"],
        host=host,
        port=port,
        url=opened,
        started=lambda address: _tell(call, address, host),
    )
    os.environ["SUPPORTDESK_STORE"], os.environ["SUPPORTDESK_AS"] = call.settings.store, call.settings.agent
    for name in TERMINAL:
        os.environ.pop(name, None)
    try:
        server.run()
    except OSError as error:
        why, _, _ = (error.strerror or str(error)).partition(" (while ")
        hint = "--port NUMBER" if error.errno in (errno.EADDRINUSE, errno.EACCES) else "--host ADDRESS"
        raise Unavailable(f"cannot listen on {netloc(host, port)}: {why}", hint=hint) from error


def _open_once(call: Call) -> None:
    """Say now what would hinder every console that a browser opens."""
    with call.desk.read():
        pass
    call.close()


def _tell(call: Call, address: str, host: str) -> None:
    call.streams.write(f"{address}\n")
    call.streams.flush()
    if not _is_loopback(host):
        call.say(f"everybody who reaches {host} and has the key can act as {call.settings.agent}")
    call.say("Ctrl-C ends it")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
