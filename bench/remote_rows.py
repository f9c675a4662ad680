"""Other people's servers at `BENCH_EPCI` EPCI: loaded by the Graph Store protocol, then asked."""

from __future__ import annotations

import statistics
import time
from functools import partial

from pyoxigraph import Store

from bench.generating import EPCI, lines_of, store_of
from bench.measuring import Ground, Row, Rows
from bench.servers import oxigraph, virtuoso
from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.engine.protocol import Engine
from mutugraph.engine.remote import RemoteEngine
from mutugraph.engine.upload import upload
from mutugraph.errors import MutugraphError
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Limits

_LIMITS = Limits(deadline_s=60, rows=10**8, answer_bytes=10**9)
_LONG_S = 2.0
_BUFFERS = 80_000


def remote(ground: Ground) -> Rows:
    """The load and the time of every question on each server, against the store on this disk."""
    folder, quads = store_of(lines_of(ground.quads), EPCI, ground.folder / "elsewhere")
    names = ground.workspace.namespaces
    local = _times(ground, EmbeddedEngine.open(folder, names, _LIMITS))
    for name, run in (("Oxigraph", oxigraph), ("Virtuoso", partial(virtuoso, buffers=_BUFFERS))):
        home = ground.folder / name
        home.mkdir()
        with run(home) as server:
            began = time.perf_counter()
            journal = home / "journal" / "sent.json"
            upload(Store.read_only(str(folder)), server.graphs, journal, account=server.account)
            took = time.perf_counter() - began
            size = sum(p.stat().st_size for p in home.rglob("*") if p.is_file()) / 1e6
            told = f"{size:.0f} MB"
            yield Row(f"{name}, {EPCI} EPCI: {quads:,} quads sent", f"{took:.0f} s", told, None)
            there = _times(ground, RemoteEngine(server.query, names, _LIMITS))
            yield from _compared(name, there, local)


def _compared(name: str, there: dict[str, float | None], local: dict[str, float | None]) -> Rows:
    both = [(id, here, far) for id, here in local.items() if here and (far := there[id])]
    middle = statistics.median(far / here for _, here, far in both)
    told = f"{statistics.median(here for _, here, _ in both) * 1000:.0f} ms on this disk"
    ours = f"{statistics.median(far for *_, far in both) * 1000:.0f} ms"
    yield Row(f"{name}: median of {len(both)} questions", ours, told, middle)
    for id, here, far in both:
        if far > _LONG_S:
            yield Row(f"{name}: {id}", f"{far:.1f} s", f"{here:.1f} s", far / here)
    failed = [id for id, far in there.items() if far is None]
    yield Row(f"{name}: not answered in 60 s", str(len(failed)), " ".join(failed), None)


def _times(ground: Ground, engine: Engine) -> dict[str, float | None]:
    """Seconds of a clock for each question; None for one that was not answered.

    With its parameters bound: Virtuoso 7.2.5 dies of some `VALUES` of `UNDEF` (`limites`).
    """
    found: dict[str, float | None] = {}
    catalogue = Catalogue(ground.workspace, engine)
    catalogue.names, catalogue.editions  # noqa: B018 - asked once, for all questions
    for id in catalogue.questions:
        began = time.perf_counter()
        try:
            ask(catalogue, id)  # keeps its answer: asked once
            found[id] = time.perf_counter() - began
        except MutugraphError:
            found[id] = None
    return found
