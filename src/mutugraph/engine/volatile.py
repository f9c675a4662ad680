"""Whether the answer of a query may differ from one run to the next on the same data."""

from __future__ import annotations

import re

# SPARQL 1.1 §17.4; a word of the same spelling elsewhere only costs a place in the cache
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE|SERVICE)\b", re.IGNORECASE)


def is_volatile(query: str) -> bool:
    """True for a query that asks the clock, chance, or another server."""
    return _CHANGING.search(query) is not None
