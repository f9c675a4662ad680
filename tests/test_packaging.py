"""The wheel works from any folder: it carries the four folders, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from mutugraph.workspace import FOLDERS, Workspace

ROOT = Path(__file__).parent.parent


def test_the_wheel_carries_the_workspace_file_for_file(
    tmp_path: Path, repository: Workspace
) -> None:
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(tmp_path),
    ]
    subprocess.run([*pip, str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "wheel")
    packaged = Workspace(tmp_path / "wheel" / "mutugraph" / "_workspace", packaged=True)
    assert packaged.revision == repository.revision
    tops = {path.relative_to(packaged.root).as_posix() for path in packaged.root.glob("*")}
    assert tops == {folder.split("/")[0] for folder in FOLDERS}
    shipped = {path.name.split("-")[0] for path in (tmp_path / "wheel").iterdir()}
    assert shipped == {"mutugraph"}
