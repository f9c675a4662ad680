"""What XML 1.0 cannot write, and pyoxigraph writes all the same: so that no answer is unreadable.

A character outside `Char` (§2.2), and a property whose IRI does not end with an `NCName`, which
RDF/XML needs for its element (RDF 1.1 XML Syntax §5.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import Triple

from mutugraph.errors import FormatUnable

NAMES = ("xml", "rdfxml")
_TAIL = 2  # bytes of the longest such character, but its last
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_NAMED = re.compile(r"[^\W\d][\w.-]*\Z")


class XmlCharacters:
    """Looks through what is written, in parts."""

    def __init__(self, format: str) -> None:
        self._format = format
        self._tail = b""

    def see(self, content: bytes) -> None:
        """Takes some bytes of UTF-8. Raises `FormatUnable`."""
        if _FORBIDDEN.search(self._tail + content):
            raise FormatUnable(format=self._format, detail="caractere_xml")
        self._tail = content[-_TAIL:]


def refuse_unnamed(triples: Iterable[Triple]) -> None:
    """Raises `FormatUnable` where a property cannot be an element of RDF/XML."""
    for predicate in {triple.predicate.value for triple in triples}:
        if not _NAMED.search(predicate):
            raise FormatUnable(format="rdfxml", detail="propriete_xml")
