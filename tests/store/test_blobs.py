"""Contents as the store keeps them: small where that pays, and the same whoever compressed them."""

import random
import zlib

import pytest

from supportdesk.store.blobs import packed, unpacked

DENSE = random.Random(7).randbytes(200_000)
CONTENTS = {"nothing": b"", "a word": b"hello", "a letter": b"From: a\n\nDear all\n" * 500, "a picture": DENSE}


@pytest.mark.parametrize("name", CONTENTS)
def test_what_is_packed_comes_back_and_is_what_python_itself_would_read(name: str) -> None:
    held = packed(CONTENTS[name])
    assert unpacked(held.data) == zlib.decompress(held.data) == CONTENTS[name]
    assert held.size == len(CONTENTS[name])


@pytest.mark.parametrize("level", [0, 1, 9])
def test_what_python_itself_packed_is_read_too(level: int) -> None:
    assert unpacked(zlib.compress(CONTENTS["a letter"], level)) == CONTENTS["a letter"]


def test_letters_shrink_and_pictures_hardly_grow() -> None:
    assert len(packed(CONTENTS["a letter"]).data) < len(CONTENTS["a letter"]) / 10
    assert len(packed(DENSE).data) < len(DENSE) * 1.001
