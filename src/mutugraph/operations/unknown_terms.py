"""The terms of the ontology that a query names and that do not exist, each with the nearest.

Such a query is valid and answers nothing, which says nothing: whoever wrote it must be told.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from pyoxigraph import NamedNode

from mutugraph.engine.tokens import tokens
from mutugraph.messages import message
from mutugraph.namespaces import OWN_PREFIX
from mutugraph.questions.catalogue import Catalogue

_DECLARED = re.compile(r"\bPREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_NAME = re.compile(r"([\w-]*):([\w-]+)\Z")
_ALIKE = 0.6
_WORD = "word"


def unknown_terms(catalogue: Catalogue, query: str) -> list[str]:
    """A sentence for each, in their order; none where the query names no term of the ontology."""
    own = catalogue.workspace.namespaces.prefixes[OWN_PREFIX]
    named = list(dict.fromkeys(_named(query, own)))
    if not named:
        return []
    rows = catalogue.internal("editeur-termes").rows
    terms = (row[0].value for row in rows if isinstance(row[0], NamedNode))
    known = {term.removeprefix(own) for term in terms if term.startswith(own)}
    return [_told(local, known) for local in named if local not in known]


def _named(query: str, own: str) -> Iterator[str]:
    """The local names of the terms of the ontology, outside strings, addresses and comments."""
    declared = {OWN_PREFIX: own} | {m[1]: m[2] for m in _DECLARED.finditer(query)}
    for token in tokens(query):
        found = _NAME.match(token.text) if token.kind == _WORD else None
        if found and declared.get(found[1]) == own:
            yield found[2]


def _told(local: str, known: set[str]) -> str:
    folded = {name.lower(): name for name in sorted(known)}
    near = difflib.get_close_matches(local.lower(), folded, 1, cutoff=_ALIKE)
    term = f"{OWN_PREFIX}:{local}"
    if not near:
        return message("terme_absent", terme=term)
    return message("terme_absent_proche", terme=term, proche=f"{OWN_PREFIX}:{folded[near[0]]}")
