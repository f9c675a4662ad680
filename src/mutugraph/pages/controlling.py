"""The control as the site runs it: once a revision, and on a file that someone drops."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from mutugraph.control.rules import Rule
from mutugraph.control.steps import Rulebook
from mutugraph.control.verdict import Report
from mutugraph.errors import MutugraphError, TurtleError
from mutugraph.operations.subprocess_validation import validate_in_subprocess
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

LONGEST_S = 600.0
LONGEST_ON_FILE_S = 60.0
_ASIDE, _AWAITED = 10, 5  # how nice: nobody waits for the first, somebody for the second


class Control:
    """The report on one revision, run once aside, so that no page waits for it."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self._workspace = workspace
        self._settings = settings
        self._lock = threading.Lock()
        self._running: threading.Thread | None = None
        self._failure: MutugraphError | None = None
        self.known: Report | None = None

    def report(self) -> Report | None:
        """The report; None while it is being made, which the first asking starts.

        Raises what `validate` raised.
        """
        with self._lock:
            if self._failure is not None:
                raise self._failure
            if self.known is None and self._running is None:
                self._running = threading.Thread(target=self._run, daemon=True)
                self._running.start()
            return self.known

    def wait(self, seconds: float) -> None:
        """Gives a run that is under way this long to end."""
        if self._running is not None:
            self._running.join(seconds)

    def on(self, name: str, content: bytes) -> Report:
        """The report on someone's file, of which nothing is kept.

        Raises what `validate` raises, and `ControlTooLong`.
        """
        shown = PurePath(name).name
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / shown
            path.write_bytes(content)
            try:
                report = validate_in_subprocess(
                    self._workspace,
                    self._settings,
                    paths=(path,),
                    deadline_s=LONGEST_ON_FILE_S,
                    nice=_AWAITED,
                )
            except TurtleError as error:
                raise type(error)(**{**error.facts, "path": shown}) from None
        findings = tuple(replace(f, file=shown if f.file else None) for f in report.findings)
        return replace(report, findings=findings)

    def rules(self) -> Mapping[str, Rule]:
        """Every rule by its code."""
        return Rulebook(self._workspace).rules

    def _run(self) -> None:
        try:
            self.known = validate_in_subprocess(
                self._workspace, self._settings, deadline_s=LONGEST_S, nice=_ASIDE
            )
        except MutugraphError as error:
            self._failure = error
