"""Short queries in a closed loop, each unlike the last, beside queries that have no end."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.http_rows import both
from bench.measuring import Ground, Row, Rows, most

_ENDLESS = "SELECT (COUNT(*) AS ?n{number}) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }}"
_SHORT = "SELECT ?s {{ ?s a ?t{number} . ?s ?p ?o }} LIMIT 3"
_NUMBERS = (0, 1, 2, 3, 4, 8, 16)
_LOOP_S = 9.0  # less than the deadline: the endless ones are there all the while
_TIMES_QUIET, _WORST_S = 4, 1.0


def lanes(ground: Ground) -> Rows:
    """What a short query waits for: its 99th percentile, against the quiet one, and its worst."""
    with both(ground) as (ours, _):
        quiet = 0.0
        _loop(ours)  # a server that has just started prepares what others will ask
        for number in _NUMBERS:
            endless = [
                threading.Thread(target=_ask, args=(ours, _ENDLESS.format(number=one)))
                for one in range(number)
            ]
            for one in endless:
                one.start()
            took, refused = _loop(ours)
            for one in endless:
                one.join()
            p99, worst = took[int(0.99 * len(took))], took[-1]
            quiet = quiet or p99
            what = f"a short query beside {number} endless ones"
            told = f"p99 {1000 * p99:.0f} ms, worst {1000 * worst:.0f}"
            reference = f"quiet {1000 * quiet:.0f} ms"
            yield Row(what, told, reference, p99 / quiet, _TIMES_QUIET, at_most=True)
            yield most("the same, its worst", worst, _WORST_S, "s")
            yield Row("the same, refused", str(refused), "none", refused, 0, at_most=True)


def _loop(url: str) -> tuple[list[float], int]:
    """The times of the short queries, in order of length, in seconds; how many were refused."""
    took: list[float] = []
    refused = 0
    time.sleep(0.3)
    until = time.monotonic() + _LOOP_S
    while time.monotonic() < until:
        began = time.monotonic()
        refused += not _ask(url, _SHORT.format(number=time.time_ns()))
        took.append(time.monotonic() - began)
    return sorted(took), refused


def _ask(url: str, query: str) -> bool:
    with suppress(HTTPError), urlopen(f"{url}?{urlencode({'query': query})}", timeout=60) as answer:
        answer.read()
        return True
    return False
