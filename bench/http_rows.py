"""The endpoint against Oxigraph's server and rdflib-endpoint, on the same quads, by `wrk`."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import urlopen

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store

from bench.measuring import Ground, Row, Rows, most
from bench.servers import BIN, free_port, served

_SECONDS, _CONNECTIONS = 4, 16
_P99_MS = 10
_SETTLED_S, _CONTROLLED_S = 60, 10
_MOST_JOINED = 20
_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_LARGE = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 650 OFFSET "
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1000.0}


@contextmanager
def both(ground: Ground) -> Iterator[tuple[str, str]]:
    """The two endpoints, ours and Oxigraph's, over the same store."""
    import os

    ours, theirs = free_port(), free_port()
    copy = ground.folder / "oxigraph"
    if not copy.exists():
        shutil.copytree(ground.built.folder / "db", copy)
    place = {**os.environ, "MUTUGRAPH_STORE": str(ground.settings.store)}
    mine = [
        str(BIN / "mutugraph"),
        "--workspace",
        str(ground.workspace.root),
        "serve",
        "--port",
        str(ours),
    ]
    other = [str(BIN / "oxigraph"), "serve-read-only", "--location", str(copy)]
    other += ["--bind", f"127.0.0.1:{theirs}"]
    with (
        served(mine, f"http://127.0.0.1:{ours}/sante", **place),
        served(other, f"http://127.0.0.1:{theirs}/"),
    ):
        _settle(f"http://127.0.0.1:{ours}/metrics")
        yield f"http://127.0.0.1:{ours}/sparql", f"http://127.0.0.1:{theirs}/query"


def _settle(metrics: str) -> None:
    """Waits for what a server does once, after its start: `minute` measures that."""
    until = time.monotonic() + _SETTLED_S
    while time.monotonic() < until:
        with urlopen(metrics) as told:
            if re.search(rb"^mutugraph_query_processes_in_memory [1-9]", told.read(), re.MULTILINE):
                break
        time.sleep(1)
    time.sleep(_CONTROLLED_S)


@contextmanager
def rdflib_endpoint(ground: Ground) -> Iterator[str]:
    """rdflib-endpoint over the union of the same graphs."""
    port, lines = free_port(), ground.folder / "union.nt"
    store = Store.read_only(str(ground.built.folder / "db"))
    store.dump(lines, format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    command = [str(BIN / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port)]
    with served([*command, str(lines)], f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}/"


def wrk(url: str, query: str, *, unseen: bool, folder: Path) -> tuple[float, float]:
    """Requests a second, and the 99th percentile in ms; `{i}` in the query is a counter.

    Raises where one was not answered.
    """
    script = folder / "wrk.lua"
    path = "/" + url.split("/", 3)[3] + "?query=" + quote(query, safe="{}")
    before, _, after = path.partition("{i}")
    step = "i = i + 1" if unseen else ""
    script.write_text(
        f"i = {time.time_ns() // 1000 % 1_000_000 * 1000 if unseen else 7}\n"
        f"request = function() {step} return wrk.format('GET', '{before}' .. i .. '{after}') end\n"
    )
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{_SECONDS}s", "--latency"]
    run = subprocess.run(
        [*command, "-s", str(script), url], capture_output=True, text=True, check=True, timeout=60
    )
    if "Non-2xx" in run.stdout:
        raise RuntimeError(run.stdout)
    rate = re.search(r"Requests/sec:\s*([\d.]+)", run.stdout)
    tail = re.search(r"99%\s*([\d.]+)(us|ms|s)", run.stdout)
    if rate is None or tail is None:
        raise RuntimeError(run.stdout)
    return float(rate[1]), float(tail[1]) * _UNITS[tail[2]]


def http(ground: Ground) -> Rows:
    """Each kind of query against both references, then beside one that never ends."""
    store = Store.read_only(str(ground.built.folder / "db"))
    nodes = sorted({q.subject.value for q in store if isinstance(q.subject, NamedNode)})
    subject = next(NamedNode(node) for node in nodes if _is_small(store, NamedNode(node)))
    small = f"SELECT * {{ {subject} ?p ?o }} LIMIT 1{{i}}"
    joined = f"SELECT * {{ {subject} ?p ?o . ?o ?q ?r }} LIMIT 1{{i}}"
    large = f"{_LARGE}0 # {{i}}"
    cases = (
        ("repeated, small", small, False, 1),
        ("repeated, 156 kB", large, False, 20),
        ("unseen, small look-up", small, True, 0.38),
        ("unseen, small join (in a query process)", joined, True, 0.25),
        ("unseen, 156 kB", large, True, 1.8),
    )
    with both(ground) as (ours, theirs), rdflib_endpoint(ground) as plain:
        for what, query, unseen, target in cases:
            mine, p99 = wrk(ours, query, unseen=unseen, folder=ground.folder)
            other, other_p99 = wrk(theirs, query, unseen=unseen, folder=ground.folder)
            told = f"{mine:.0f}/s, p99 {p99:.1f} ms"
            reference = f"oxi {other:.0f}/s, {other_p99:.1f} ms"
            yield Row(f"HTTP {what}", told, reference, mine / other, target)
            if unseen:
                yield most(f"HTTP {what}: p99", p99, _P99_MS, "ms")
            other, other_p99 = wrk(plain, query, unseen=unseen, folder=ground.folder)
            reference = f"rdflib-endpoint {other:.0f}/s, {other_p99:.1f} ms"
            yield Row(f"HTTP {what}", told, reference, mine / other if other else None)
        _, quiet = wrk(ours, joined, unseen=True, folder=ground.folder)
        stopped: list[float] = []
        for endless in (1, 3, 8, 16):
            attackers = [
                threading.Thread(target=_attack, args=(ours, number, stopped))
                for number in range(endless)
            ]
            for attacker in attackers:
                attacker.start()
            time.sleep(0.5)
            attacked, end = math.inf, "one was not answered"
            with suppress(RuntimeError, subprocess.TimeoutExpired):
                _, attacked = wrk(ours, joined, unseen=True, folder=ground.folder)
                end = f"p99 {attacked:.1f} ms"
            for attacker in attackers:
                attacker.join()
            what = f"HTTP, a join beside {endless} endless queries"
            reference = f"quiet p99 {quiet:.1f} ms"
            yield Row(what, end, reference, attacked / quiet, 4, at_most=True)
        stopped.sort()
        after = f"{stopped[-1]:.1f} s"
        yield Row(
            "an endless query is stopped after", after, "deadline 10 s", stopped[-1], 11, True
        )


def _is_small(store: Store, node: NamedNode) -> bool:
    """Whether what it is joined with is little; the same node in every run."""
    joined = store.query(f"SELECT ?r {{ {node} ?p ?o . ?o ?q ?r }} LIMIT {_MOST_JOINED + 1}")
    return isinstance(joined, QuerySolutions) and 1 < len(list(joined)) <= _MOST_JOINED


def _attack(url: str, number: int, stopped: list[float]) -> None:
    asked, began = urlencode({"query": f"{_ENDLESS} # {number}"}), time.monotonic()
    with suppress(HTTPError, OSError):
        urlopen(f"{url}?{asked}", timeout=60).close()
    stopped.append(time.monotonic() - began)
