"""What would be sent to data.gouv.fr, and the quality that it would give."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, Triple

from mutugraph.operations.publish.datagouv import requests
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.quality import predict

ROOT = Path(__file__).parents[3]
HARVESTER = Path(os.environ.get("UDATA_PYTHON", ROOT / ".venv" / "udata" / "bin" / "python"))
# The portal's names of the points, in the order of the prediction.
POINTS = {
    "licence": "license",
    "temporelle": "temporal_coverage",
    "spatiale": "spatial",
    "frequence": "update_frequency",
    "a_jour": "update_fulfilled_in_time",
    "description": "dataset_description_quality",
    "format": "has_open_format",
    "disponible": "all_resources_available",
    "documentation": "resources_documentation",
}


def test_one_dataset_then_each_of_its_files(files: Files) -> None:
    first, *rest = requests(files)
    body = first["json"]
    assert isinstance(body, dict)
    assert (first["method"], first["path"]) == ("POST", "/api/1/datasets/")
    assert body["license"] == "lov2"
    assert body["frequency"] == "irregular"
    assert body["temporal_coverage"] == {"start": "2016-01-01", "end": "2020-12-31"}
    assert len(rest) > 20
    for request in rest:
        resource = request["json"]
        assert isinstance(resource, dict)
        assert resource["description"]
        assert resource["filesize"] > 0


def test_nothing_is_sent_that_names_a_secret(files: Files) -> None:
    assert "key" not in str(requests(files)).lower().replace("keyword", "")


@pytest.mark.parametrize(
    ("lost", "point"),
    [
        ("terms/license", "licence"),
        ("terms/temporal", "temporelle"),
        ("terms/spatial", "spatiale"),
        ("accrualPeriodicity", "frequence"),
        ("terms/modified", "a_jour"),
        ("terms/description", "description"),
        ("terms/format", "format"),
        ("dcat#distribution", "disponible"),
        ("terms/description", "documentation"),
    ],
)
def test_each_of_the_nine_points_is_lost_with_what_gains_it(
    files: Files, lost: str, point: str
) -> None:
    datasets = [edition.dataset for edition in files.editions]
    namespaces = files.holdings.namespaces
    (whole,) = predict(files.described, datasets, (), namespaces)
    assert whole.score == 9
    left = [t for t in files.described if not t.predicate.value.endswith(lost)]
    (quality,) = predict(left, datasets, (), namespaces)
    assert not quality.points[point]
    assert quality.score < 9


def test_a_file_that_is_announced_and_missing_costs_its_point(files: Files) -> None:
    datasets = [edition.dataset for edition in files.editions]
    url = f"{files.holdings.namespaces.base}{files.editions[0].folder}/complet.ttl"
    (quality,) = predict(files.described, datasets, (url,), files.holdings.namespaces)
    assert not quality.points["disponible"]
    assert quality.missing == (url,)


def test_a_harvest_reads_the_period_in_the_catalogue_and_no_place_without_a_polygon(
    small_files: Files,
) -> None:
    space = small_files.holdings.namespaces
    temporal, spatial = space.term("dct:temporal"), space.term("dct:spatial")
    assert all(
        isinstance(t.object, BlankNode) for t in small_files.described if t.predicate == temporal
    )
    (edition,) = small_files.editions
    drawn = Literal("POLYGON ((6 49, 7 49, 7 50, 6 49))")
    told = (*small_files.described, Triple(edition.dataset, spatial, drawn))
    for triples, lost in ((small_files.described, ("spatiale",)), (told, ())):
        (quality,) = predict(triples, [edition.dataset], (), space)
        assert quality.lost_by_harvest == lost
        assert quality.harvested == 9 - len(lost)


def test_the_portals_own_harvester_gives_the_points_that_are_predicted(
    small_files: Files, tmp_path: Path
) -> None:
    if not HARVESTER.exists():
        pytest.skip("needs udata (make programs)")
    (edition,) = small_files.editions
    (quality,) = predict(
        small_files.described, [edition.dataset], (), small_files.holdings.namespaces
    )
    catalogue = tmp_path / "catalogue.ttl"
    catalogue.write_bytes(small_files.of_catalogue["catalogue.ttl"])
    licence = small_files.holdings.one(edition.dataset, "dct:license") or ""
    command = [str(HARVESTER), str(Path(__file__).parent / "portal.py"), str(catalogue), licence]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    given = json.loads(run.stdout.splitlines()[-1])
    found = {name for name, theirs in POINTS.items() if given.get(theirs)}
    gained = {name for name, gained in quality.points.items() if gained}
    assert found == gained - set(quality.lost_by_harvest)
