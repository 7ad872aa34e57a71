"""Where mail is fetched and handed over, written as addresses: imaps://user@host/INBOX, maildir:/path, sendmail:/path.

Here: reading and checking such an address. Not here: going there. No address ever holds a password.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from supportdesk.domain.plain import plain
from supportdesk.errors import UsageError

LONGEST = 1000
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = {"imaps": 993, "imap": 143, "smtps": 465, "smtp": 587}
SERVERS = {"source": ("imaps", "imap"), "target": ("smtps", "smtp")}
FILES = {"source": ("maildir", "mbox"), "target": ("sendmail",)}
PLAINTEXT = "tls=none"
"""The query of an address whose server is spoken to without TLS."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of mail. `encryption` is `tls` from the first byte, `starttls`, or `none`; files have a path alone."""

    scheme: str
    path: str
    user: str = ""
    host: str = ""
    port: int = 0
    encryption: str = ""


def read_place(written: str, *, use: str) -> Place:
    """The place that an address names; `use` is `source` or `target`. UsageError for what is none.

    imap:// and smtp:// turn to TLS before they say who they are (STARTTLS); only on this machine, or with `?tls=none`,
    do they go without.
    """
    text = plain(written).strip()
    if len(text) > LONGEST or any(not letter.isprintable() for letter in text):
        raise UsageError(f"that is no place for mail: it is longer than {LONGEST} characters, or has unprintable ones")
    scheme, colon, rest = text.partition(":")
    if colon and scheme.lower() in FILES[use]:
        return _file(scheme.lower(), rest)
    if colon and scheme.lower() in SERVERS[use] and rest.startswith("//"):
        return _server(text, use)
    known = [*(f"{name}://user@host" for name in SERVERS[use]), *(f"{name}:/path" for name in FILES[use])]
    raise UsageError(f"mail is not at such a place; write {', '.join(known[:-1])} or {known[-1]}")


def _file(scheme: str, rest: str) -> Place:
    path = rest.removeprefix("//") if rest.startswith("///") else rest
    if not path.startswith("/"):
        raise UsageError(f"{scheme} takes a path from the root: {scheme}:/path")
    return Place(scheme, path)


def _server(text: str, use: str) -> Place:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise UsageError("the server of that address cannot be read") from None
    if parts.password is not None:
        raise UsageError(
            "a password never stands in an address", hint="give --password-command, --password-file or --token-command"
        )
    if not parts.hostname or parts.fragment or parts.query not in ("", PLAINTEXT):
        raise UsageError(f"write {parts.scheme}://user@host" + ("/INBOX" if use == "source" else ""))
    folder = unquote(parts.path.strip("/"))
    folder = (folder or "INBOX") if use == "source" else ""
    user = unquote(parts.username or "")
    scheme = parts.scheme.lower()
    return Place(scheme, folder, user, parts.hostname, port or PORTS[scheme], _encryption(scheme, parts.hostname, text))


def _encryption(scheme: str, host: str, text: str) -> str:
    if scheme in ("imaps", "smtps"):
        return "tls"
    return "none" if text.endswith(f"?{PLAINTEXT}") or host in LOOPBACK else "starttls"


def write_place(place: Place) -> str:
    """An address as the store keeps it; `read_place` gives the same place again."""
    if not place.host:
        return f"{place.scheme}:{place.path}"
    user = f"{quote(place.user, safe='')}@" if place.user else ""
    host = f"[{place.host}]" if ":" in place.host else place.host
    port = "" if place.port == PORTS[place.scheme] else f":{place.port}"
    folder = f"/{quote(place.path, safe='/')}" if place.path else ""
    bare = place.encryption == "none" and place.host not in LOOPBACK
    return f"{place.scheme}://{user}{host}{port}{folder}" + (f"?{PLAINTEXT}" if bare else "")
