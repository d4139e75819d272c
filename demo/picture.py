"""A small picture to send in a story: a real PNG, so that whoever opens it sees one."""

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def screen(width: int = 320, height: int = 180) -> bytes:
    """A window with an empty table in it, as a screenshot would show it."""
    rows = b"".join(b"\x00" + b"".join(_pixel(x, y, width, height) for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return _SIGNATURE + b"".join(parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _pixel(x: int, y: int, width: int, height: int) -> bytes:
    if y < height // 8:
        return bytes((31, 78, 95))
    if y % 24 == 0 or x % (width // 4) == 0 or x == width - 1 or y == height - 1:
        return bytes((198, 208, 213))
    return bytes((244, 247, 248)) if (y // 24) % 2 else bytes((255, 255, 255))
