"""The graph tells the document in its own words: no more than a few in a row are the document's."""

from __future__ import annotations

import re
from pathlib import Path

from mutugraph.engine.answers import Table
from mutugraph.questions.catalogue import Catalogue

QUOTED = 10  # words of the document in a row that the graph may repeat (docs/model.md §6)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# titles of the document, of its parts and of texts are names, not wording
_LABELS = """
PREFIX mut: <{mut}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?label WHERE {{
  ?fact mut:etabliPar ?passage ; skos:prefLabel|mut:lu|mut:constat ?label .
  FILTER NOT EXISTS {{
    ?fact a ?named
    FILTER(?named IN (
      mut:Section, mut:Document, mut:TexteJuridique, mut:Disposition, mut:Acte, mut:Visa
    ))
  }}
}}
"""


def test_facts_are_in_our_words(catalogue: Catalogue, shared: Path) -> None:
    source = next((shared / "source").glob("*.txt")).read_text(encoding="utf-8")
    printed = _words(source)
    runs = {tuple(printed[i : i + QUOTED + 1]) for i in range(len(printed) - QUOTED)}
    answer = catalogue.engine.query(_LABELS.format(mut=catalogue.workspace.namespaces["mut"].iri))
    assert isinstance(answer, Table)
    labels = [str(getattr(row[0], "value", "")) for row in answer.rows]
    assert labels
    assert [label for label in labels if not runs.isdisjoint(_runs(label))] == []


def _runs(text: str) -> list[tuple[str, ...]]:
    words = _words(text)
    return [tuple(words[i : i + QUOTED + 1]) for i in range(len(words) - QUOTED)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'").replace("/", " "))
