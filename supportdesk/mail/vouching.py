"""Who vouches for the origin of a mail: the word of the server that it came in through (RFC 8601).

Here: reading the topmost Authentication-Results. Not here: whose word counts (the mailbox says), what it is worth.
"""

import re
from collections.abc import Iterator, Sequence

from supportdesk.domain.arriving import Vouched
from supportdesk.mail.headers import Field

_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[;=()"]|[^\s;=()"]+')
_MOST = 10_000  # bytes of the field; a longer one tells nothing


def vouched(fields: Sequence[Field]) -> Vouched:
    """The server that put the topmost Authentication-Results on a mail, and the domains that it says the mail is of.

    Further ones below it are not looked at: they may have come with the mail. Nobody vouches for a mail of two authors.
    """
    written = next((field.value for field in fields if field.key == "authentication-results"), b"")
    if not written or len(written) > _MOST or sum(field.key == "from" for field in fields) != 1:
        return Vouched()
    head, *results = _parts(written.decode("ascii", "replace")) or [[]]
    if not head or head[0] == "=":
        return Vouched()
    found = [_result(words) for words in results]
    denied = any(method == "dmarc" and outcome not in _BEARABLE for method, outcome, _ in found)
    passed = {domain for _, outcome, domain in found if outcome == "pass" and domain}
    return Vouched(head[0].strip('"').lower(), frozenset() if denied else frozenset(passed))


def _parts(text: str) -> list[list[str]]:
    """The words between the semicolons, comments left out; nothing where a comment or a quotation never ends."""
    parts: list[list[str]] = [[]]
    depth = 0
    for found in _WORD.finditer(text):
        word = found[0]
        if word == '"':
            return []
        if word in ("(", ")"):
            depth += 1 if word == "(" else -1
            if depth < 0:
                return []
        elif not depth and word == ";":
            parts.append([])
        elif not depth:
            parts[-1].append(word)
    return [] if depth else parts


_TOLD = {"dmarc": ("header.from",), "dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}
"""What of a mail each way of looking at it says to be true."""

_BEARABLE = ("pass", "none", "bestguesspass")
"""Outcomes of DMARC after which a signature or the envelope may still tell where a mail is from."""


def _result(words: Sequence[str]) -> tuple[str, str, str]:
    """One result: by which method, how it went, and for which domain."""
    pairs = dict(_pairs(words))
    method = next(iter(pairs), "").partition("/")[0]
    told = next((pairs[name] for name in _TOLD.get(method, ()) if name in pairs), "")
    return method, next(iter(pairs.values()), ""), told.rpartition("@")[2].rstrip(".")


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """`name=value` in order; of two with one name the first counts."""
    found = [
        (words[at - 1].lower(), words[at + 1].lower())
        for at in range(1, len(words) - 1)
        if words[at] == "=" and words[at - 1] != "=" and words[at + 1] != "="
    ]
    seen: set[str] = set()
    for name, value in found:
        if name not in seen:
            seen.add(name)
            yield name, value
