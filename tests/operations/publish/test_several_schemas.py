"""Each schéma is published as if it were alone: no file of its dataset knows of the others."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from mutugraph.engine.building import open_engine
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.isolating import isolated
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.editions import nodes
from mutugraph.settings import Settings

DATASETS = (
    "200039865/2016-2020",
    "900000001/2021-2026",
    "900100010/2016-2020",
    "900100010/2021-2026",
    "900200027/2017-2020",
)
ALONE = ("900100010",)  # two éditions; the others are as Metz


@pytest.fixture(scope="module")
def together(many: Catalogue, files_of: Callable[[Catalogue], Files]) -> Files:
    return files_of(many)


def light(files: Files, dataset: str) -> dict[str, bytes]:
    """The files of a dataset, without the revision, which is that of the whole base."""
    revision = files.catalogue.workspace.revision.encode()
    start = f"dumps/{dataset}/"
    return {
        path: content.replace(revision, b"REVISION")
        for path, content in files.light.items()
        if path.startswith(start)
    }


def test_every_edition_of_every_epci_is_a_dataset_with_all_its_files(together: Files) -> None:
    assert [e.folder for e in together.editions] == [f"dumps/{name}" for name in DATASETS]
    assert together.missing == ()
    counts = {name: len(light(together, name)) for name in DATASETS}
    assert len(set(counts.values())) == 1, counts


def test_the_files_of_metz_are_those_it_has_alone(together: Files, files: Files) -> None:
    mine, among = light(files, DATASETS[0]), light(together, DATASETS[0])
    # a fictitious file states again what the repository's says of an indicator, in its own graph
    differing = [name for name in among if among[name] != mine.get(name)]
    assert [name for name in differing if not name.endswith("/complet.trig")] == []
    assert among.keys() == mine.keys()


@pytest.mark.parametrize("siren", ALONE)
def test_the_files_of_another_are_those_it_has_alone(
    together: Files, files_of: Callable[[Catalogue], Files], tmp_path: Path, siren: str
) -> None:
    catalogue = together.catalogue
    schemas = nodes(catalogue.editions.chosen(siren, "toutes"))
    alone = isolated(catalogue.workspace, schemas, tmp_path / "alone")
    settings = Settings(store=tmp_path / "store")
    files = files_of(Catalogue(alone, open_engine(alone, settings)))
    assert [e.siren for e in files.editions] == [siren] * len(schemas)
    for edition in files.editions:
        name = edition.folder.removeprefix("dumps/")
        mine, among = light(files, name), light(together, name)
        assert [path for path in among if among[path] != mine.get(path)] == []
        assert among.keys() == mine.keys()


@pytest.mark.parametrize("name", DATASETS)
def test_no_dataset_names_what_is_in_another_s_folder(together: Files, name: str) -> None:
    content = gzip.decompress(together.light[f"dumps/{name}/complet.nt.gz"])
    others = {d.partition("/")[0] for d in DATASETS} - {name.partition("/")[0]}
    ids = together.holdings.namespaces.ids
    terms = {
        getattr(term, "value", "")
        for quad in parse(content, format=RdfFormat.N_TRIPLES)
        for term in (quad.subject, quad.object)
    }
    assert [t for t in terms for o in others if t.startswith(f"{ids}{o}/")] == []


def test_an_edition_has_its_own_services_and_names_the_one_it_follows(together: Files) -> None:
    first, second = (
        together.light[f"dumps/900100010/{edition}/tables/services.csv"].decode()
        for edition in ("2016-2020", "2021-2026")
    )
    assert ("Eau" in first, "Archives" in first) == (True, False)
    assert ("Eau" in second, "Archives" in second) == (False, True)
    whole = together.light["dumps/900100010/2021-2026/complet.ttl"].decode()
    assert "mut:succedeA <900100010/schema/2016-2020>" in whole
