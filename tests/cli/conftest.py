"""The program called in this process, over the repository's workspace and this run's store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mutugraph.cli.main import run
from mutugraph.questions.catalogue import Catalogue
from mutugraph.workspace import Workspace


@dataclass(frozen=True)
class Result:
    """What a call gave: its exit code, its results, its messages."""

    code: int
    out: str
    err: str
    raw: bytes


Program = Callable[..., Result]


@pytest.fixture
def program(
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    repository: Workspace,
    catalogue: Catalogue,
    store: Path,
) -> Program:
    """Calls the program; `catalogue` is asked for so that the store is there."""
    monkeypatch.setenv("MUTUGRAPH_WORKSPACE", str(repository.root))
    monkeypatch.setenv("MUTUGRAPH_STORE", str(store))

    def call(*arguments: str) -> Result:
        capsysbinary.readouterr()
        code = run(arguments)
        out, err = capsysbinary.readouterr()
        return Result(code, out.decode("utf-8", "replace"), err.decode(), out)

    return call
