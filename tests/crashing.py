"""A process that is killed at each thing that it does to files, one after the other."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

_FORKS = """
import os, signal, sys
from pathlib import Path
{imports}
ALIKE = 3  # of a folder's many files, the first two stand for all
CHANGES = ("open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.link", "os.chmod")
def act(folder):
    {act}
for line in sys.stdin:
    last, folder = line.rstrip().split(" ", 1)
    last, done, same = int(last), 0, []
    def kill(event, facts):
        global done, same
        reads = event == "open" and not (len(facts) > 2 and facts[2] & (os.O_WRONLY | os.O_RDWR))
        if event in CHANGES and not reads:
            same = [*same, event] if same[:1] == [event] else [event]
            done += len(same) < ALIKE
            if done == last:
                os.kill(os.getpid(), signal.SIGKILL)
    child = os.fork()
    if child == 0:
        sys.addaudithook(kill)
        act(Path(folder))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print("killed" if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status), flush=True)
"""
_MOST = 200


def kill_at_every_step(
    place: Path,
    imports: str,
    act: str,
    prepare: Callable[[Path], object],
    check: Callable[[Path], None],
) -> int:
    """Prepares a folder, has `act` killed at its first change of a file, checks; at its second…

    Until it comes to its end; how many changes it made. `act` is Python over `folder`.
    """
    code = _FORKS.format(imports=imports, act=act)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            for step in count(1):
                folder = place / str(step)
                folder.mkdir()
                prepare(folder)
                print(step, folder, file=process.stdin, flush=True)
                ended = process.stdout.readline().strip()
                assert ended in {"killed", "0"}
                check(folder)
                if ended == "0":
                    return step - 1
                assert step < _MOST
        finally:
            process.stdin.close()
    raise AssertionError
