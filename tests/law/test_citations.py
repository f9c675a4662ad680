"""Every article and law that the document prints is named by the graph, at its line."""

from __future__ import annotations

import re
from pathlib import Path

from mutugraph.law.rows import text
from mutugraph.questions.catalogue import Catalogue

# the longest number first: L5211-39-1 is not L5211-39, L. 5211-4-2 is not L. 5211-4
ARTICLE = re.compile(r"\b[LRD]\.?\s?(?P<number>\d{4}(?:-\d+)*)\b")
LAW = re.compile(r"\b(?P<number>(?:84-53|20\d\d-\d{2,4}))\b(?! ?habitants)")
NAMED = """
SELECT ?label ?line WHERE {
  { ?m mut:mentionne ?text } UNION { ?m mut:vise ?text }
  ?m mut:etabliPar/mut:ligneDebut ?line . ?text skos:prefLabel ?label .
}
"""


def test_each_printed_article_is_a_mention_at_its_line(catalogue: Catalogue, shared: Path) -> None:
    (source,) = (shared / "source").glob("*.txt")
    lines = source.read_text(encoding="utf-8").split("\n")
    table = catalogue.engine.query(NAMED)
    named = {(text(row, "label"), int(text(row, "line"))) for row in table.dicts()}  # type: ignore[union-attr]
    printed = {
        (f"CGCT L{found['number']}", number)
        for number, line in enumerate(lines, 1)
        for found in ARTICLE.finditer(line)
    }
    assert len(printed) == 6  # l. 75, 185, 200, 245, 252, 260
    assert printed <= named


def test_each_law_printed_with_its_number_is_a_mention_at_its_line(
    catalogue: Catalogue, shared: Path
) -> None:
    (source,) = (shared / "source").glob("*.txt")
    lines = source.read_text(encoding="utf-8").split("\n")
    table = catalogue.engine.query(NAMED)
    named = {(text(row, "label"), int(text(row, "line"))) for row in table.dicts()}  # type: ignore[union-attr]
    printed = {
        (f"loi {found['number']}", number)
        for number, line in enumerate(lines, 1)
        if "loi n°" in line
        for found in LAW.finditer(line)
    }
    assert len(printed) == 4  # l. 77, 79, 81, 250
    assert printed <= named
