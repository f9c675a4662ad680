"""Chooses a representation by `Accept` (RFC 9110 §12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an `Accept`, with its quality from 0 to 1."""

    type: str
    subtype: str
    quality: float

    def matches(self, media: str) -> int:
        """How precisely it names a media type: 0 not at all, 1 `*/*`, 2 `text/*`, 3 exactly."""
        type_, _, subtype = media.partition("/")
        if (self.type, self.subtype) == (type_, subtype):
            return 3
        if self.type == type_ and self.subtype == "*":
            return 2
        return 1 if (self.type, self.subtype) == ("*", "*") else 0


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered media type that the client prefers, of equals the first; None if none will do.

    A missing or unreadable `Accept` takes the first.
    """
    ranges = _ranges(accept or "*/*")
    if not ranges:
        return offered[0] if offered else None
    best = max(offered, key=lambda media: _quality(ranges, media), default=None)
    return best if best is not None and _quality(ranges, best) > 0 else None


def quality(accept: str, media: str) -> float:
    """How much a client wants a media type, from 0 to 1; what names it most precisely decides."""
    ranges = _ranges(accept)
    return _quality(ranges, media) if ranges else 0.0


def _quality(ranges: Sequence[Range], media: str) -> float:
    """The quality that the most precise range gives."""
    found = max(ranges, key=lambda r: (r.matches(media), r.quality))
    return found.quality if found.matches(media) else 0.0


def _ranges(accept: str) -> list[Range]:
    found = []
    for part in accept[:_LONGEST].split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        type_, slash, subtype = media.lower().partition("/")
        if slash and type_ and subtype:
            found.append(Range(type_, subtype, _parameter_q(parameters)))
    return found


def _parameter_q(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
