"""`python -m bench.soak [SECONDS]`: a mixed load, processes killed at random, a rebuild half-way.

Beside it one client of each attack of `bench.hostile`. Counts what was asked, answered, refused and
killed, checks every answer against the local engine, times `/sante` from a process of its own, and
watches what the server and all its processes take together: memory, descriptors, processes. Each
client has an address, as behind a proxy that the server trusts. Only processes that this run
started are killed: they have its own folder in their environment.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.hostile import ATTACKS, attack, seen_from
from bench.http_rows import both
from bench.measuring import Ground
from mutugraph.engine.formats import RESULT_FORMATS
from mutugraph.engine.memory import exactly
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Limits

_CLIENTS = 4
_FIRST_HOST = 100  # of the honest clients' addresses
_HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * " + "{" * 900,
    "DROP ALL",
)
_SETTLED_S = 60.0
_SHOWN_S = 30
_PROXY = {"MUTUGRAPH_PROXIES": "127.0.0.0/8", "MUTUGRAPH_PUBLIC_URL": "http://127.0.0.1"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What the server takes at one time: its own processes and those of its queries, in MB."""

    second: float
    own: float
    others: float
    descriptors: int
    processes: int

    @property
    def memory(self) -> float:
        """All together, in MB."""
        return self.own + self.others


def main(seconds: float) -> int:
    """Runs the load; 1 when an answer was wrong, or the ceiling of memory was passed."""
    folder = TemporaryDirectory(prefix="mutugraph-bench-")
    ground = Ground(Path(folder.name))
    engine = ground.built.open(ground.workspace, ground.settings)
    texts = [q.text for q in Catalogue(ground.workspace, engine).questions.values()]
    right = {t: sorted(engine.serialize(t, RESULT_FORMATS["json"])) for t in texts}
    found: Counter[str] = Counter()
    os.environ.update(_PROXY)
    began = time.monotonic()
    until = began + seconds
    health: list[float] = []
    seen: list[Taken] = []
    try:
        with both(ground) as (ours, _):
            time.sleep(2)
            site = ours.removesuffix("/sparql")
            ends = multiprocessing.get_context("spawn").Pipe(duplex=False)
            watcher = multiprocessing.get_context("spawn").Process(
                target=_health, args=(site, seconds, ends[1])
            )
            watcher.start()
            clients = [
                threading.Thread(target=_client, args=(ours, right, until, seed, found))
                for seed in range(_CLIENTS)
            ]
            clients += [
                threading.Thread(target=attack, args=(act, site, until, found)) for act in ATTACKS
            ]
            for client in clients:
                client.start()
            half = began + seconds / 2
            while time.monotonic() < until:
                time.sleep(1.0)
                seen.append(_taken(ground, time.monotonic() - began))
                if len(seen) % _SHOWN_S == 0:
                    _show(seen[-1])
                if len(seen) % 5 == 0:
                    found["processes killed"] += _kill_one(ground, random.Random(len(seen)))
                if time.monotonic() > half and not found["rebuilds"]:
                    _rebuild(ground)
                    found["rebuilds"] += 1
            for client in clients:
                client.join()
            health = ends[0].recv()
            watcher.join()
    finally:
        folder.cleanup()
    return _report(found, seen, sorted(health))


def _report(found: Counter[str], seen: list[Taken], health: list[float]) -> int:
    for name, count in sorted(found.items()):
        print(f"{name:<34}{count}")
    highest = max(seen, key=lambda taken: taken.memory)
    most = highest.memory
    settled = [taken.memory for taken in seen if taken.second > _SETTLED_S] or [0.0]
    print(f"{'wrong answers':<34}{found['wrong']}")
    print(f"{'memory, first · most':<34}{seen[0].memory:.0f} · {most:.0f} MB")
    print(f"{'the most, when · of it the server':<34}{highest.second:.0f} s · {highest.own:.0f} MB")
    print(f"{'server processes, most':<34}{max(taken.own for taken in seen):.0f} MB")
    print(f"{'memory after a minute · at the end':<34}{settled[0]:.0f} · {settled[-1]:.0f} MB")
    print(f"{'descriptors, most':<34}{max(taken.descriptors for taken in seen)}")
    print(f"{'processes, most':<34}{max(taken.processes for taken in seen)}")
    late = sum(second > 1.0 for second in health)
    print(f"{'/sante, median · worst':<34}{health[len(health) // 2]:.2f} · {health[-1]:.2f} s")
    print(f"{'/sante, asked · over a second':<34}{len(health)} · {late}")
    return int(found["wrong"] > 0 or most * 1e6 > Limits().server_memory_bytes)


