from hashlib import sha256
from pathlib import Path

import pytest

from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.errors import DocumentMissing, FileMissing
from mutugraph.operations.sources.check import check_sources
from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.passages import Fault
from mutugraph.turtle import parse_text
from mutugraph.workspace import Workspace

TEXT = "Première ligne\nla règle, la règle\r\nune fin\n"


def passage(name: str, words: str, start: int, lines: tuple[int, int]) -> str:
    return f"""
<{name}> a mut:Passage ; skos:prefLabel "{name}"@fr ; mut:dansSection <section> ;
    mut:ligneDebut {lines[0]} ; mut:ligneFin {lines[1]} ;
    mut:mots "{words}" ; mut:positionDebut {start} ; mut:positionFin {start + len(words)} .
"""


def checked_with(
    repository: Workspace, folder: Path, *passages: str, text: str = TEXT
) -> Catalogue:
    """A catalogue over these passages, and their document in `folder`."""
    checksum = sha256(TEXT.encode()).hexdigest()
    document = f"""
<section> a mut:Section ; mut:deDocument <document> .
<document> a mut:DocumentSource ; skos:prefLabel "Le document"@fr ; schema:name "document.txt" ;
    spdx:checksum [ spdx:checksumValue "{checksum}" ] .
"""
    prologue = "BASE <http://x/>\n" + repository.namespaces.sparql_prologue()
    quads = parse_text(prologue + document + "".join(passages), name="t").quads
    (folder / "document.txt").write_bytes(text.encode())
    return Catalogue(repository, EmbeddedEngine.of(quads, repository.namespaces))


def test_a_passage_at_its_place_is_right_and_offsets_are_code_points(
    repository: Workspace, tmp_path: Path
) -> None:
    passages = (passage("a", "Première", 0, (1, 1)), passage("b", "règle", 18, (2, 2)))
    catalogue = checked_with(repository, tmp_path, *passages)
    (checked,) = check_sources(catalogue, tmp_path / "document.txt")
    assert (checked.right, checked.passages, checked.misplaced) == (True, 2, ())


def test_lines_are_split_at_line_feeds_only(repository: Workspace, tmp_path: Path) -> None:
    words = "une fin"
    start = TEXT.index(words)
    catalogue = checked_with(repository, tmp_path, passage("a", words, start, (3, 3)))
    assert check_sources(catalogue, tmp_path / "document.txt")[0].right


@pytest.mark.parametrize(
    ("words", "start", "line", "fault", "now"),
    [
        ("règle", 17, 2, Fault.ELSEWHERE, (18, 2)),
        ("règle", 30, 2, Fault.ELSEWHERE, (28, 2)),
        ("absente", 3, 1, Fault.ABSENT, None),
        ("règle", 18, 1, Fault.LINES, (18, 2)),
    ],
)
def test_a_misplaced_passage_is_told_with_where_its_words_are_nearest(  # noqa: PLR0917
    repository: Workspace,
    tmp_path: Path,
    words: str,
    start: int,
    line: int,
    fault: Fault,
    now: tuple[int, int] | None,
) -> None:
    catalogue = checked_with(repository, tmp_path, passage("a", words, start, (line, line)))
    (misplaced,) = check_sources(catalogue, tmp_path / "document.txt")[0].misplaced
    assert (misplaced.fault, misplaced.passage.label) == (fault, "a")
    assert [(p.start, p.first_line) for p in misplaced.found[:1]] == ([now] if now else [])


def test_a_passage_without_its_place_is_told(repository: Workspace, tmp_path: Path) -> None:
    bare = '<a> a mut:Passage ; mut:dansSection <section> ; mut:mots "règle" .'
    (checked,) = check_sources(checked_with(repository, tmp_path, bare), tmp_path / "document.txt")
    assert [m.fault for m in checked.misplaced] == [Fault.INCOMPLETE]


def test_another_document_is_checked_all_the_same_and_all_is_listed(
    repository: Workspace, tmp_path: Path
) -> None:
    passages = (passage("a", "Première", 0, (1, 1)), passage("b", "règle", 18, (2, 2)))
    catalogue = checked_with(repository, tmp_path, *passages, text="x" + TEXT)
    (checked,) = check_sources(catalogue, tmp_path / "document.txt")
    assert not checked.pinned
    assert [m.passage.label for m in checked.misplaced] == ["a", "b"]


def test_an_absent_document_is_told(repository: Workspace, tmp_path: Path) -> None:
    catalogue = checked_with(Workspace(repository.root), tmp_path)
    with pytest.raises(FileMissing):
        check_sources(catalogue, tmp_path / "rien.txt")
    with pytest.raises(DocumentMissing):
        check_sources(catalogue)


def test_every_passage_of_the_repository_is_at_its_place(
    catalogue: Catalogue, shared: Path
) -> None:
    for checked in check_sources(catalogue, next((shared / "source").glob("*.txt"))):
        assert checked.pinned
        assert [m.passage.label for m in checked.misplaced] == []
