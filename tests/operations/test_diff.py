from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mutugraph.errors import BaseUnknown
from mutugraph.operations.diff import Kind, diff
from mutugraph.pages.reports.difference import DIFF_FORMATS, as_text
from mutugraph.workspace import Workspace

FIXTURE = Path(__file__).parent.parent / "fixtures" / "schema-fictif"
PAIE = "900000001/fiches/fiche-paie.ttl"


@pytest.fixture
def after(tmp_path: Path) -> Path:
    copy = tmp_path / "after"
    shutil.copytree(FIXTURE, copy)
    return copy


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_nothing_changes_from_a_base_to_itself(repository: Workspace, after: Path) -> None:
    found = diff(repository, str(FIXTURE), str(after), impact=True)
    assert (found.entities, found.answers) == ((), ())


def test_a_moved_file_reordered_triples_and_renamed_blank_nodes_are_no_change(
    repository: Workspace, after: Path, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    shutil.copytree(FIXTURE, before)
    for folder, name in ((before, "a"), (after, "b")):
        text = f"<https://example.org/x> <https://example.org/p> _:{name} .\n"
        text += f'_:{name} <https://example.org/q> "1" .\n'
        (folder / "noeuds.ttl").write_text(text, encoding="utf-8")
    (after / "organisations.ttl").rename(after / "collectivites.ttl")
    _edit(
        after / PAIE,
        '    mut:rang "1" ;\n    mut:rubrique <rubrique/ressources> ;',
        '    mut:rubrique <rubrique/ressources> ;\n    mut:rang "1" ;',
    )
    assert len(diff(repository, str(before), str(after))) == 0


def test_a_change_at_one_blank_node_is_told_of_no_other(
    repository: Workspace, after: Path, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    shutil.copytree(FIXTURE, before)
    for folder, values in ((before, "123"), (after, "023")):
        lines = (
            f'<urn:x{rank}> <urn:p> [ <urn:q> "{value}" ] .' for rank, value in enumerate(values)
        )
        (folder / "noeuds.ttl").write_text("\n".join(lines), encoding="utf-8")
    told = as_text(diff(repository, str(before), str(after))).decode()
    assert "x0" in told
    assert "x1" not in told
    assert "x2" not in told


def test_two_blank_nodes_that_say_the_same_are_two(
    repository: Workspace, after: Path, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    shutil.copytree(FIXTURE, before)
    one = '<https://example.org/x> <https://example.org/p> [ <https://example.org/q> "1" ] .\n'
    (before / "noeuds.ttl").write_text(one, encoding="utf-8")
    (after / "noeuds.ttl").write_text(one * 2, encoding="utf-8")
    assert len(diff(repository, str(before), str(after))) > 0


@pytest.mark.parametrize(
    ("sides", "same"),
    [
        (
            ('_:a <urn:p> _:a, "in _:a", "_:a _:b" .', '_:b <urn:p> _:b, "in _:a", "_:a _:b" .'),
            True,
        ),
        (('_:a <urn:p> _:a ; <urn:q> "in _:a" .', '_:b <urn:p> _:b ; <urn:q> "in _:b" .'), False),
        (("_:a <urn:p> _:a .", "_:a <urn:p> <urn:x> ."), False),
        (("_:a <urn:p> _:a .", "_:a <urn:p> _:b ."), False),
        (("_:a <urn:p> <urn:x> .", "<urn:x> <urn:p> _:a ."), False),
    ],
)
def test_a_blank_node_is_its_place_and_not_its_name(
    repository: Workspace, after: Path, tmp_path: Path, sides: tuple[str, str], same: bool
) -> None:
    before = tmp_path / "before"
    shutil.copytree(FIXTURE, before)
    (before / "noeuds.ttl").write_text(sides[0], encoding="utf-8")
    (after / "noeuds.ttl").write_text(sides[1], encoding="utf-8")
    assert (len(diff(repository, str(before), str(after))) == 0) == same


def test_a_number_is_compared_as_it_is_written(repository: Workspace, after: Path) -> None:
    _edit(after / PAIE, "mut:etp 1.5", "mut:etp 1.50")
    (entity,) = diff(repository, str(FIXTURE), str(after)).entities
    assert "1.5" in entity.changes[0].before[0]
    assert "1.50" in entity.changes[0].after[0]


def test_a_change_is_a_sentence_with_the_service_and_the_authority(
    repository: Workspace, after: Path
) -> None:
    _edit(after / PAIE, 'mut:agents "3"^^xsd:decimal', 'mut:agents "4"^^xsd:decimal')
    text = as_text(diff(repository, str(FIXTURE), str(after))).decode()
    assert "Paie, Rivebelle" in text
    assert "nombre d'agents 3 → 4" in text


def test_what_comes_and_goes_is_told_as_such(repository: Workspace, after: Path) -> None:
    _edit(
        after / PAIE,
        "<900000001/schema/2021-2026/fiche/paie/objectifs/1>\n",
        "<900000001/schema/2021-2026/fiche/paie/objectifs/2>\n",
    )
    kinds = {e.kind for e in diff(repository, str(FIXTURE), str(after)).entities}
    assert kinds == {Kind.ADDED, Kind.REMOVED}


def test_the_impact_lists_the_questions_with_their_rows(repository: Workspace, after: Path) -> None:
    _edit(after / PAIE, 'mut:agents "3"^^xsd:decimal', 'mut:agents "4"^^xsd:decimal')
    found = diff(repository, str(FIXTURE), str(after), impact=True)
    answers = {answer.question: answer for answer in found.answers or ()}
    assert {"effectifs", "effectifs-annonces"} <= answers.keys()
    assert (len(answers["effectifs"].gone), len(answers["effectifs"].new)) == (1, 1)
    for write in DIFF_FORMATS.values():
        assert b"effectifs" in write(found)


def test_a_base_that_is_nothing_is_refused(repository: Workspace) -> None:
    with pytest.raises(BaseUnknown):
        diff(repository, "jamais-vu", ".")


def test_a_changed_passage_is_called_by_its_place(repository: Workspace, after: Path) -> None:
    _edit(after / PAIE, 'mut:mots "PAIE"', 'mut:mots "PAYE"')
    (entity,) = diff(repository, str(FIXTURE), str(after)).entities
    assert entity.label.startswith("fiche paie, l. ")
