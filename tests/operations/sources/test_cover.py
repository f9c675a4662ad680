from __future__ import annotations

from collections.abc import Callable

from mutugraph.operations.sources import cover_documents
from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.recognition import Nature

Stated = Callable[[str], Catalogue]


def test_a_document_is_covered_by_its_own_passages_and_names_are_those_it_prints(
    stated: Stated,
) -> None:
    catalogue = stated(
        "<100/passage/1/1> a mut:Passage ; mut:dansSection <100/section/1> ; mut:ligneDebut 3 ;\n"
        '    mut:mots "Ville de Metz" ; mut:positionDebut 26 ; mut:positionFin 39 .\n'
        '<commune/1> a mut:Commune ; skos:prefLabel "Ville de Metz"@fr ;\n'
        "    mut:etabliPar <100/passage/1/1> .\n"
        '<commune/2> a mut:Commune ; skos:prefLabel "Services"@fr .\n'
    )
    (found,) = cover_documents(catalogue)
    left = [(one.nature, one.place.first_line) for one in found.coverage.left]
    assert found.pinned
    assert (found.coverage.covered[Nature.NAME], found.coverage.total[Nature.NAME]) == (1, 2)
    assert left[:3] == [(Nature.STAFF, 3), (Nature.STAFF, 7), (Nature.NAME, 7)]
