"""Parsing, loading and the catalogue's questions, against rdflib; fifty EPCI against one."""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import time
from pathlib import Path

import rdflib
from pyoxigraph import DefaultGraph, RdfFormat, Store, parse, serialize

from bench.generating import lines_of, store_of
from bench.measuring import Ground, Row, Rows, against, best, patient, seconds
from mutugraph.engine.forking import Place
from mutugraph.engine.formats import RESULT_FORMATS
from mutugraph.engine.pool import Pool
from mutugraph.engine.wire import Asked
from mutugraph.errors import MutugraphError
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Limits
from mutugraph.workspace import PREFIXES

EPCI = int(os.environ.get("BENCH_EPCI", "50"))
_PATIENCE_S = 20.0
_RDFLIB_S = 5  # one that takes longer counts for this much
_QUICK_S = 0.02


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
    yield against("load them into memory", held, reference, 20, "rdflib")
    yield against("load them into a store on disk", kept, reference, 20, "rdflib, memory")


def questions(ground: Ground) -> Rows:
    """Every question of the catalogue on one EPCI; rdflib reads the same union."""
    engine = ground.built.open(ground.workspace, ground.settings)
    catalogue = Catalogue(ground.workspace, engine)
    union = [q.triple for q in ground.quads if isinstance(q.graph_name, DefaultGraph)]
    graph = rdflib.Graph()
    graph.parse(data=serialize(union, format=RdfFormat.N_TRIPLES), format="nt")
    ratios: list[float] = []
    times: dict[str, float] = {}
    for id in catalogue.questions:
        text = catalogue.question(id).text
        ours = seconds(lambda t=text: engine.query(t), times=7)
        theirs, end = patient(lambda t=text: list(graph.query(t)), _RDFLIB_S)
        times[id] = ours
        ratio = None if end == "failed" else theirs / ours  # it needs a dataset, say
        ratios += [ratio] if ratio else []
        yield Row(
            f"question {id}", f"{ours * 1000:.1f} ms", f"rdflib {end}{theirs:.2f} s", ratio, 1
        )
    middle = statistics.median(ratios)
    yield Row("questions: median of the ratios", f"{len(ratios)} questions", "rdflib", middle, 40)
    worst = max(times, key=lambda id: times[id])
    slow = sum(took > _QUICK_S for took in times.values())
    told = f"worst {worst} {times[worst] * 1000:.0f} ms"
    yield Row("questions over 20 ms", f"{slow} of {len(times)}", told, slow, 0, at_most=True)


def fifty(ground: Ground) -> Rows:
    """Every question at fifty EPCI: the time for a row against that at one."""
    began = time.perf_counter()
    folder, quads = store_of(lines_of(ground.quads), EPCI, ground.folder / "fifty")
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = f"{time.perf_counter() - began:.0f} s"
    yield Row(
        f"{EPCI} EPCI: {quads:,} quads, load", took, f"{size:.0f} MB, peak {peak:.0f} MB", None
    )
    yield from asyncio.run(_compare(ground, folder))


async def _compare(ground: Ground, folder: Path) -> list[Row]:
    limits = Limits(deadline_s=_PATIENCE_S, rows=10**8, answer_bytes=10**9, workers=1)
    prefixes = ground.workspace.root / PREFIXES
    one = Pool(Place(ground.built.folder / "db", prefixes, limits))
    many = Pool(Place(folder, prefixes, limits))
    await one.start()
    await many.start()
    engine = ground.built.open(ground.workspace, ground.settings)
    found: list[Row] = []
    slow: list[str] = []
    for id, question in Catalogue(ground.workspace, engine).questions.items():
        small, rows = await _timed(one, question.text)
        large, more = await _timed(many, question.text)
        ratio = (large / max(more, 1)) / (small / max(rows, 1)) if rows and more else None
        if ratio is None or ratio > 2:
            slow.append(id)
            told = f"{small * 1000:.0f} ms, {rows} rows"
            found.append(
                Row(f"fifty: {id}", f"{large:.2f} s, {more} rows", told, ratio, 2, at_most=True)
            )
    await one.close(0)
    await many.close(0)
    found.append(Row("fifty: questions over 2 x the time for a row", str(len(slow)), "", None))
    return found


async def _timed(pool: Pool, text: str) -> tuple[float, int]:
    began, size = time.perf_counter(), 0
    try:
        reply = await pool.answer(Asked(text, RESULT_FORMATS["tsv"], None))
        if isinstance(reply.content, bytes):
            size = reply.content.count(b"\n") - 1
        else:
            async for chunk in reply.content:
                size += chunk.count(b"\n")
    except MutugraphError:
        return _PATIENCE_S, 0
    return time.perf_counter() - began, size
