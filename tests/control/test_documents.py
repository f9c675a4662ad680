from __future__ import annotations

import re

from documents import ROOT, documents
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue


def test_the_pages_of_the_rules_and_the_table_of_discrepancies_are_fresh(
    catalogue: Catalogue,
) -> None:
    written = {
        path: (ROOT / "docs" / path).read_text(encoding="utf-8") for path, _ in documents(catalogue)
    }
    assert [path for path, text in documents(catalogue) if written[path] != text] == []
    known = {path for path, _ in documents(catalogue)}
    pages = {f"regles/{p.name}" for p in (ROOT / "docs" / "regles").glob("*.md")}
    assert pages <= known


def test_the_document_has_more_than_eighty_distinct_discrepancies(catalogue: Catalogue) -> None:
    table = dict(documents(catalogue))["incoherences.md"]
    assert table.count("\n| MUT") > 80


def test_a_number_that_was_computed_is_told_with_its_decimal_comma(catalogue: Catalogue) -> None:
    answered = ask(catalogue, "incoherences-source")
    names = [column.name for column in answered.question.columns]
    told = [str(row[names.index(name)]) for row in answered.rows for name in ("lu", "calcule")]
    assert any(re.fullmatch(r"\d+,\d+", text) for text in told)
    assert [text for text in told if re.fullmatch(r"-?\d+\.\d+", text)] == []
