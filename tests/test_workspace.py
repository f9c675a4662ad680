from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mutugraph.errors import WorkspaceIncomplete
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace, find_workspace

Tiny = Callable[..., Workspace]


def test_the_revision_is_the_same_in_another_folder(tiny: Tiny) -> None:
    assert tiny(name="a").revision == tiny(name="b").revision


def test_the_revision_changes_with_a_byte_and_with_a_path(tiny: Tiny) -> None:
    made = [
        tiny({"queries/a.rq": "x"}, "a"),
        tiny({"queries/a.rq": "y"}, "b"),
        tiny({"queries/b.rq": "x"}, "c"),
    ]
    revisions = {workspace.revision for workspace in made}
    assert len(revisions) == 3
    assert all(len(revision) == 12 for revision in revisions)


def test_hidden_files_are_no_part_of_the_revision(tiny: Tiny) -> None:
    assert tiny(name="a").revision == tiny({"data/ttl/.a.ttl.swp": "x"}, "b").revision


def test_the_path_of_a_file_gives_its_named_graph(tiny: Tiny) -> None:
    workspace = tiny({"data/ttl/a/b.ttl": "", "ontology/modules/droit.ttl": ""})
    paths = [*workspace.data_files, *workspace.ontology_files]
    graphs = {workspace.graph(path).value.removeprefix(workspace.namespaces.base) for path in paths}
    assert graphs == {"graphe/a/b", "graphe/ontologie/modules/droit", "graphe/ontologie/prefixes"}


def test_files_come_in_natural_order_and_alignments_on_demand(tiny: Tiny) -> None:
    workspace = tiny(
        dict.fromkeys(["data/ttl/f10.ttl", "data/ttl/f9.ttl", "ontology/alignments/a.ttl"], "")
    )
    assert [path.stem for path in workspace.data_files] == ["f9", "f10"]
    assert [path.stem for path in workspace.ontology_files] == ["prefixes"]


def test_a_parent_of_the_working_folder_is_found(tiny: Tiny, settings: Settings) -> None:
    workspace = tiny()
    assert find_workspace(settings, workspace.root / "data" / "ttl") == workspace


def test_the_one_that_is_given_wins(tiny: Tiny, settings: Settings) -> None:
    here, given = tiny(name="here"), tiny(name="given")
    assert find_workspace(replace(settings, workspace=given.root), here.root) == given


def test_outside_any_workspace_the_programs_own_copy_is_used(settings: Settings) -> None:
    assert find_workspace(settings, Path("/")).namespaces.prefixes


def test_a_given_folder_without_the_four_is_refused_and_names_what_is_missing(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "ontology").mkdir()
    with pytest.raises(WorkspaceIncomplete) as caught:
        find_workspace(replace(settings, workspace=tmp_path))
    assert caught.value.facts["missing"] == ("data/ttl", "shapes", "queries")
