"""The nine points by which data.gouv.fr scores a dataset, predicted before anything is sent.

Documented at guides.data.gouv.fr, « qualité des métadonnées »; computed from the catalogue. An
upload gains what the portal's API is told; its harvester reads less (udata, `dataset_from_rdf`): a
period only where it stands in the catalogue itself, a place only as a polygon.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mutugraph.namespaces import Namespaces

SHORTEST_DESCRIPTION = 100
_OPEN = ("CSV", "JSON", "JSON_LD", "RDF_TURTLE", "RDF_N_TRIPLES", "RDF_TRIG", "XML", "ODS")
# Frequencies that no delay contradicts: data.gouv.fr takes them as kept.
_UNSCHEDULED = ("IRREG", "NOT_PLANNED", "NEVER", "CONT", "UPDATE_CONT")
_POLYGON = re.compile(
    r'(?:<[^>]*>\s*)?(?:MULTI)?POLYGON\b|\{.*"(?:Multi)?Polygon"', re.DOTALL | re.IGNORECASE
)
_Node = NamedNode | BlankNode
_Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Quality:
    """The prediction for one dataset: each point in the portal's order, and what is missing.

    `points` are those of an upload, `lost_by_harvest` those of them that a harvest does not gain.
    """

    dataset: NamedNode
    title: str
    points: Mapping[str, bool]
    missing: tuple[str, ...]
    lost_by_harvest: tuple[str, ...] = ()

    @property
    def score(self) -> int:
        """How many of the nine points are gained."""
        return sum(self.points.values())

    @property
    def harvested(self) -> int:
        """How many of them a harvest of the catalogue gains."""
        return self.score - len(self.lost_by_harvest)


@dataclass(frozen=True)
class _Graph:
    values: Mapping[tuple[str, str], tuple[_Term, ...]]
    namespaces: Namespaces

    def of(self, node: _Term, name: str) -> tuple[_Term, ...]:
        return self.values.get((node.value, self.namespaces.term(name).value), ())

    def has(self, node: _Term, *names: str) -> bool:
        return all(self.of(node, name) for name in names)

    def is_drawn(self, place: _Term) -> bool:
        """Whether a place is a polygon, or has one."""
        said = (
            place,
            *(v for (node, _), vs in self.values.items() if node == place.value for v in vs),
        )
        return any(isinstance(one, Literal) and _POLYGON.match(one.value) for one in said)

    def ends(self, node: _Term, name: str) -> list[str]:
        return [value.value.rpartition("/")[2] for value in self.of(node, name)]


def predict(
    described: Iterable[Triple],
    datasets: Iterable[NamedNode],
    missing: Iterable[str],
    namespaces: Namespaces,
) -> tuple[Quality, ...]:
    """The prediction for each dataset of a catalogue; `missing` are the files not to be found."""
    graph = _graph(described, namespaces)
    absent = tuple(missing)
    return tuple(_quality(graph, dataset, absent) for dataset in datasets)


def _quality(graph: _Graph, dataset: NamedNode, absent: tuple[str, ...]) -> Quality:
    files = graph.of(dataset, "dcat:distribution")
    urls = {url.value for file in files for url in graph.of(file, "dcat:downloadURL")}
    lost = tuple(url for url in absent if url in urls)
    periods = graph.of(dataset, "dct:temporal")
    frequencies = graph.ends(dataset, "dct:accrualPeriodicity")
    descriptions = graph.of(dataset, "dct:description")
    title = next((t.value for t in graph.of(dataset, "dct:title")), dataset.value)
    licensed = graph.has(dataset, "dct:license") and all(graph.has(f, "dct:license") for f in files)
    points = {
        "licence": licensed,
        "temporelle": any(graph.has(p, "dcat:startDate", "dcat:endDate") for p in periods),
        "spatiale": graph.has(dataset, "dct:spatial"),
        "frequence": bool(frequencies),
        "a_jour": graph.has(dataset, "dct:modified") and _kept(frequencies),
        "description": any(len(d.value) > SHORTEST_DESCRIPTION for d in descriptions),
        "format": any(e in _OPEN for f in files for e in graph.ends(f, "dct:format")),
        "disponible": bool(files) and not lost,
        "documentation": bool(files) and all(graph.has(f, "dct:description") for f in files),
    }
    read = {
        "temporelle": any(isinstance(p, BlankNode | Literal) for p in periods),
        "spatiale": any(map(graph.is_drawn, graph.of(dataset, "dct:spatial"))),
    }
    unread = tuple(name for name, gained in read.items() if points[name] and not gained)
    return Quality(dataset, title, points, lost, unread)


def _kept(frequencies: Iterable[str]) -> bool:
    """Without a clock, only an unscheduled frequency is known to be kept."""
    found = list(frequencies)
    return bool(found) and all(name in _UNSCHEDULED for name in found)


def _graph(triples: Iterable[Triple], namespaces: Namespaces) -> _Graph:
    values: dict[tuple[str, str], list[_Term]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, _Node) and isinstance(triple.object, _Term):
            values[triple.subject.value, triple.predicate.value].append(triple.object)
    return _Graph({key: tuple(found) for key, found in values.items()}, namespaces)
