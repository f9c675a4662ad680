"""A document is pinned once: its text, and the checksums of text and file."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from mutugraph.errors import DocumentKnown, DocumentUnreadable, NameAmbiguous, UnknownName
from mutugraph.operations.sources import add_document, locate_words
from mutugraph.questions.catalogue import Catalogue
from sources.office import odt

Stated = Callable[[str], Catalogue]
BODIES = """
<epci/100> a mut:EPCI ; skos:prefLabel "Première"@fr ; mut:siren "100" .
<epci/200> a mut:EPCI ; skos:prefLabel "Seconde"@fr ; mut:siren "200" .
<100/schema/1> a mut:Schema ; mut:epci <epci/100> ; skos:prefLabel "Schéma"@fr .
"""
OTHER = '<200/schema/1> a mut:Schema ; mut:epci <epci/200> ; skos:prefLabel "Schéma"@fr .\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Schéma 2021.odt"
    path.write_bytes(odt("<text:p>Le schéma</text:p>"))
    return path


def test_the_text_is_written_and_both_are_pinned(stated: Stated, file: Path) -> None:
    catalogue = stated(BODIES)
    day = datetime.date(2021, 6, 30)
    done = add_document(catalogue, file, title="Le schéma 2021", date=day)
    root = catalogue.workspace.root
    assert (done.fresh, done.undated, done.text) == (True, False, "source/schema-2021.txt")
    assert (root / done.text).read_text(encoding="utf-8") == "Le schéma\n"
    data = (root / "data/ttl/100/documents/schema-2021.ttl").read_text(encoding="utf-8")
    assert sha256(b"Le sch\xc3\xa9ma\n").hexdigest() in data
    assert sha256(file.read_bytes()).hexdigest() in data
    assert 'dct:date "2021-06-30"^^xsd:date' in data
    assert 'mut:luPar "mutugraph ' in data


def test_a_text_is_kept_to_the_byte(stated: Stated, tmp_path: Path) -> None:
    path = tmp_path / "acte.txt"
    path.write_bytes(b"\xef\xbb\xbfLe texte\r\n")
    catalogue = stated(BODIES)
    done = add_document(catalogue, path)
    assert (catalogue.workspace.root / done.text).read_bytes() == path.read_bytes()
    assert (done.reader, done.undated) == (None, True)


@pytest.mark.parametrize(("content", "lines"), [("une", 1), ("une\n", 1), ("une\n\ndeux", 3)])
def test_a_last_line_without_its_end_is_a_line(
    stated: Stated, tmp_path: Path, content: str, lines: int
) -> None:
    (path := tmp_path / "acte.txt").write_text(content, encoding="utf-8")
    assert add_document(stated(BODIES), path).lines == lines


def test_another_document_of_the_same_name_is_refused_and_nothing_is_lost(
    stated: Stated, file: Path
) -> None:
    catalogue = stated(BODIES)
    done = add_document(catalogue, file)
    before = (catalogue.workspace.root / done.text).read_bytes()
    file.write_bytes(odt("<text:p>Un autre</text:p>"))
    with pytest.raises(DocumentKnown):
        add_document(catalogue, file)
    assert (catalogue.workspace.root / done.text).read_bytes() == before


def test_a_document_that_is_pinned_already_is_left_as_it_is(
    stated: Stated, text: str, tmp_path: Path
) -> None:
    path = tmp_path / "d.txt"
    path.write_text(text, encoding="utf-8")
    catalogue = stated(BODIES)
    done = add_document(catalogue, path)
    assert not done.fresh
    assert not (catalogue.workspace.root / "data/ttl/100/documents").exists()


def test_the_epci_is_the_one_named_else_the_only_one(stated: Stated, file: Path) -> None:
    catalogue = stated(BODIES + OTHER)
    with pytest.raises(NameAmbiguous) as caught:
        add_document(catalogue, file)
    assert caught.value.facts["candidates"] == ("Première", "Seconde")
    with pytest.raises(UnknownName):
        add_document(catalogue, file, epci="Troisième")
    assert add_document(catalogue, file, epci="seconde").data.startswith("data/ttl/200/")


def test_an_empty_file_is_refused(stated: Stated, tmp_path: Path) -> None:
    path = tmp_path / "vide.txt"
    path.write_bytes(b" \n")
    with pytest.raises(DocumentUnreadable):
        add_document(stated(BODIES), path)
    assert not (tmp_path / "workspace/source/vide.txt").exists()


def test_the_file_it_comes_from_stands_for_the_text(stated: Stated, file: Path) -> None:
    catalogue = stated(BODIES)
    root = catalogue.workspace.root
    done = add_document(catalogue, file)
    (root / done.text).replace(root / "source" / "ailleurs.txt")
    (root / "source" / file.name).write_bytes(file.read_bytes())
    (found,) = locate_words(stated(BODIES), "schéma", file.name)
    assert (found.pinned, len(found.found)) == (True, 1)
