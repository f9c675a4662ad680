"""A place of a document as people are shown it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mutugraph.sources.documents import SourceFile
from mutugraph.sources.passages import Passage
from mutugraph.sources.placing import cited_at
from mutugraph.sources.text import Place

AROUND = 40


@dataclass(frozen=True, slots=True)
class Sighting:
    """Words at a place, what stands around them on their lines, the part of the document."""

    place: Place
    words: str
    before: str
    after: str
    part: str | None


def sighting(file: SourceFile, every: Sequence[Passage], place: Place) -> Sighting:
    """What is shown of a place; `every` are the passages of the document."""
    before, after = file.text.around(place, AROUND)
    return Sighting(place, file.text.at(place), before, after, cited_at(every, place))
