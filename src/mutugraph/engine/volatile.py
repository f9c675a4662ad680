"""Whether the answer of a query may differ from one run to the next on the same data."""

from __future__ import annotations

import re

# SPARQL 1.1 §17.4; a word of the same spelling elsewhere only costs a place in the cache
_WORDS = ("NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE")
_CHANGING = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)


def is_volatile(query: str) -> bool:
    """True for a query that asks the clock, chance, or another server."""
    upper = query.upper() if query.isascii() else ""
    if upper and not any(word in upper for word in _WORDS):
        return False  # a tenth of the time of the search, for most queries
    return _CHANGING.search(query) is not None
