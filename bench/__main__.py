"""`python -m bench [GROUP…]`: prints each row as it is measured. Groups: see `GROUPS`.

A row is ours, the reference, their ratio, the ratio to reach; both are measured in this run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.book_rows import books
from bench.control_rows import control, difference, nation, rules
from bench.engine_rows import fifty, parsing, questions
from bench.http_rows import http
from bench.lane_rows import lanes
from bench.legi_rows import legi
from bench.life_rows import life
from bench.measuring import Ground, Row, Rows, seconds
from bench.publish_rows import publication
from bench.reasoning_rows import reasoning
from bench.remote_rows import remote
from bench.site_rows import site


def starting(_: Ground) -> Rows:
    """`mutugraph --help`."""
    program = Path(sys.executable).parent / "mutugraph"
    walls = []

    def shown() -> None:
        began = time.perf_counter()
        subprocess.run([program, "--help"], check=True, stdout=subprocess.DEVNULL)
        walls.append(time.perf_counter() - began)

    worked = seconds(shown, times=9)
    took = min(walls)
    told = f"{worked:.2f} s of a core"
    yield Row("mutugraph --help", f"{took:.2f} s", told, took, 0.3, at_most=True)


GROUPS: dict[str, Callable[[Ground], Rows]] = {
    "parse": parsing,
    "questions": questions,
    "reason": reasoning,
    "validate": control,
    "rules": rules,
    "diff": difference,
    "http": http,
    "lanes": lanes,
    "site": site,
    "start": starting,
    "books": books,
    "nation": nation,
    "fifty": fifty,
    "remote": remote,
    "legi": legi,
    "life": life,
    "publish": publication,
}


def main(names: list[str]) -> int:
    """Runs the groups named, or all; 2 for an unknown one."""
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; groups: {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    ground = Ground()
    missed, began = 0, time.perf_counter()
    print(f"# {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    try:
        for name in names or GROUPS:
            for row in GROUPS[name](ground):
                print(row, flush=True)
                missed += row.verdict == "MISSED"
    finally:
        ground.close()
    took = time.perf_counter() - began
    print(f"# {missed} rows missed their target; {took:.0f} s, load {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
