"""The nine points by which data.gouv.fr scores a dataset, predicted before anything is sent.

Documented at guides.data.gouv.fr, « qualité des métadonnées »; computed from the catalogue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.namespaces import Namespaces

SHORTEST_DESCRIPTION = 100
_OPEN = ("CSV", "JSON", "JSON_LD", "RDF_TURTLE", "RDF_N_TRIPLES", "RDF_TRIG", "XML", "ODS")
# Frequencies that no delay contradicts: data.gouv.fr takes them as kept.
_UNSCHEDULED = ("IRREG", "NOT_PLANNED", "NEVER", "CONT", "UPDATE_CONT")


@dataclass(frozen=True, slots=True)
class Quality:
    """The prediction for one dataset: each point in the portal's order, and what is missing."""

    dataset: NamedNode
    title: str
    points: Mapping[str, bool]
    missing: tuple[str, ...]

    @property
    def score(self) -> int:
        """How many of the nine points are gained."""
        return sum(self.points.values())


@dataclass(frozen=True)
class _Graph:
    values: Mapping[tuple[str, str], tuple[NamedNode | Literal, ...]]
    namespaces: Namespaces

    def of(self, node: NamedNode | Literal, name: str) -> tuple[NamedNode | Literal, ...]:
        return self.values.get((node.value, self.namespaces.term(name).value), ())

    def has(self, node: NamedNode | Literal, *names: str) -> bool:
        return all(self.of(node, name) for name in names)

    def ends(self, node: NamedNode | Literal, name: str) -> list[str]:
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
    return Quality(dataset, title, points, lost)


def _kept(frequencies: Iterable[str]) -> bool:
    """Without a clock, only an unscheduled frequency is known to be kept."""
    found = list(frequencies)
    return bool(found) and all(name in _UNSCHEDULED for name in found)


def _graph(triples: Iterable[Triple], namespaces: Namespaces) -> _Graph:
    values: dict[tuple[str, str], list[NamedNode | Literal]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            values[triple.subject.value, triple.predicate.value].append(triple.object)
    return _Graph({key: tuple(found) for key, found in values.items()}, namespaces)
