"""What a server tells of itself: an access log without personal data, figures for Prometheus.

Neither addresses, nor agents, nor what was asked are kept: a line has the time, the method, the
path without its parameters, the status, the bytes and the milliseconds.
"""

from __future__ import annotations

import json
import os
import sys
import time
from bisect import bisect_left
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

BOUNDS_S = (0.005, 0.025, 0.1, 0.5, 2.5, 10.0)
_FLUSH_S = 1.0
_KINDS = ("sparql", "mcp", "questions", "id", "static", "sante", "metrics")
_OF_ALL = {"memory_bytes", "memory_limit_bytes"}  # what each process says of the whole server
_HELP = {
    "requests_total": "counter",
    "request_seconds_bucket": "",
    "request_seconds_sum": "counter",
    "response_bytes_total": "counter",
    "queries_total": "counter",
    "queries_stopped_total": "counter",
    "queries_crashed_total": "counter",
    "queries_refused_busy_total": "counter",
    "queries_long_total": "counter",
    "queries_displaced_total": "counter",
    "query_processes_started_total": "counter",
    "requests_refused_busy_total": "counter",
    "requests_refused_body_total": "counter",
    "pages_cache_bytes": "gauge",
    "query_processes": "gauge",
    "processes_given_up_total": "counter",
    "queries_waiting": "gauge",
    "cache_bytes": "gauge",
    "cache_hits_total": "counter",
    "cache_misses_total": "counter",
}


@dataclass(slots=True)
class _Route:
    """The responses of one kind and status; how many took less than each bound."""

    within: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS_S) + 1))
    seconds: float = 0.0
    sent: int = 0


@dataclass(slots=True)
class Figures:
    """The counters of one process, and where those of its brothers are."""

    shared: Path | None = None
    _routes: dict[tuple[str, int], _Route] = field(default_factory=dict)
    _flushed: float = 0.0

    def request(self, path: str, status: int, seconds: float, sent: int) -> None:
        """Counts one response."""
        first = path[1:].partition("/")[0]
        key = (first if first in _KINDS else "page", status)
        route = self._routes.get(key) or self._routes.setdefault(key, _Route())
        route.within[bisect_left(BOUNDS_S, seconds)] += 1
        route.seconds += seconds
        route.sent += sent

    @property
    def counted(self) -> Counter[str]:
        """Every counter by its name and labels."""
        found: Counter[str] = Counter()
        for (kind, status), route in self._routes.items():
            label = f'route="{kind}"'
            found[f'requests_total{{{label},status="{status}"}}'] += sum(route.within)
            found["response_bytes_total"] += route.sent
            for bound, count in zip((*BOUNDS_S, "+Inf"), accumulate(route.within), strict=True):
                found[f'request_seconds_bucket{{{label},le="{bound}"}}'] += count
            found[f"request_seconds_count{{{label}}}"] += sum(route.within)
            found[f"request_seconds_sum{{{label}}}"] += route.seconds  # type: ignore[assignment]
        return found

    def flush(self, more: dict[str, float], *, now: bool = False) -> None:
        """Writes the counters where the other processes of this server find them."""
        if self.shared is None or (not now and time.monotonic() - self._flushed < _FLUSH_S):
            return
        self._flushed = time.monotonic()
        aside = self.shared / f".{os.getpid()}"
        with suppress(OSError):
            aside.write_text(json.dumps({**self.counted, **more}), encoding="utf-8")
            aside.replace(self.shared / f"{os.getpid()}.json")

    def exposition(self, more: dict[str, float], revision: str) -> bytes:
        """The sum of all processes, in Prometheus' text format 0.0.4."""
        self.flush(more, now=True)
        total: Counter[str] = Counter()
        for path in self.shared.glob("*.json") if self.shared else ():
            with suppress(OSError, ValueError):
                told = json.loads(path.read_text(encoding="utf-8"))
                total.update({name: n for name, n in told.items() if name not in _OF_ALL})
        if self.shared is None:
            total = Counter({**self.counted, **more})
        for name in _OF_ALL & more.keys():
            total[name] = more[name]  # type: ignore[assignment]
        lines = [f'mutugraph_info{{revision="{revision}"}} 1']
        typed: set[str] = set()
        for name, value in sorted(total.items()):
            base = name.partition("{")[0]
            family = base.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count")
            kind = "histogram" if family == "request_seconds" else _HELP.get(base, "gauge")
            shown = family if kind == "histogram" else base
            if shown not in typed:
                typed.add(shown)
                lines.append(f"# TYPE mutugraph_{shown} {kind}")
            lines.append(f"mutugraph_{name} {value}")
        return "\n".join([*lines, ""]).encode()


class Observed:
    """ASGI: counts every response, and writes its line where a log is wanted."""

    def __init__(self, app: ASGIApp, figures: Figures, log: TextIO | None = None) -> None:
        self._app = app
        self._figures = figures
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, sent = time.perf_counter(), 500, 0

        async def sending(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            seconds = time.perf_counter() - began
            self._figures.request(scope["path"], status, seconds, sent)
            if self._log is not None:
                self._write(scope, status, sent, seconds)

    def _write(self, scope: Scope, status: int, sent: int, seconds: float) -> None:
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "bytes": sent,
            "ms": round(seconds * 1000, 1),
        }
        print(json.dumps(line), file=self._log or sys.stderr)
