"""Counts the labels that the words quoted for them prove."""

from __future__ import annotations

from dataclasses import dataclass

from mutugraph.control.quality import read_quality_rules
from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.documents import text_of


@dataclass(frozen=True, slots=True)
class Proved:
    """How many entities have a label and a passage, and how many of them a rule points at."""

    total: int
    unproved: int


def count_proved(catalogue: Catalogue) -> Proved:
    """What the rules that compare a label with its words (`preuve: true`) leave.

    Raises `HeaderInvalid`, `SeveritiesInvalid`, and the errors of the engine.
    """
    (row,) = catalogue.internal("libelles-cites").dicts()
    pointed: set[object] = set()
    for quality in read_quality_rules(catalogue.workspace):
        if quality.file.header.get("preuve"):
            answer = catalogue.answer(quality.file.text, quality.file.path)
            pointed |= {found["sujet"] for found in answer.dicts()}
    return Proved(int(text_of(row["nombre"]) or 0), len(pointed))
