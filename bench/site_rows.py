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
from bench.measuring import Ground, Row, Rows

_BIN = Path(sys.executable).parent
_PAGES = 30


def site(ground: Ground) -> Rows:
    """The store is there; then pages of services, texts and questions, each asked for once."""
    ground.built  # noqa: B018 - builds the store, as a first start does
    with _serving(ground) as (url, took):
        yield Row("second start of serve", f"{took:.2f} s", "0.5 s", took, 0.5, at_most=True)
        times = []
        for path in _links(url):
            began = time.perf_counter()
            urlopen(url + path, timeout=60).read()
            times.append((time.perf_counter() - began) * 1000)
    middle, worst = statistics.median(times), max(times)
    what = f"{len(times)} pages of the site, unseen: median"
    told = f"worst {worst:.0f} ms"
    yield Row(what, f"{middle:.0f} ms", told, middle, 50, at_most=True)


@contextmanager
def _serving(ground: Ground) -> Iterator[tuple[str, float]]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [str(_BIN / "mutugraph"), "--workspace", str(ground.workspace.root)]
    command += ["serve", "--port", str(port)]
    place = {**os.environ, "MUTUGRAPH_STORE": str(ground.settings.store)}
    quiet = subprocess.DEVNULL
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=place) as process:
        try:
            while time.perf_counter() - began < 60:
                with suppress(URLError, ConnectionError):
                    urlopen(url + "/sante", timeout=5).close()
                    break
                time.sleep(0.01)
            yield url, time.perf_counter() - began
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
