"""Slugs and the IRIs made of them: the only place where text becomes an IRI."""

from __future__ import annotations

import re
import unicodedata

from pyoxigraph import NamedNode

from mutugraph.errors import IriInvalid
from mutugraph.namespaces import Namespaces
from mutugraph.typography import keyboard

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_SEPARATORS = re.compile(r"['/\s-]+")
_OTHER = re.compile(r"[^a-z0-9-]")
_PATH = re.compile(r"[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*\Z")


def slug(text: str) -> str:
    """The slug of a French label: `Saint-Julien-lès-Metz` gives `saint-julien-les-metz`.

    Lower case, accents removed, hyphens, apostrophes, `/` and spaces of any kind to `-`,
    `[a-z0-9-]` only. Raises `IriInvalid` where nothing is left.
    """
    lowered = keyboard(text).lower().translate(_LIGATURES)
    decomposed = unicodedata.normalize("NFD", lowered)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    dashed = _OTHER.sub("", _SEPARATORS.sub("-", bare))
    made = re.sub(r"-{2,}", "-", dashed).strip("-")
    if not made:
        raise IriInvalid(text=text)
    return made


def mint(namespaces: Namespaces, *segments: str) -> NamedNode:
    """The entity at `/id/` and these segments, each a slug or a number already.

    Raises `IriInvalid` where a segment is empty or has a character that no identifier has.
    """
    path = "/".join(segments)
    if not _PATH.match(path) or not all(s.strip(".") for s in path.split("/")):
        raise IriInvalid(text=path)
    return namespaces.id(path)


def iri(text: str) -> NamedNode:
    """An absolute IRI given by a user. Raises `IriInvalid` (RFC 3987)."""
    try:
        return NamedNode(text)
    except ValueError as error:
        raise IriInvalid(text=text) from error
