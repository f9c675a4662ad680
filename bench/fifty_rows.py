"""The catalogue's questions at fifty EPCI, against one."""

from __future__ import annotations

import asyncio
import resource
import time
from math import inf
from pathlib import Path

from pyoxigraph import Store

from bench.generating import EPCI, lines_of, store_of
from bench.measuring import Ground, Row, Rows
from mutugraph.engine.forking import Place
from mutugraph.engine.formats import RESULT_FORMATS
from mutugraph.engine.pool import Pool
from mutugraph.engine.wire import Asked
from mutugraph.errors import MutugraphError
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Limits
from mutugraph.workspace import PREFIXES

_PATIENCE_S = 20.0
_TIMES = 2
_AGAIN, _LONG_S = 4, 1.0


def fifty_store(ground: Ground) -> tuple[Path, int]:
    """The store of fifty EPCI and its quads, made by the first group of a run that asks."""
    folder = ground.folder / "fifty"
    if folder.exists():
        return folder, len(Store.read_only(str(folder)))
    return store_of(lines_of(ground.quads), EPCI, folder)


def fifty(ground: Ground) -> Rows:
    """Every question at fifty EPCI: the time for a row against that at one."""
    began = time.perf_counter()
    folder, quads = fifty_store(ground)
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
    questions = Catalogue(ground.workspace, engine).questions
    for id, question in questions.items():
        small, rows = await _least(one, question.text)
        large, more = await _least(many, question.text)
        # a question without an answer is to grow no faster than what it looks at
        alike = bool(rows) == bool(more)
        ratio = (large / (more or EPCI)) / (small / (rows or 1)) if alike else inf
        if ratio > _TIMES:
            slow.append(id)
            told = f"{small * 1000:.0f} ms, {rows} rows"
            shown = f"{large:.2f} s, {more} rows"
            found.append(Row(f"fifty: {id}", shown, told, ratio, _TIMES, at_most=True))
    await one.close(0)
    await many.close(0)
    told = f"of {len(questions)}: {', '.join(slow)}"
    what = f"fifty: questions over {_TIMES} x the time for a row"
    found.append(Row(what, str(len(slow)), told, len(slow), 0, at_most=True))
    return found


async def _least(pool: Pool, text: str) -> tuple[float, int]:
    """The best time of a few, in seconds of a clock, and the rows; a long one is asked once."""
    took, rows = await _timed(pool, text)
    for _ in range(_AGAIN if took < _LONG_S else 0):
        took = min(took, (await _timed(pool, text))[0])
    return took, rows


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
