"""The guide tells the truth: its commands are run on the workbook that it describes."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from guide import DOCUMENT, EDITION, EPCI, GUIDE, filled
from mutugraph.operations.new_book import new_book
from mutugraph.workbook.writing import xlsx
from mutugraph.workspace import Workspace
from workbooks import workspace_with

TEXT = (GUIDE / "README.md").read_text(encoding="utf-8")
BOOK = "fayence.xlsx"


def test_the_commands_of_the_guide_make_a_schema_of_seven_projects(
    repository: Workspace, tmp_path: Path
) -> None:
    workspace = workspace_with(tmp_path / "espace", repository)
    folder = tmp_path / "dossier"
    folder.mkdir()
    shutil.copy(DOCUMENT, folder)
    book = new_book(workspace, EPCI, EDITION, document=DOCUMENT)
    new, check, write = re.findall(r"^\$ (mutugraph .*)$", TEXT, re.MULTILINE)

    def run(command: str) -> subprocess.CompletedProcess[str]:
        _, *arguments = shlex.split(command)
        return subprocess.run(
            [sys.executable, "-m", "mutugraph.cli.main", *arguments],
            cwd=folder,
            env=os.environ | {"MUTUGRAPH_WORKSPACE": str(workspace.root)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert run(new).returncode == 0
    assert (folder / BOOK).read_bytes() == xlsx(book)
    (folder / BOOK).write_bytes(xlsx(filled(book, slip=True)))
    told = run(check)
    assert told.returncode == 1, told.stderr
    assert "« Suport »" in told.stdout
    assert "Support" in told.stdout
    assert (folder / "fayence-annote.xlsx").is_file()
    (folder / BOOK).write_bytes(xlsx(filled(book)))
    done = run(write)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Voirie" in done.stdout
    again = run(write)
    assert "ne change rien" in again.stdout, (
        "the same workbook, filled in further, makes no doubles"
    )
    data = workspace.root / "data" / "ttl" / EPCI
    assert "Secrétariat de mairie" in (data / "services.ttl").read_text(encoding="utf-8")
