"""The control as the site runs it: once a revision, and on a file that someone drops."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path, PurePath

from mutugraph.control.rules import Rule
from mutugraph.control.steps import Rulebook
from mutugraph.control.verdict import Report
from mutugraph.operations.validate import validate
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace


class Control:
    """The report on one revision, run when it is first asked and kept."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self._workspace = workspace
        self._settings = settings
        self._lock = threading.Lock()
        self.known: Report | None = None

    def report(self) -> Report:
        """The report; the first asking waits for the run. Raises what `validate` raises."""
        with self._lock:
            if self.known is None:
                self.known = validate(self._workspace, self._settings)
            return self.known

    def on(self, name: str, content: bytes) -> Report:
        """The report on someone's file, of which nothing is kept."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / PurePath(name).name
            path.write_bytes(content)
            return validate(self._workspace, self._settings, paths=(path,))

    def rules(self) -> Mapping[str, Rule]:
        """Every rule by its code."""
        return Rulebook(self._workspace).rules
