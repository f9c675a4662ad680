"""`python -m bench.soak [SECONDS]`: a mixed load, processes killed at random, a rebuild half-way.

Beside it one client of each attack of `bench.hostile`. Counts what was asked, answered, refused and
killed, checks every answer against the local engine, times `/sante`, and watches what the server
and all its processes take together: memory, descriptors, processes. Only processes that this run
started are killed: they have its own folder in their environment.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.hostile import ATTACKS, attack
from bench.http_rows import both
from bench.measuring import Ground
from mutugraph.engine.formats import RESULT_FORMATS
from mutugraph.engine.memory import exactly
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Limits

_CLIENTS = 4
_HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * " + "{" * 900,
    "DROP ALL",
)


def main(seconds: float) -> int:
    """Runs the load; 1 when an answer was wrong, or the ceiling of memory was passed."""
    ground = Ground()
    engine = ground.built.open(ground.workspace, ground.settings)
    texts = [q.text for q in Catalogue(ground.workspace, engine).questions.values()]
    right = {t: sorted(engine.serialize(t, RESULT_FORMATS["json"])) for t in texts}
    found: Counter[str] = Counter()
    until = time.monotonic() + seconds
    try:
        with both(ground) as (ours, _):
            time.sleep(2)
            clients = [
                threading.Thread(target=_client, args=(ours, right, until, seed, found))
                for seed in range(_CLIENTS)
            ]
            site = ours.removesuffix("/sparql")
            clients += [
                threading.Thread(target=attack, args=(act, site, until, found)) for act in ATTACKS
            ]
            for client in clients:
                client.start()
            seen: list[tuple[float, int, int]] = []
            health: list[float] = []
            half = time.monotonic() + seconds / 2
            while time.monotonic() < until:
                time.sleep(1.0)
                seen.append(_taken(ground))
                health.append(_health(site))
                if len(seen) % 5 == 0:
                    found["processes killed"] += _kill_one(ground, random.Random(len(seen)))
                if time.monotonic() > half and not found["rebuilds"]:
                    _rebuild(ground)
                    found["rebuilds"] += 1
            for client in clients:
                client.join()
    finally:
        ground.close()
    for name, count in sorted(found.items()):
        print(f"{name:<24}{count}")
    memory, descriptors, processes = (max(column) for column in zip(*seen, strict=True))
    health.sort()
    print(f"{'wrong answers':<24}{found['wrong']}")
    print(f"{'memory, first · most':<24}{seen[0][0]:.0f} · {memory:.0f} MB")
    print(f"{'descriptors, most':<24}{descriptors}")
    print(f"{'processes, most':<24}{processes}")
    print(f"{'/sante, median · worst':<24}{health[len(health) // 2]:.2f} · {health[-1]:.2f} s")
    return int(found["wrong"] > 0 or memory * 1e6 > Limits().server_memory_bytes)


def _client(
    url: str, right: dict[str, list[int]], until: float, seed: int, found: Counter[str]
) -> None:
    chance = random.Random(seed)
    texts = list(right)
    while time.monotonic() < until:
        hostile = chance.random() < 0.05
        text = chance.choice(_HOSTILE) if hostile else chance.choice(texts)
        asked = text if hostile else f"{text}\n# {chance.randrange(50)}"
        found["requests"] += 1
        try:
            with urlopen(f"{url}?{urlencode({'query': asked})}", timeout=60) as answer:
                body = answer.read()
            found["answers"] += 1
            if not hostile and sorted(body) != right[text]:  # GROUP_CONCAT has no order
                found["wrong"] += 1
                print(f"wrong: {text.splitlines()[0]}", file=sys.stderr)
        except HTTPError as error:
            found[f"refused {error.code}"] += 1
        except (URLError, HTTPException, ConnectionError):
            found["connections cut"] += 1


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


def _taken(ground: Ground) -> tuple[float, int, int]:
    """What the server and all its processes take: megabytes, descriptors, how many they are."""
    pids = [pid for pid, command in _ours(ground) if b"oxigraph" not in command]
    descriptors = 0
    for pid in pids:
        with suppress(OSError):
            descriptors += len([*Path(f"/proc/{pid}/fd").iterdir()])
    return sum(map(exactly, pids)) / 1e6, descriptors, len(pids)


def _health(site: str) -> float:
    began = time.monotonic()
    with suppress(URLError, HTTPException, OSError), urlopen(f"{site}/sante", timeout=30) as answer:
        answer.read()
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0))
