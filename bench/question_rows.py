"""The catalogue's questions on one EPCI, against rdflib: on disk, and held in memory."""

from __future__ import annotations

import statistics

import rdflib
from pyoxigraph import DefaultGraph, RdfFormat, serialize

from bench.measuring import Ground, Row, Rows, best, patient
from mutugraph.questions.catalogue import Catalogue

_RDFLIB_S = 5  # one that takes longer counts for this much
_TIMES = 66
_MOST_MS = {"on disk": 45, "in memory": 20}


def questions(ground: Ground) -> Rows:
    """Every question of the catalogue on one EPCI; rdflib reads the same union."""
    disk, held = (ground.built.open(ground.workspace, ground.settings) for _ in range(2))
    held.hold_in_memory()
    catalogue = Catalogue(ground.workspace, disk)
    union = [q.triple for q in ground.quads if isinstance(q.graph_name, DefaultGraph)]
    graph = rdflib.Graph()
    graph.parse(data=serialize(union, format=RdfFormat.N_TRIPLES), format="nt")
    ratios: dict[str, list[float]] = {where: [] for where in _MOST_MS}
    times: dict[str, dict[str, float]] = {where: {} for where in _MOST_MS}
    for id in catalogue.questions:
        text = catalogue.question(id).text
        ours = best(lambda t=text: disk.query(t), lambda t=text: held.query(t), times=7)
        theirs, end = patient(lambda t=text: list(graph.query(t)), _RDFLIB_S)
        for where, took in zip(_MOST_MS, ours, strict=True):
            times[where][id] = took
            ratio = None if end == "failed" else theirs / took  # it needs a dataset, say
            ratios[where] += [ratio] if ratio else []
            told = f"rdflib {end}{theirs:.2f} s"
            yield Row(f"question {id}, {where}", f"{took * 1000:.1f} ms", told, ratio, 1)
    for where in _MOST_MS:
        middle = statistics.median(ratios[where])
        count = f"{len(ratios[where])} questions"
        yield Row(f"questions {where}: median of the ratios", count, "rdflib", middle, _TIMES)
    for where, limit in _MOST_MS.items():
        ordered = sorted(times[where].items(), key=lambda item: -item[1])
        slow = sum(took * 1000 > limit for _, took in ordered)
        told = ", ".join(f"{id} {took * 1000:.0f} ms" for id, took in ordered[: max(slow, 1)])
        what = f"questions {where} over {limit} ms"
        yield Row(what, f"{slow} of {len(ordered)}", told, slow, 0, at_most=True)
