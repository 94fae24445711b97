"""Making a screenshot small: fewer colours, one byte for each pixel, the best compression.

The pages have few colours and much white; 256 of them are enough, and nothing but the standard
library is needed.
"""

import struct
import zlib
from collections import Counter

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = 256
_PIXEL = 3


def reduced(picture: bytes) -> bytes:
    """The same picture, an 8-bit RGB or RGBA one without interlacing, with a palette."""
    width, height, pixels = _pixels(picture)
    counted = Counter(pixels)
    palette = [colour for colour, _ in counted.most_common(_COLOURS)]
    index = {colour: number for number, colour in enumerate(palette)}
    for colour in counted:
        if colour not in index:
            index[colour] = _nearest(colour, palette)
    rows = b"".join(
        b"\0" + bytes(index[pixel] for pixel in pixels[y * width : (y + 1) * width])
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(rows, 9)))
    return _SIGNATURE + b"".join(_chunk(k, v) for k, v in (*chunks, (b"IEND", b"")))


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    distances = [sum((a - b) ** 2 for a, b in zip(colour, other, strict=True)) for other in palette]
    return distances.index(min(distances))


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checked


def _pixels(picture: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height, and the colour of each pixel, line by line."""
    content, width, height, channels, at = b"", 0, 0, 0, len(_SIGNATURE)
    while at < len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        kind, start = picture[at + 4 : at + 8], at + 8
        if kind == b"IHDR":
            width, height, depth, colours = struct.unpack_from(">IIBB", picture, start)
            if depth != 8 or colours not in (2, 6):
                raise ValueError(f"a PNG of {depth} bits and colour type {colours}")
            channels = _PIXEL if colours == 2 else _PIXEL + 1
        elif kind == b"IDAT":
            content += picture[start : start + length]
        at = start + length + 4
    lines = _unfiltered(zlib.decompress(content), width * channels, channels)
    return width, height, [
        bytes(line[x : x + _PIXEL])
        for line in lines
        for x in range(0, width * channels, channels)
    ]  # fmt: skip


def _unfiltered(raw: bytes, length: int, channels: int) -> list[bytearray]:
    """The lines of the picture; in a PNG each is written as the difference to its neighbours."""
    lines: list[bytearray] = []
    above = bytearray(length)
    for start in range(0, len(raw), length + 1):
        filtered, line = raw[start], bytearray(raw[start + 1 : start + 1 + length])
        for x in range(length if filtered else 0):
            left = line[x - channels] if x >= channels else 0
            corner = above[x - channels] if x >= channels else 0
            line[x] = (line[x] + _predicted(filtered, left, above[x], corner)) & 255
        lines.append(line)
        above = line
    return lines


def _predicted(filtered: int, left: int, above: int, corner: int) -> int:
    match filtered:
        case 1:
            return left
        case 2:
            return above
        case 3:
            return (left + above) // 2
        case _:
            guess = left + above - corner
            return min((left, above, corner), key=lambda value: abs(guess - value))
