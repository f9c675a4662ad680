"""The proposed patch applies, and leaves the graph as the source says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from law.legi.conftest import Articles, Check
from legi_source import Made, changed, files_of, increment
from mutugraph.operations.legi import proposed_patch
from mutugraph.questions.catalogue import Catalogue
from mutugraph.turtle import format_text, parse_text
from mutugraph.workspace import Workspace

NEW = Made("LEGIARTI000099999999", "L5211-4-2", "2024-06-01", authors=("loi 2022-217",))


def test_the_patch_adds_the_version_that_is_missing_and_ends_the_one_before(
    check: Check, catalogue: Catalogue, agreeing: Articles, repository: Workspace, tmp_path: Path
) -> None:
    versions = (*changed(agreeing["CGCT L5211-4-2"], -1, end="2024-06-01"), NEW)
    source = increment(tmp_path, "20240610-210000", files_of([versions]))
    text = _patched(proposed_patch(catalogue, check(source)), repository, tmp_path, "l5211-4-2")
    assert text == format_text(text, repository.namespaces)
    ids, mut = repository.namespaces.ids, repository.namespaces["mut"]
    said = {(str(q.subject), q.predicate, str(q.object)) for q in parse_text(text, name="x").quads}
    new, last = (f"<{ids}droit/cgct/l5211-4-2/{d}>" for d in ("2024-06-01", "2022-02-23"))
    day = '"2024-06-01"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert (new, mut.debutVigueur, day) in said and (last, mut.finVigueur, day) in said
    assert (new, mut.modifiePar, f"<{ids}droit/loi/2022-217>") in said
    # and where both agree, the day up to which it was replayed moves on
    assert (
        f"<{ids}droit/cgct/l5211-4-2/2015-08-09>",
        mut.rejoueeJusquAu,
        '"2024-06-10"^^<http://www.w3.org/2001/XMLSchema#date>',
    ) in said


def test_a_source_that_goes_no_further_than_the_graph_has_no_patch(
    check: Check, catalogue: Catalogue, agreeing: Articles, tmp_path: Path
) -> None:
    versions = agreeing["CGCT L5211-4-2"]
    source = increment(tmp_path, "20231206-210000", files_of([versions]))
    assert proposed_patch(catalogue, check(source)) == ""


def _patched(patch: str, repository: Workspace, tmp_path: Path, name: str) -> str:
    path = Path("data/ttl/droit/cgct") / f"{name}.ttl"
    (tmp_path / path).parent.mkdir(parents=True)
    shutil.copy(repository.root / path, tmp_path / path)
    applied = subprocess.run(
        ["git", "apply", "-"], cwd=tmp_path, input=patch.encode(), capture_output=True, check=False
    )
    assert applied.returncode == 0, applied.stderr
    return (tmp_path / path).read_text(encoding="utf-8")
