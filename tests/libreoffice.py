"""LibreOffice, which opens a file and saves it again as people do, without a window."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_LONGEST_S = 240


def saved(files: Sequence[Path], extension: str, folder: Path) -> list[Path]:
    """The files as LibreOffice saves them in a format, in `folder`; one start for all of them.

    Its settings are in a folder of their own there: it opens no second time where they are shared.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("needs LibreOffice")
    command = [
        program,
        f"-env:UserInstallation={(folder / 'settings').as_uri()}",
        "--headless",
        "--convert-to",
        extension,
        "--outdir",
        str(folder),
        *map(str, files),
    ]
    run = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST_S, check=False)
    made = [folder / f"{path.stem}.{extension}" for path in files]
    if not all(path.is_file() for path in made):
        pytest.skip(f"LibreOffice does not open these files: {run.stderr.strip()[-200:]}")
    return made
