"""Where browsers find a console that is served: addresses as they write them (RFC 3986)."""

import ipaddress
from urllib.parse import urlsplit

from supportdesk.errors import UsageError

USUAL = {"http": 80, "https": 443}
"""The ports that addresses leave out."""


def opened_at(url: str) -> str:
    """The address that browsers open, as they write it; UsageError where it is not that of a host."""
    parts = urlsplit(url)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if parts.scheme not in USUAL or not host or url.rstrip("/").lower() != f"{parts.scheme}://{parts.netloc}".lower():
        raise UsageError(
            f"--url is the address of a host, without a path, not {url!r}", hint="--url https://desk.example.org"
        )
    return f"{parts.scheme}://{netloc(host, port or USUAL[parts.scheme], parts.scheme)}"


def own_address(host: str, port: int) -> str:
    """Where browsers find what listens at an address; UsageError where that is every address of this machine."""
    if _is_anywhere(host):
        raise UsageError(
            f"--host {host} listens on every address of this machine; --url says which one browsers open",
            hint="--url http://NAME:8000",
        )
    return f"http://{netloc(host, port, 'http')}"


def netloc(host: str, port: int, scheme: str = "") -> str:
    """A host and a port as addresses write them, of a scheme without the port that goes without saying."""
    name = f"[{host}]" if ":" in host else host
    return name if port == USUAL.get(scheme) else f"{name}:{port}"


def _is_anywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
