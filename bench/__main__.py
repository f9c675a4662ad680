"""`python -m bench [GROUP…]`: prints each row as it is measured. Groups: see `GROUPS`.

A row is ours, the reference, their ratio, the ratio to reach; both are measured in this run. Each
group runs in a process of its own, so that one that fails, or takes much memory, is not felt by the
next. How long each took is told beside, on the other stream.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measuring import ROOT, Ground, Row

# by what they need: first what a busy machine tells wrong
GROUPS = {
    "start": "start_rows.help",
    "site": "site_rows.site",
    "minute": "minute_rows.minute",
    "lanes": "lane_rows.lanes",
    "http": "http_rows.http",
    "parse": "engine_rows.parsing",
    "questions": "question_rows.questions",
    "reason": "reasoning_rows.reasoning",
    "validate": "control_rows.control",
    "changed": "changed_rows.changed",
    "rules": "control_rows.rules",
    "diff": "control_rows.difference",
    "many": "control_rows.nation",
    "books": "book_rows.books",
    "legi": "legi_rows.legi",
    "publish": "publish_rows.publication",
    "fifty": "fifty_rows.fifty",
    "nation": "nation_rows.nation",
    "life": "life_rows.life",
}
# other people's servers, at fifty EPCI: as long as all the rest, and nothing is to be reached
BY_NAME = {"remote": "remote_rows.remote"}
_PATIENCE_S = 900  # a group that has not ended by then is stopped, and the next one runs


def main(names: list[str]) -> int:
    """Runs the groups named, or all; 1 where one failed, 2 for an unknown one."""
    known = GROUPS | BY_NAME
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; groups: {', '.join(known)}", file=sys.stderr)
        return 2
    missed, failed, began = 0, 0, time.perf_counter()
    print(f"# {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    with TemporaryDirectory(prefix="mutugraph-bench-") as folder:
        for name in names or GROUPS:
            group_began = time.perf_counter()
            lines, code = _apart(known[name], Path(folder))
            missed += sum(line.endswith("MISSED") for line in lines)
            if code:
                failed += 1
            if code < 0:  # else it has said so itself
                print(Row(name, f"failed: signal {-code}", "", None), flush=True)
            took = time.perf_counter() - group_began
            print(f"# {name}: {took:.0f} s", file=sys.stderr, flush=True)
    took = time.perf_counter() - began
    load = os.getloadavg()[0]
    print(f"# {missed} rows missed their target, {failed} groups failed")
    print(f"# {took:.0f} s, load {load:.1f}")
    return int(failed > 0)


def _apart(target: str, folder: Path) -> tuple[list[str], int]:
    """Prints the rows of a group as they come; the lines, and how its process ended."""
    code = "import sys; from bench.__main__ import group; sys.exit(group(*sys.argv[1:]))"
    command = [sys.executable, "-c", code, target, str(folder)]
    lines = []
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        late = threading.Timer(_PATIENCE_S, _end, [run.pid])
        late.start()
        try:
            for line in run.stdout or ():
                print(line, end="", flush=True)
                lines.append(line.rstrip())
            run.wait()
        finally:
            late.cancel()
            _end(run.pid)  # a server that it has left, say
    return lines, run.returncode


def _end(session: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


def group(target: str, folder: str) -> int:
    """Prints the rows of a group; one that raises, or that wants a tool, is told as a row."""
    module, name = target.split(".")
    try:
        for row in getattr(import_module(f"bench.{module}"), name)(Ground(Path(folder))):
            print(row, flush=True)
    except Exception as error:
        import traceback

        traceback.print_exc()
        told = f"failed: {type(error).__name__}: {error}".splitlines()[0]
        print(Row(f"{module}.{name}", told, "", None), flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
