"""Texts are kept in the workspace, whole or not at all, and watched from one state to the next."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from law.legi.conftest import Articles
from legi_source import CGCT, Made, changed, files_of, increment
from mutugraph.errors import LegiOutOfOrder, LegiUnreadable
from mutugraph.law.legi.keeping import KeptTexts
from mutugraph.law.legi.quoting import quoted
from mutugraph.operations.legi import check_legi, import_legi, watch_legi
from mutugraph.operations.why import why
from mutugraph.pages.proofs_brief import brief
from mutugraph.pages.reports.legi_watch import as_json, as_text
from mutugraph.questions.catalogue import Catalogue
from mutugraph.workspace import Workspace

ARTICLE, PATH = "CGCT L5211-4-2", "droit/cgct/l5211-4-2"
NEW = Made("LEGIARTI000099999999", "L5211-4-2", "2023-12-08", paragraphs=("Un autre alinéa.",))


@pytest.fixture
def mine(catalogue: Catalogue, repository: Workspace, tmp_path: Path) -> Catalogue:
    """The repository's questions and answers, in a workspace whose folder may be written to."""
    root = tmp_path / "workspace"
    root.mkdir()
    for folder in ("ontology", "queries", "shapes"):
        (root / folder).symlink_to(repository.root / folder)
    shutil.copytree(repository.root / "data" / "ttl" / "droit", root / "data" / "ttl" / "droit")
    return Catalogue(Workspace(root), catalogue.engine)


def test_imported_texts_are_read_at_a_day(
    mine: Catalogue, agreeing: Articles, tmp_path: Path
) -> None:
    done = import_legi(
        mine, [increment(tmp_path, "20231206-210000", files_of([agreeing[ARTICLE]]))]
    )
    assert (done.articles, done.texts, done.without) == (1, 7, 0)
    versions = KeptTexts(mine.workspace.root).article(PATH)
    assert [str(v.start) for v in versions][:2] == ["2010-12-18", "2012-03-02"]
    assert versions[0].paragraphs == agreeing[ARTICLE][0].paragraphs
    assert all(v.source.endswith(".xml") for v in versions)
    assert KeptTexts(mine.workspace.root).article("droit/cgct/../../etat") == ()


def test_git_does_not_see_the_texts(mine: Catalogue, agreeing: Articles, tmp_path: Path) -> None:
    root = mine.workspace.root
    subprocess.run(["git", "init", "-q", root], check=True)
    import_legi(mine, [increment(tmp_path, "20231206-210000", files_of([agreeing[ARTICLE]]))])
    told = subprocess.run(
        ["git", "-C", root, "status", "--porcelain", "-uall"], capture_output=True, check=True
    )
    assert b"legi/" not in told.stdout and b"data/" in told.stdout


def test_one_fault_and_nothing_is_kept(mine: Catalogue, agreeing: Articles, tmp_path: Path) -> None:
    import_legi(mine, [increment(tmp_path, "20231206-210000", files_of([agreeing[ARTICLE]]))])
    before = _files(mine.workspace.root / "legi")
    bad = changed(agreeing["CGCT L5211-1"], -1, state="VIVANT")
    source = increment(tmp_path, "20231207-210000", files_of([agreeing[ARTICLE], bad]))
    for verb in (import_legi, watch_legi):
        with pytest.raises(LegiUnreadable):
            verb(mine, [source])
    assert _files(mine.workspace.root / "legi") == before


def test_an_increment_adds_to_what_was_kept(
    mine: Catalogue, agreeing: Articles, tmp_path: Path
) -> None:
    old = agreeing[ARTICLE]
    import_legi(
        mine,
        [increment(tmp_path, "20231206-210000", files_of([old, agreeing["CGCT L5211-1"]]))],
    )
    new = (*changed(old, -1, end="2023-12-08"), NEW)
    files = [f for f in files_of([new]) if NEW.id in f[0]]  # the others are only listed
    import_legi(mine, [increment(tmp_path, "20231207-210000", files)])
    texts = KeptTexts(mine.workspace.root)
    assert [v.paragraphs for v in texts.article(PATH)] == [v.paragraphs for v in new]
    assert str(texts.article(PATH)[-2].end) == "2023-12-08"
    assert texts.article("droit/cgct/l5211-1")


def test_watch_tells_what_changed_since_the_last_state_and_notes_the_new_one(
    mine: Catalogue, agreeing: Articles, tmp_path: Path
) -> None:
    old = agreeing[ARTICLE]
    first = watch_legi(mine, [increment(tmp_path, "20231206-210000", files_of([old]))])
    assert first.first and not first.changes
    new = (*changed(old, -1, end="2023-12-08"), NEW)
    source = increment(tmp_path, "20231207-210000", files_of([new]))
    found = watch_legi(mine, [source])
    assert [(c.case, c.known) for c in found.changes] == [("bornes", True), ("nouvelle", False)]
    assert found.changes[1].before == old[-1].paragraphs
    told = as_text(found)
    assert told.startswith("État noté : 6 décembre 2023. Changements depuis : 2")
    assert "Nouvelle version le 8 décembre 2023" in told and "Ressources humaines" in told
    assert json.loads(as_json(found))["changements"][1]["dans_le_graphe"] is False
    assert watch_legi(mine, [source]).changes == ()
    skipped = increment(tmp_path, "20231209-210000", files_of([new]))
    with pytest.raises(LegiOutOfOrder):  # what the 8th brought would never be seen
        watch_legi(mine, [skipped])


def test_watch_tells_a_text_that_changed_and_a_version_that_was_withdrawn(
    mine: Catalogue, agreeing: Articles, tmp_path: Path
) -> None:
    old = agreeing[ARTICLE]
    import_legi(mine, [increment(tmp_path, "20231206-210000", files_of([old]))])
    reworded = changed(old, 3, paragraphs=(old[3].paragraphs[0] + " Encore.",))
    source = increment(tmp_path, "20231207-210000", files_of([reworded[:5]]))
    checked = {str(one.difference.code) for one in check_legi(mine, [source]).told}
    assert "MUT356" in checked
    found = watch_legi(mine, [source])
    assert [c.case for c in found.changes] == ["texte", "retiree", "retiree"]
    assert found.changes[0].before == old[3].paragraphs


def test_an_article_of_the_fifth_part_that_nobody_cites_is_kept_too(
    mine: Catalogue, tmp_path: Path
) -> None:
    made = Made("LEGIARTI000000000009", "L5212-1", "2000-01-01", text_id=CGCT)
    import_legi(mine, [increment(tmp_path, "20231206-210000", files_of([(made,)]))])
    assert KeptTexts(mine.workspace.root).article("droit/cgct/l5212-1")


def test_why_quotes_the_paragraph_that_says_what_the_rule_says(
    mine: Catalogue, agreeing: Articles, tmp_path: Path
) -> None:
    about = "Un établissement public et ses communes peuvent se doter de services communs."
    funds = (
        "Ces effets peuvent être pris en compte par imputation sur l'attribution de compensation."
    )
    texts = ("Un mot.", about, funds)
    versions = changed(agreeing[ARTICLE], 3, paragraphs=texts)
    import_legi(mine, [increment(tmp_path, "20231206-210000", files_of([versions]))])
    kept, ids = KeptTexts(mine.workspace.root), mine.workspace.namespaces.ids
    explained = why(mine, "ressources-humaines", "L5211-4-2")
    said = brief(explained, lambda basis: quoted(kept, ids, basis, explained.day))
    assert f"L'article dit : « {about} »" in said and f"« {funds} »" in said
    assert "« Un mot. »" not in said


def _files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
