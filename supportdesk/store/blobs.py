"""Contents of files as the store keeps them: known by their SHA-256, compressed as zlib does (RFC 1950)."""

import hashlib
import zlib
from collections.abc import Callable
from functools import cache

from supportdesk.domain.shape import Content

SAMPLE = 4096
"""Bytes of a large content by which it is told whether it is dense already, as pictures and archives are."""


def packed(content: bytes) -> Content:
    """Content as it is stored: compressed where that makes it smaller."""
    data = zlib.compress(content, 0) if _is_dense(content) else _compressor()(content, 1)
    return Content(hashlib.sha256(content).hexdigest(), len(content), data)


def unpacked(data: bytes) -> bytes:
    """The content that `packed` made; zlib.error for data that it never made."""
    return zlib.decompress(data)


def _is_dense(content: bytes) -> bool:
    """Whether compressing would cost time and save nothing: a piece from the middle of it gets no smaller."""
    if len(content) < 4 * SAMPLE:
        return False
    middle = len(content) // 2
    return len(_compressor()(content[middle : middle + SAMPLE], 1)) > 0.97 * SAMPLE


@cache
def _compressor() -> Callable[[bytes, int], bytes]:
    """ISA-L's, which makes data of the same kind and size in a fifth of the time, or Python's own where it is not."""
    try:
        from isal.isal_zlib import compress
    except ImportError:
        return zlib.compress
    return compress
