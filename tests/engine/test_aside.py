"""How the end of a process beside the server is told."""

from __future__ import annotations

import signal

import pytest

from mutugraph.engine.aside import Bounds, _death
from mutugraph.errors import ControlTooHeavy, ControlTooLong, MutugraphError, StepFailed


@pytest.mark.parametrize(
    ("code", "told", "kind"),
    [
        (1, "Traceback…\nMemoryError\n", ControlTooHeavy),
        (1, "Traceback…\nSystemError: error return without exception set\n", ControlTooHeavy),
        (-signal.SIGABRT, "memory allocation of 8 bytes failed", ControlTooHeavy),
        (-signal.SIGKILL, "", ControlTooHeavy),
        (-signal.SIGXCPU, "", ControlTooLong),
        (1, "Traceback…\nKeyError: 'a'\n", StepFailed),
    ],
)
def test_a_process_that_had_no_memory_is_not_told_as_broken(
    code: int, told: str, kind: type[MutugraphError]
) -> None:
    bounds = Bounds(memory_bytes=2**20, confined=True, processor_s=1, file_bytes=0, read=())
    assert type(_death(code, told, bounds, 1.0)) is kind