def _client(
    url: str, right: dict[str, list[int]], until: float, seed: int, found: Counter[str]
) -> None:
    """Asks the questions; now and then, from another address, what is refused or has no end."""
    chance = random.Random(seed)
    texts = list(right)
    while time.monotonic() < until:
        hostile = chance.random() < 0.05
        text = chance.choice(_HOSTILE) if hostile else chance.choice(texts)
        asked = text if hostile else f"{text}\n# {chance.randrange(50)}"
        who = "hostile" if hostile else "honest"
        found[f"{who} queries"] += 1
        host = _FIRST_HOST + seed + (_CLIENTS if hostile else 0)
        request = seen_from(f"{url}?{urlencode({'query': asked})}", host)
        try:
            with urlopen(request, timeout=60) as answer:
                body = answer.read()
            found[f"{who} queries answered"] += 1
            if not hostile and sorted(body) != right[text]:  # GROUP_CONCAT has no order
                found["wrong"] += 1
                print(f"wrong: {text.splitlines()[0]}", file=sys.stderr)
        except HTTPError as error:
            found[f"{who} queries {error.code} {_code(error)}"] += 1
        except (URLError, HTTPException, ConnectionError):
            found[f"{who} queries cut"] += 1


def _code(error: HTTPError) -> str:
    with suppress(ValueError, OSError, HTTPException):
        return str(json.loads(error.read()).get("code", ""))
    return ""


def _rebuild(ground: Ground) -> None:
    """Another revision of the same statements, built aside while the server answers."""
    path = ground.workspace.data_files[0]
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    load = [str(Path(sys.executable).parent / "mutugraph"), "-q", "load"]
    place = {
        "MUTUGRAPH_WORKSPACE": str(ground.workspace.root),
        "MUTUGRAPH_STORE": str(ground.settings.store),
    }
    subprocess.run(load, env={**os.environ, **place}, check=True)


def _ours(ground: Ground) -> list[tuple[int, bytes]]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            command = path.read_bytes()
            environment = (path.parent / "environ").read_bytes()  # a query process has none
            if str(ground.folder).encode() in environment + command:
                found.append((int(path.parent.name), command))
    return found


def _kill_one(ground: Ground, chance: random.Random) -> int:
    """Kills one query process of the server that this run started."""
    workers = [pid for pid, command in _ours(ground) if b"mutugraph.engine.worker" in command]
    if not workers:
        return 0
    with suppress(ProcessLookupError):
        os.kill(chance.choice(workers), signal.SIGKILL)
        return 1
    return 0


def _taken(ground: Ground, second: float) -> Taken:
    """What the server and all its processes take; the build of another revision is not of it."""
    own, others, descriptors, processes = 0.0, 0.0, 0, 0
    for pid, command in _ours(ground):
        if b"oxigraph" in command or command.endswith(b"\0load\0"):
            continue
        with suppress(OSError):
            descriptors += len([*Path(f"/proc/{pid}/fd").iterdir()])
        processes += 1
        if b"\0serve\0" in command:
            own += exactly(pid) / 1e6
        else:
            others += exactly(pid) / 1e6
    return Taken(second, own, others, descriptors, processes)


def _show(taken: Taken) -> None:
    print(
        f"{taken.second:5.0f} s: server {taken.own:.0f} MB, its queries and controls "
        f"{taken.others:.0f} MB in {taken.processes} processes",
        flush=True,
    )


def _health(site: str, seconds: float, answers: Connection) -> None:
    """How long `/sante` takes, each half second, in seconds; no answer counts as thirty."""
    took = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            with urlopen(f"{site}/sante", timeout=30) as answer:
                answer.read()
            took.append(time.monotonic() - began)
        except (URLError, HTTPException, OSError):
            took.append(30.0)
        time.sleep(0.5)
    answers.send(took)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0))
