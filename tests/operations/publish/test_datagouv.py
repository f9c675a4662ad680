"""What would be sent to data.gouv.fr, and the quality that it would give."""

from __future__ import annotations

import pytest

from mutugraph.operations.publish.datagouv import requests
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.quality import predict


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
