"""A workbook of an older program: read, and told what is not in it; one to come is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mutugraph.errors import BookVersion
from mutugraph.messages import explain
from mutugraph.workbook.book import VERSION, Book
from mutugraph.workbook.known import Known
from mutugraph.workbook.names import Names
from mutugraph.workbook.plan import plans
from mutugraph.workbook.reading import read_book
from mutugraph.workbook.rows import Titles
from mutugraph.workbook.writing import WRITERS
from workbooks import METZ, Schemas

TITLES = Path(__file__).parent / f"titles-{VERSION}.txt"  # as `export` wrote them, a line a sheet


def now(known: Known) -> dict[str, set[str]]:
    every = plans(known, frozenset())
    return {p.name: {text for text, _ in Titles(p, known.namespaces).properties} for p in every}


def of_version() -> dict[str, list[str]]:
    lines = TITLES.read_text(encoding="utf-8").splitlines()
    return {name: rest.split(" ; ") for name, _, rest in (line.partition(" : ") for line in lines)}


def test_what_a_workbook_of_this_version_has_is_still_read(schemas: Schemas) -> None:
    """A title that is given up loses a column of everyone's: `VERSION` goes up, and the new title
    says what it was."""
    titles = now(schemas("", METZ, "2016-2020").known)
    lost = {
        (sheet, title)
        for sheet, every in of_version().items()
        for title in every
        if title not in titles.get(sheet, ())
    }
    assert lost == set()


@pytest.mark.parametrize("extension", WRITERS)
def test_an_older_workbook_changes_nothing_and_is_told_what_it_has_not(
    schemas: Schemas, tmp_path: Path, extension: str
) -> None:
    """The first program that wrote workbooks had no such columns."""
    schema = schemas("schema-des-deux-lacs", "900100010", "2016-2020")
    path = tmp_path / f"classeur{extension}"
    path.write_bytes(WRITERS[extension](older(schema.done.book)))
    result = schema.merged(read_book(path, confined=True).grids, remove=True)
    assert result.triples == schema.scope.triples
    (fault,) = result.read.faults
    assert (fault.code, fault.severity.value) == ("classeur_incomplet", "information")
    assert "la feuille « Adhésions »" in fault.message
    assert "dans « Services », « champ d'action »" in fault.message


def test_a_name_that_was_given_up_is_still_read(schemas: Schemas) -> None:
    """As is an abbreviation: what has a `skos:altLabel` is found by it, where no name is it."""
    known = schemas("", METZ, "2016-2020").known
    names = Names(known, {}, {})
    given_up = {text: nodes for text, nodes in known.by_other_text.items() if len(nodes) == 1}
    assert {"est informée", "est consultée"} <= given_up.keys()
    for text, (node,) in given_up.items():
        named = known.by_text.get(text, [node])
        if len(named) == 1:
            assert [names.find(text.upper(), None)] == named


def older(book: Book) -> Book:
    """A workbook as it was before some sheets and columns."""
    sheets = []
    for one in book.sheets:
        ranks = [n for n, column in enumerate(one.columns) if column.title != "champ d'action"]
        rows = tuple(tuple(row[n] for n in ranks) for row in one.rows)
        sheets.append(replace(one, columns=tuple(one.columns[n] for n in ranks), rows=rows))
    kept = tuple(one for one in sheets if one.name not in ("Adhésions", "Avis"))
    assert len(kept) == len(sheets) - 2
    return replace(book, sheets=kept)


@pytest.mark.parametrize("version", [str(VERSION + 1), "0", "", "1 bis"])
def test_a_version_to_come_is_refused_with_what_to_do(
    schemas: Schemas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    book = schemas("schema-sans-fiches", "900200027", "2017-2020").done.book
    monkeypatch.setattr("mutugraph.workbook.book.VERSION", version)
    told = Book.of(book.siren, book.edition, book.title, book.sheets, book.lists)
    monkeypatch.undo()
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(WRITERS[".xlsx"](told))
    with pytest.raises(BookVersion) as refused:
        read_book(path, confined=True)
    assert f"« {version} »" in explain(refused.value)
    assert "mutugraph export" in explain(refused.value)
