"""Turtle files: read with the place of every fault, written in one canonical layout."""

from mutugraph.turtle.reading import Document, parse_text, read
from mutugraph.turtle.rewriting import format_text
from mutugraph.turtle.together import Together
from mutugraph.turtle.tokens import Places
from mutugraph.turtle.writing import Entangled, canonical

__all__ = [
    "Document",
    "Entangled",
    "Places",
    "Together",
    "canonical",
    "format_text",
    "parse_text",
    "read",
]
