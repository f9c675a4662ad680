"""Passages that have only their words are given their place, or told why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.errors import SourceMismatch, TurtleComments
from mutugraph.operations.sources import PinRun, Reason, pin_passages
from mutugraph.questions.catalogue import Catalogue

Stated = Callable[[str], Catalogue]
FILE = "data/ttl/100/passages.ttl"


def written(catalogue: Catalogue) -> str:
    return (catalogue.workspace.root / FILE).read_text(encoding="utf-8")


def reasons(run: PinRun) -> dict[str, Reason]:
    return {one.passage.node.value.rpartition("/passage/")[2]: one.reason for one in run.open}


def test_words_that_stand_once_get_their_place_their_section_and_the_documents_typography(
    stated: Stated, text: str
) -> None:
    catalogue = stated('<100/passage/2/1> a mut:Passage ; mut:mots "l\'AUTRE  service" .')
    start = text.index("L’autre service")
    run = pin_passages(catalogue)
    assert (len(run.pinned), run.open) == (1, ())
    assert written(catalogue).endswith(
        f"""<100/passage/2/1>
    a mut:Passage ;
    mut:dansSection <100/section/2> ;
    mut:ligneDebut 6 ;
    mut:mots "L’autre service" ;
    mut:positionDebut {start} ;
    mut:positionFin {start + len("L’autre service")} ;
.
"""
    )


def test_words_over_cells_and_lines_keep_the_documents_tab_and_have_two_lines(
    stated: Stated,
) -> None:
    catalogue = stated('<100/passage/1/1> a mut:Passage ; mut:mots "effectifs Ville de Metz 36" .')
    assert [one.words for one in pin_passages(catalogue).pinned] == ["effectifs\nVille de Metz\t36"]
    assert "mut:ligneDebut 2 ;\n    mut:ligneFin 3 ;" in written(catalogue)


def test_words_that_stand_twice_are_placed_by_what_is_placed_in_their_section(
    stated: Stated,
) -> None:
    catalogue = stated(
        '<100/passage/1/1> a mut:Passage ; mut:mots "service commun" .\n'
        '<100/passage/2/1> a mut:Passage ; mut:mots "Les services" .\n'
        '<100/passage/2/2> a mut:Passage ; mut:mots "36 agents" .\n'
    )
    run = pin_passages(catalogue)
    places = {one.passage.node.value[-3:]: one.place.first_line for one in run.pinned}
    assert (places, run.open) == ({"1/1": 4, "2/1": 5, "2/2": 7}, ())


def test_words_that_nothing_tells_apart_are_left_with_their_places(stated: Stated) -> None:
    text = '<100/passage/1/1> a mut:Passage ; mut:mots "service commun" .'
    catalogue = stated(text)
    run = pin_passages(catalogue)
    assert reasons(run) == {"1/1": Reason.SEVERAL}
    assert [one.place.first_line for one in run.open[0].places] == [4, 6]
    assert written(catalogue).endswith(text)


def test_a_line_chooses(stated: Stated) -> None:
    catalogue = stated(
        '<100/passage/2/1> a mut:Passage ; mut:mots "service commun" ; mut:ligneDebut 6 .'
    )
    assert [one.place.first_line for one in pin_passages(catalogue).pinned] == [6]


def test_several_faults_are_told_at_once_and_what_can_be_placed_is(stated: Stated) -> None:
    long = " ".join("mot" for _ in range(11))
    catalogue = stated(
        '<100/passage/1/1> a mut:Passage ; mut:mots "36 agent" .\n'
        '<100/passage/1/2> a mut:Passage ; mut:mots "les services communs" .\n'
        f'<100/passage/1/3> a mut:Passage ; mut:mots "{long}" .\n'
        '<100/passage/9/4> a mut:Passage ; mut:mots "Le schéma" .\n'
        '<100/passage/1/5> a mut:Passage ; mut:mots " " .\n'
        '<100/passage/1/6> a mut:Passage ; mut:mots "Les effectifs" .\n'
    )
    run = pin_passages(catalogue)
    assert reasons(run) == {
        "1/1": Reason.CUT,
        "1/2": Reason.ABSENT,
        "1/3": Reason.LONG,
        "9/4": Reason.HOMELESS,
        "1/5": Reason.WORDLESS,
    }
    assert [one.words for one in run.pinned] == ["Les effectifs"]


def test_what_has_its_place_is_not_touched(stated: Stated) -> None:
    catalogue = stated(
        "<100/passage/1/1> a mut:Passage ; mut:dansSection <100/section/1> ; mut:ligneDebut 1 ;\n"
        '    mut:mots "schéma" ; mut:positionDebut 0 ; mut:positionFin 6 .'
    )
    before = written(catalogue)
    assert pin_passages(catalogue) == PinRun((), ())
    assert written(catalogue) == before


def test_a_file_with_comments_is_refused_before_anything_is_written(stated: Stated) -> None:
    catalogue = stated('<100/passage/2/1> a mut:Passage ; mut:mots "autre service" . # à voir\n')
    before = written(catalogue)
    with pytest.raises(TurtleComments):
        pin_passages(catalogue)
    assert written(catalogue) == before


def test_another_document_than_the_pinned_one_is_refused(stated: Stated, tmp_path: Path) -> None:
    catalogue = stated('<100/passage/2/1> a mut:Passage ; mut:mots "autre service" .')
    other = tmp_path / "autre.txt"
    other.write_text("autre service", encoding="utf-8")
    with pytest.raises(SourceMismatch):
        pin_passages(catalogue, other)
