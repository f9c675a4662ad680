"""A workbook speaks of its own EPCI: its members by the national lists, nothing of the others."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from mutugraph.operations.export_book import export_book
from mutugraph.workbook.known import read_known
from mutugraph.workbook.merging import merged
from mutugraph.workbook.names import Names, NameUnknown
from mutugraph.workbook.prefilling import seen_from
from mutugraph.workbook.scope import find_scope
from mutugraph.workspace import Workspace
from workbooks import METZ, workspace_with

COTENTIN, CHERBOURG = "200067205", "Cherbourg-en-Cotentin"
JOINED = """BASE <https://w3id.org/mutugraph/id/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX mut: <https://w3id.org/mutugraph/def/mutualisation/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

<200067205/adhesion/cherbourg>
    a mut:AdhesionAuService ;
    skos:prefLabel "Cherbourg, informatique"@fr ;
    mut:auService <200067205/service/informatique> ;
    mut:concerneCollectivite <commune/50129> ;
.

<epci/200067205>
    a mut:EPCI ;
    skos:prefLabel "CA du Cotentin"@fr ;
.

<200067205/schema/2021-2026>
    a mut:Schema ;
    skos:prefLabel "Le schéma"@fr ;
    dct:identifier "2021-2026" ;
    mut:epci <epci/200067205> ;
.

<200067205/service/informatique>
    a mut:ServiceMutualise ;
    skos:prefLabel "Informatique"@fr ;
    mut:duSchema <200067205/schema/2021-2026> ;
.
"""


@pytest.fixture
def workspace(tmp_path: Path, repository: Workspace) -> Workspace:
    """The repository's, Metz included, with a schéma of another EPCI."""
    made = workspace_with(tmp_path / "espace", repository)
    data = made.root / "data" / "ttl"
    shutil.copytree(repository.root / "data" / "ttl" / METZ, data / METZ)
    (data / COTENTIN).mkdir()
    (data / COTENTIN / "schema.ttl").write_text(JOINED, encoding="utf-8")
    return Workspace(made.root)


def test_a_member_that_only_the_lists_have_is_exported_and_imported(workspace: Workspace) -> None:
    done = export_book(workspace, COTENTIN)
    (sheet,) = (one for one in done.book.sheets if one.name == "Adhésions")
    titles = [column.title for column in sheet.columns]
    assert [row[titles.index("collectivité")] for row in sheet.rows[1:]] == [CHERBOURG]
    known = seen_from(read_known(workspace), COTENTIN)
    scope = find_scope(known, COTENTIN)
    result = merged(known, scope, [one.grid for one in done.book.sheets], remove=False)
    assert not result.read.faults
    assert result.triples == scope.triples


def test_what_is_another_epci_s_is_neither_offered_nor_taken(workspace: Workspace) -> None:
    service = workspace.namespaces.term("mut:ServiceMutualise").value
    names = Names(seen_from(read_known(workspace), COTENTIN), {}, {})
    assert names.of(service) == ["Informatique"]
    with pytest.raises(NameUnknown):
        names.find("Habitat", service)
    of_metz = Names(seen_from(read_known(workspace), METZ), {}, {})
    assert len(of_metz.of(service)) == 20
    assert of_metz.find("Habitat", service).value.endswith(f"/{METZ}/service/habitat")


def test_a_row_pasted_from_another_epci_s_workbook_is_a_new_one(workspace: Workspace) -> None:
    (theirs,) = (s.grid for s in export_book(workspace, METZ).book.sheets if s.name == "Services")
    known = seen_from(read_known(workspace), COTENTIN)
    scope = find_scope(known, COTENTIN)
    grids = [one.grid for one in export_book(workspace, COTENTIN).book.sheets]
    pasted = [
        replace(one, rows=[*one.rows, (9, theirs.rows[1][1])]) if one.name == "Services" else one
        for one in grids
    ]
    result = merged(known, scope, pasted, remove=False)
    assert "classeur_cle_d_un_autre" in {fault.code for fault in result.read.faults}
    (new,) = {node for node, line in result.read.rows.items() if line.number == 9}
    assert f"/{COTENTIN}/" in new.value
    assert not any(f"/{METZ}/passage/" in str(t.object) for t in result.triples)
