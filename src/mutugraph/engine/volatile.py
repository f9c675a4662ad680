"""Whether the answer of a query may differ from one run to the next on the same data."""

from __future__ import annotations

import re

# SPARQL 1.1 §17.4: a call, whatever stands before it, for `ORDER BYRAND()` is one; a word of the
# same spelling elsewhere, and an escape that could be one, only cost a place in the cache
_WORDS = ("NOW", "RAND", "UUID", "BNODE", "SERVICE", "\\U")
_CHANGING = re.compile(
    r"(?:NOW|RAND|UUID|BNODE)(?:\s|#[^\n\r]*[\n\r])*\(|SERVICE|\\u", re.IGNORECASE
)


def is_volatile(query: str) -> bool:
    """True for a query that asks the clock, chance, or another server."""
    upper = query.upper() if query.isascii() else ""
    if upper and not any(word in upper for word in _WORDS):
        return False  # a tenth of the time of the search, for most queries
    return _CHANGING.search(query) is not None
