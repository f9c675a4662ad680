"""The site: its second start, and the time of pages that nobody has asked for yet."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bench.http_rows import free_port
from bench.measuring import Ground, Rows, most

_BIN = Path(sys.executable).parent
_PAGES = 30
_STARTS = 3
_START_S, _PAGE_MS = 0.8, 28
_IDLE_S = 0.1


def site(ground: Ground) -> Rows:
    """The store is there; then pages of services, texts and questions, each asked for once."""
    ground.built  # noqa: B018 - builds the store, as a first start does
    starts = []
    for _ in range(_STARTS - 1):
        with _serving(ground) as (_, _, took):
            starts.append(took)
    with _serving(ground) as (server, url, took):
        starts.append(took)
        yield most("second start of serve", min(starts), _START_S, "s", f"best of {_STARTS}")
        paths = _links(url)
        _settle(server)
        times, began = [], _worked(server)
        for path in paths:
            asked = time.perf_counter()
            urlopen(url + path, timeout=60).read()
            times.append((time.perf_counter() - asked) * 1000)
        worked = (_worked(server) - began) / len(paths) * 1000
    middle, worst = statistics.median(times), max(times)
    what = f"{len(times)} pages of the site, unseen: median"
    yield most(what, middle, _PAGE_MS, "ms", f"worst {worst:.0f} ms")
    yield most("the same pages, mean", worked, _PAGE_MS, "ms", "of a core")


def _settle(process: int) -> None:
    """Waits until what is read ahead after a start is read."""
    for _ in range(60):
        before = _worked(process)
        time.sleep(1)
        if _worked(process) - before < _IDLE_S:
            return


def _worked(process: int) -> float:
    """The seconds that cores have worked for a process and those that it started."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")  # and of those that have ended
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return own + sum(_worked(int(child)) for task in tasks for child in task.read_text().split())


@contextmanager
def _serving(ground: Ground) -> Iterator[tuple[int, str, float]]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [str(_BIN / "mutugraph"), "--workspace", str(ground.workspace.root)]
    command += ["serve", "--port", str(port)]
    place = {**os.environ, "MUTUGRAPH_STORE": str(ground.settings.store)}
    place.pop("PYTHONDONTWRITEBYTECODE", None)  # a second start finds compiled what is installed
    quiet = subprocess.DEVNULL
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=place) as process:
        try:
            while time.perf_counter() - began < 60:
                with suppress(URLError, ConnectionError):
                    urlopen(url + "/sante", timeout=5).close()
                    break
                time.sleep(0.01)
            yield process.pid, url, time.perf_counter() - began
        finally:
            process.terminate()


def _links(url: str) -> list[str]:
    """The pages that the first page names, and those that these name, in the order found."""
    seen = dict.fromkeys(["/"])
    for path in ("/", "/services", "/questions", "/textes"):
        with suppress(URLError):
            text = urlopen(url + path, timeout=60).read().decode()
            seen |= dict.fromkeys(
                re.findall(r'href="(/(?:services|textes|questions)/[^"?#.]+)"', text)
            )
    return [path for path in seen if path != "/"][:_PAGES]
