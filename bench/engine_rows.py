"""Parsing and loading the project's files, against rdflib."""

from __future__ import annotations

import rdflib
from pyoxigraph import RdfFormat, Store, parse

from bench.measuring import Ground, Rows, against, best

_IN_MEMORY, _ON_DISK = 14, 8.5


def parsing(ground: Ground) -> Rows:
    """Turtle files to quads, and to a store on disk."""
    workspace = ground.workspace
    files = [*workspace.ontology_files, *workspace.data_files]
    count = iter(range(9))

    def by_rdflib() -> None:
        graph = rdflib.Graph()
        for path in files:
            graph.parse(path, format="turtle")

    def by_us() -> None:
        for path in files:
            for _ in parse(path=str(path), format=RdfFormat.TURTLE):
                pass

    def load(store: Store) -> None:
        quads = (q for path in files for q in parse(path=str(path), format=RdfFormat.TURTLE))
        store.bulk_extend(quads)

    reference, parsed, held, kept = best(
        by_rdflib,
        by_us,
        lambda: load(Store()),
        lambda: load(Store(str(ground.folder / f"load{next(count)}"))),
        times=3,
    )
    yield against("parse the project's files", parsed, reference, 20, "rdflib")
    yield against("load them into memory", held, reference, _IN_MEMORY, "rdflib")
    yield against("load them into a store on disk", kept, reference, _ON_DISK, "rdflib, memory")
