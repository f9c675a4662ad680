from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.errors import DocumentMissing, UnknownName
from mutugraph.operations.sources import locate_words
from mutugraph.questions.catalogue import Catalogue

Stated = Callable[[str], Catalogue]
AROUND = """
<100/passage/1/1> a mut:Passage ; skos:prefLabel "§1, l. 2"@fr ; mut:dansSection <100/section/1> ;
    mut:mots "effectifs" ; mut:ligneDebut 2 ; mut:positionDebut 16 ; mut:positionFin 25 .
<100/passage/1/2> a mut:Passage ; skos:prefLabel "§1, l. 4"@fr ; mut:dansSection <100/section/1> ;
    mut:mots "commun" ; mut:ligneDebut 4 ; mut:positionDebut 61 ; mut:positionFin 67 .
"""


def test_words_are_shown_with_their_line_their_neighbours_and_the_part_they_are_in(
    stated: Stated,
) -> None:
    (found,) = locate_words(stated(AROUND), "36 AGENTS")
    assert [(s.place.first_line, s.words, s.part) for s in found.found] == [
        (3, "36 agents", "§1"),
        (7, "36 agents", None),
    ]
    assert found.found[0].before == "Ville de Metz\t"
    assert found.pinned


def test_words_that_are_nowhere_have_the_nearest(stated: Stated) -> None:
    (found,) = locate_words(stated(AROUND), "35 agents")
    assert found.found == ()
    assert found.near and found.nearest
    assert [(d.asked, d.printed) for d in found.near.differences] == [("35", "36")]


@pytest.mark.parametrize("name", ["document.txt", "document", "d", "le DOCUMENT"])
def test_a_document_is_named_by_its_file_its_address_or_its_label(
    stated: Stated, name: str
) -> None:
    (found,) = locate_words(stated(AROUND), "schéma", name)
    assert len(found.found) == 1


def test_a_file_of_which_the_graph_says_nothing_is_read_itself(
    stated: Stated, tmp_path: Path
) -> None:
    other = tmp_path / "autre.txt"
    other.write_text("tout autre chose", encoding="utf-8")
    (found,) = locate_words(stated(AROUND), "autre", str(other))
    assert (found.pinned, len(found.found)) == (False, 1)


def test_an_unknown_document_and_one_that_is_not_there_are_told(stated: Stated) -> None:
    catalogue = stated(AROUND)
    with pytest.raises(UnknownName) as caught:
        locate_words(catalogue, "schéma", "inconnu")
    assert caught.value.facts["nearest"] == ("d",)
    (catalogue.workspace.root / "source" / "document.txt").unlink()
    with pytest.raises(DocumentMissing):
        locate_words(catalogue, "schéma")
