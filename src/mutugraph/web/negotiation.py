"""Chooses a representation by `Accept` (RFC 9110 §12.5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mutugraph.errors import QueryFormatUnknown

_LONGEST = 4096
# Other names of media types, for who names them: `*/*` does not.
_ALIASES: Mapping[str, str] = {
    "application/xhtml+xml": "text/html",
    "text/n3": "text/turtle",
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
    "text/plain": "application/n-triples",
}


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


def negotiated(accept: str | None, offered: Sequence[str], known: Sequence[str] = ()) -> str:
    """What `choose` does. Raises `QueryFormatUnknown`, which says what is `known`."""
    chosen = choose(accept, offered)
    if chosen is None:
        raise QueryFormatUnknown(format=accept, known=tuple(known or offered))
    return chosen


def led_to(accept: str | None, offered: Mapping[str, str], known: Sequence[str] = ()) -> str:
    """Of what is `offered` by media type, the one that `negotiated` chooses, by any of its names.

    Raises `QueryFormatUnknown`.
    """
    asked = (accept or "").lower()
    named = {n: offered[m] for n, m in _ALIASES.items() if n in asked and m in offered}
    every = {**offered, **named}
    return every[negotiated(accept, tuple(every), known or tuple(offered))]


def quality(accept: str, media: str) -> float:
    """How much a client wants a media type, from 0 to 1; what names it most precisely decides."""
    ranges = _ranges(accept)
    return _quality(ranges, media) if ranges else 0.0


def _quality(ranges: Sequence[Range], media: str) -> float:
    """The quality that the most precise range gives."""
    found = max(ranges, key=lambda r: (r.matches(media), r.quality))
    return found.quality if found.matches(media) else 0.0


def weighed(header: str) -> Iterator[tuple[str, float]]:
    """What a client names and how much it wants it, from 0 to 1 (RFC 9110 §12.4.2)."""
    for part in header[:_LONGEST].lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        pairs = (parameter.partition("=") for parameter in parameters)
        given = next((value.strip() for n, _, value in pairs if n.strip() == "q"), "1")
        try:
            yield name, min(max(float(given), 0.0), 1.0)
        except ValueError:
            yield name, 0.0


def _ranges(accept: str) -> list[Range]:
    found = []
    for name, weight in weighed(accept):
        type_, slash, subtype = name.partition("/")
        if slash and type_ and subtype:
            found.append(Range(type_, subtype, weight))
    return found
