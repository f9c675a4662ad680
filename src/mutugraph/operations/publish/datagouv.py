"""What an upload to data.gouv.fr would send: the requests of its API, in order, and no more.

API 1 of the portal (udata): a dataset, then each of its files as a resource; where the portal has
them already, `upload` puts the same bodies there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256

from pyoxigraph import BlankNode, Literal, NamedNode

from mutugraph.operations.publish.editions import Edition
from mutugraph.operations.publish.files import Files, media_type

_FREQUENCIES = {"IRREG": "irregular", "ANNUAL": "annual", "MONTHLY": "monthly", "NEVER": "punctual"}
_GRANULARITY = "fr:epci"
_Node = NamedNode | BlankNode
Json = dict[str, object]
DATASETS = "/api/1/datasets/"
OWN_DATASETS = "/api/1/me/org_datasets/"  # of the account and its organisations
RESOURCES = "/api/1/datasets/{dataset}/resources/"


def requests(files: Files) -> list[Json]:
    """The requests, each with its method, its path under the API, and its body."""
    return [request for edition in files.editions for request in _requests(files, edition)]


def _requests(files: Files, edition: Edition) -> Iterator[Json]:
    about = _described(files)
    dataset = about[edition.dataset.value]
    yield {"method": "POST", "path": DATASETS, "json": _dataset(about, dataset, edition)}
    base = files.holdings.namespaces.base
    for address in sorted(dataset["distribution"]):
        file = about[address]
        url = _first(file, "downloadURL")
        content = files.of_editions.get(url.removeprefix(base))
        if content is not None:
            yield {
                "method": "POST",
                "path": RESOURCES,
                "json": _resource(file, url, content),
            }


def _dataset(
    about: Mapping[str, Mapping[str, list[str]]], dataset: Mapping[str, list[str]], edition: Edition
) -> Json:
    period = about.get(_first(dataset, "temporal"), {})
    frequency = _first(dataset, "accrualPeriodicity").rpartition("/")[2]
    return {
        "title": _first(dataset, "title"),
        "description": _first(dataset, "description"),
        "license": _first(about.get(_first(dataset, "license"), {}), "identifier"),
        "frequency": _FREQUENCIES.get(frequency, "unknown"),
        "tags": sorted(dataset.get("keyword", [])),
        "temporal_coverage": {
            "start": _first(period, "startDate"),
            "end": _first(period, "endDate"),
        },
        "spatial": {"zones": [f"{_GRANULARITY}:{edition.siren}"], "granularity": _GRANULARITY},
        "extras": {"remote_id": _first(dataset, "identifier"), "uri": edition.dataset.value},
    }


def _resource(file: Mapping[str, list[str]], url: str, content: bytes) -> Json:
    return {
        "title": _first(file, "title"),
        "description": _first(file, "description"),
        "type": "main",
        "filetype": "remote",
        "url": url,
        "format": url.rpartition("/")[2].partition(".")[2],
        "mime": media_type(url),
        "filesize": len(content),
        "checksum": {"type": "sha256", "value": sha256(content).hexdigest()},
    }


def _described(files: Files) -> Mapping[str, Mapping[str, list[str]]]:
    """The catalogue by subject and local name of property."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in files.described:
        subject, value = triple.subject, triple.object
        if isinstance(subject, _Node) and isinstance(value, _Node | Literal):
            name = triple.predicate.value.replace("#", "/").rpartition("/")[2]
            found[subject.value][name].append(value.value)
    return found


def _first(node: Mapping[str, list[str]], name: str) -> str:
    return min(node.get(name, [""]), default="")
