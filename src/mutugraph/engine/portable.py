"""What another engine must be told beside the query: the prefixes that the local one knows.

The text itself is never edited: what must be said so that every engine understands it alike is
written so in the files of queries. (Virtuoso 7 reads `COALESCE(?a < ?b, true)` as false where a
variable is not bound; they say `!BOUND(?a) || !BOUND(?b) || ?a < ?b`.)
"""

from __future__ import annotations

import re

from mutugraph.engine.tokens import tokens
from mutugraph.namespaces import Namespaces

_PREFIXED = re.compile(r"([A-Za-z][\w.-]*):")


def portable(text: str, namespaces: Namespaces) -> str:
    """The query after the declarations that it lacks, on its first line: its lines keep numbers."""
    used: set[str] = set()
    known: set[str] = set()
    previous = ""
    for token in tokens(text):
        if token.kind == "word" and (found := _PREFIXED.match(token.text)):
            (known if previous == "PREFIX" else used).add(found[1])
        previous = token.text.upper()
    missing = sorted((used - known) & set(namespaces.prefixes))
    return "".join(f"PREFIX {p}: <{namespaces.prefixes[p]}> " for p in missing) + text
