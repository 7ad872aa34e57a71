"""Small files to hang on demo messages: real ones of their kind, so that whatever opens them is content."""

import struct
import zlib
from functools import cache

TYPES = {
    "png": "image/png",
    "gif": "image/gif",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "eml": "message/rfc822",
}


def media_type(name: str) -> str:
    """The type of a file by its name's ending."""
    return TYPES.get(name.rpartition(".")[2], "application/octet-stream")


@cache
def content(name: str, shade: int) -> bytes:
    """A file of the kind that its name says; `shade` (0 to 15) tells one from another."""
    match name.rpartition(".")[2]:
        case "png":
            return _png(shade * 16)
        case "gif":
            return _gif(shade * 16)
        case "pdf":
            return _pdf(f"Document {shade + 1}")
        case "eml":
            return _mail(shade)
        case _:
            return _log(shade)


def _png(shade: int) -> bytes:
    rows = b"".join(b"\x00" + bytes([shade, (shade + 5 * y) % 256, 200]) * 32 for y in range(32))
    header = struct.pack(">IIBBBBB", 32, 32, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _gif(shade: int) -> bytes:
    colours = bytes([shade, shade, shade, 255, 255, 255])
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + colours + b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"


def _pdf(line: str) -> bytes:
    drawn = f"BT /F1 18 Tf 72 720 Td ({line}) Tj ET"
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    text, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(text))
        text += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(parts) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def _mail(shade: int) -> bytes:
    return (
        f"From: Polyana <no-reply@polyana-secure.example>\r\nTo: customer{shade}@mail.example\r\n"
        "Subject: Your Polyana account will be suspended\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
        "Dear customer,\r\n\r\nplease confirm your card within 24 hours: https://polyana-secure.example/confirm\r\n"
    ).encode()


def _log(shade: int) -> bytes:
    events = ("wifi: associated", "dhcp: lease renewed", "rule: started", "rule: skipped", "radio: retry", "radio: ok")
    lines = (f"03:{shade:02}:{second:02} {events[(second * 7 + shade) % len(events)]}\n" for second in range(60))
    return "".join(lines).encode()
