"""An operation in a process of its own: pages are served meanwhile, and it is stopped in time.

An operation is pure computing for seconds; in a thread it would hold the interpreter, and every
page with it. Where the files are a stranger's, the process reads nothing but them, the model and
the documents, and writes nowhere but where it is told (`engine.aside`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mutugraph.engine.aside import Bounds, readable, run_aside, serve_aside
from mutugraph.settings import Limits, Settings
from mutugraph.sources.documents import source_folders
from mutugraph.workspace import FOLDERS, Workspace

_TURN = "operations"


def answer_of(
    module: str,
    asked: Mapping[str, object],
    workspace: Workspace,
    settings: Settings,
    *,
    deadline_s: float,
    nice: int,
    strange: bool,
    paths: Sequence[Path] = (),
    write: Sequence[Path] = (),
) -> Any:  # noqa: ANN401 - JSON
    """What a module answers when it runs `answering`, in a process that yields by `nice` (POSIX).

    `strange` bounds what the process may take, and confines it to the files of `paths` and `write`.
    One runs at a time among the processes of a server. Raises what the operation raises, and what
    `run_aside` does.
    """
    limits = settings.limits
    told = {
        "asked": asked,
        "workspace": [str(workspace.root), workspace.packaged],
        "limits": asdict(limits),
    }
    bounds = Bounds(limits.control_memory_bytes)
    if strange:
        model = [workspace.root / folder for folder in FOLDERS]
        bounds = Bounds(
            limits.upload_memory_bytes,
            confined=True,
            processor_s=int(deadline_s) + 1,
            file_bytes=limits.answer_bytes,
            read=readable([*paths, *model, *source_folders(workspace)]),
            write=readable(write),
            required=settings.sandbox == "required",
        )
    turn = settings.shared / _TURN if settings.shared else None
    return run_aside(module, told, bounds, deadline_s=deadline_s, nice=nice, turn=turn)


def answering(operation: Callable[[Workspace, Settings, Mapping[str, Any]], object]) -> None:
    """The other side: does what it is asked, and answers."""

    def work(told: Mapping[str, Any]) -> object:
        given = told["limits"]
        limits = Limits(**{**given, "services": tuple(given["services"])})
        root, packaged = told["workspace"]
        return operation(Workspace(Path(root), packaged), Settings(limits=limits), told["asked"])

    serve_aside(work)
