"""`python -m bench [GROUP…]`: prints each row as it is measured. Groups: see `GROUPS`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench.control_rows import control, difference, nation, rules
from bench.engine_rows import fifty, parsing, questions
from bench.http_rows import http
from bench.measuring import Ground, Row, Rows, seconds
from bench.reasoning_rows import reasoning
from bench.site_rows import site


def starting(_: Ground) -> Rows:
    """`mutugraph --help`."""
    program = Path(sys.executable).parent / "mutugraph"
    took = seconds(
        lambda: subprocess.run([program, "--help"], check=True, stdout=subprocess.DEVNULL), times=3
    )
    yield Row("mutugraph --help", f"{took:.2f} s", "0.3 s", took, 0.3, at_most=True)


GROUPS: dict[str, Callable[[Ground], Rows]] = {
    "parse": parsing,
    "questions": questions,
    "reason": reasoning,
    "validate": control,
    "rules": rules,
    "diff": difference,
    "http": http,
    "site": site,
    "start": starting,
    "nation": nation,
    "fifty": fifty,
}


def main(names: list[str]) -> int:
    """Runs the groups named, or all; 2 for an unknown one."""
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; groups: {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    ground = Ground()
    missed = 0
    try:
        for name in names or GROUPS:
            for row in GROUPS[name](ground):
                print(row, flush=True)
                missed += row.verdict == "MISSED"
    finally:
        ground.close()
    print(f"{missed} rows missed their target")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
