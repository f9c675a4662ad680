"""Which content coding a client wants (RFC 9110 §12.5.3): gzip, or none."""

from __future__ import annotations

import gzip
from functools import lru_cache

from mutugraph.web.negotiation import weighed

COMPRESSED_FROM = 1024
GZIP = "gzip"
_LEVEL = 5
_LONGEST = 256  # of a header that is remembered
_PLAIN = "identity"
_NAMES = {"gzip": GZIP, "x-gzip": GZIP, _PLAIN: _PLAIN, "*": "*"}
# what is compressed already
_PACKED = ("image/", "font/", "application/gzip", "application/zip", "application/vnd.")


def wants_gzip(accept: str, size: int | None = None) -> bool:
    """Whether an answer is to be sent in gzip; `size` is its length, where it is known.

    A client that refuses both has the plain bytes.
    """
    plain, zipped, preferred = _wishes(accept)
    if not plain and zipped is not False:
        return True
    return bool(zipped) and preferred and (size is None or size >= COMPRESSED_FROM)


def _wishes(accept: str) -> tuple[bool, bool | None, bool]:
    return _read(accept) if len(accept) <= _LONGEST else _read.__wrapped__(accept)


@lru_cache(maxsize=512)
def _read(accept: str) -> tuple[bool, bool | None, bool]:
    """Whether plain bytes will do, whether gzip will (None: not said), whether it is preferred."""
    given = {_NAMES[name]: q for name, q in weighed(accept) if name in _NAMES}
    plain = given.get(_PLAIN, 0.0 if given.get("*") == 0 else 1.0)
    zipped = given.get(GZIP, given.get("*"))
    preferred = _PLAIN not in given or (zipped or 0.0) >= plain
    return plain > 0, None if zipped is None else zipped > 0, preferred


def packs(media: str) -> bool:
    """Whether gzip makes anything shorter of such content."""
    return not media.startswith(_PACKED) or media == "image/svg+xml"


def packed(body: bytes) -> bytes:
    """The bytes in gzip (RFC 1952), always the same."""
    return gzip.compress(body, _LEVEL, mtime=0)
