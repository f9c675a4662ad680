"""A curve of a few values, as places for SVG and as a PNG (W3C PNG) for word processors.

The picture holds no letters: the table beside it says each value.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

WIDTH, HEIGHT, MARGIN = 600, 220, 16
_INK, _PAPER, _RULE = 0x30, 0xFF, 0xB0
_DOT, _STROKE = 4, 1
Place = tuple[float, float]


def places(points: Sequence[tuple[int, Decimal]]) -> tuple[Place, ...]:
    """Where each value stands in the frame; the axis is nought, and the years are equal steps."""
    if not points:
        return ()
    first, span = points[0][0], max(points[-1][0] - points[0][0], 1)
    values = [Decimal(0), *(value for _, value in points)]
    low, high = min(values), max(values)
    scale = float(high - low) or 1.0
    across, down = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    return tuple(
        (
            round(MARGIN + across * (year - first) / span, 1),
            round(HEIGHT - MARGIN - down * float(value - low) / scale, 1),
        )
        for year, value in points
    )


def png(points: Sequence[tuple[int, Decimal]]) -> bytes:
    """The picture, in shades of grey; the same bytes each time."""
    canvas = [bytearray([_PAPER]) * WIDTH for _ in range(HEIGHT)]
    floor = float(HEIGHT - MARGIN)
    for place in _line((MARGIN, floor), (WIDTH - MARGIN, floor)):
        _mark(canvas, place, 0, _RULE)
    shown = places(points)
    for start, end in pairwise(shown):
        for place in _line(start, end):
            _mark(canvas, place, _STROKE, _INK)
    for place in shown:
        _mark(canvas, place, _DOT, _INK)
    rows = b"".join(b"\0" + bytes(row) for row in canvas)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def _line(start: Place, end: Place) -> Iterator[Place]:
    steps = int(max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1))
    for step in range(steps + 1):
        share = step / steps
        yield start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _mark(canvas: list[bytearray], place: Place, radius: int, shade: int) -> None:
    x, y = round(place[0]), round(place[1])
    for row in range(max(y - radius, 0), min(y + radius + 1, HEIGHT)):
        for column in range(max(x - radius, 0), min(x + radius + 1, WIDTH)):
            canvas[row][column] = shade
