"""The control as the site runs it: once a revision, and on a file that someone drops."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePath

from mutugraph.control.kept import Kept
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.rules import Rule
from mutugraph.control.verdict import Report
from mutugraph.errors import ControlTooHeavy, EngineBusy, MutugraphError
from mutugraph.operations.subprocess_validation import validate_in_subprocess, validate_once
from mutugraph.operations.validate import Extent
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

LONGEST_S = 600.0
_FILE = "fichier.ttl"
_ASIDE, _AWAITED = 10, 5  # how nice: nobody waits for the first, somebody for the second


Asked = tuple[str, str | None]


class Control:
    """The reports on one revision, each run once aside for all processes: no page waits for it.

    What is judged is all the data, or one EPCI (its SIREN) and one of its éditions (its code).
    """

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self._workspace = workspace
        self._settings = settings
        self._lock = threading.Lock()
        self._running: dict[Asked | None, threading.Thread] = {}
        self._known: dict[Asked | None, Report | MutugraphError] = {}

    def report(self, asked: Asked | None = None) -> Report | None:
        """The report; None while it is being made, which the first asking starts.

        Raises what `validate` raised.
        """
        with self._lock:
            known = self._known.get(asked)
            if isinstance(known, MutugraphError):
                raise known
            if known is None and asked not in self._running:
                thread = threading.Thread(target=self._run, args=(asked,), daemon=True)
                self._running[asked] = thread
                thread.start()
            return known

    def known(self, asked: Asked | None = None) -> Report | None:
        """The report, where it is made."""
        found = self._known.get(asked)
        return found if isinstance(found, Report) else None

    @property
    def ended(self) -> int:
        """How many runs have come to their end."""
        return len(self._known)

    def wait(self, seconds: float, asked: Asked | None = None) -> None:
        """Gives a run that is under way this long to end."""
        if asked in self._running:
            self._running[asked].join(seconds)

    def on(self, name: str, content: bytes) -> Report:
        """The report on someone's file, of which nothing is kept, among what its EPCI has here.

        Raises what `validate` raises, and `ControlTooLong`.
        """
        shown = PurePath(name).name
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / _FILE  # any name may be claimed, and not every one be written
            path.write_bytes(content)
            try:
                report = validate_in_subprocess(
                    self._workspace,
                    self._settings,
                    Extent((path,), beside=True),
                    deadline_s=self._settings.limits.upload_s,
                    nice=_AWAITED,
                    strange=True,
                )
            except MutugraphError as error:
                if "path" not in error.facts:
                    raise
                raise type(error)(**{**error.facts, "path": shown}) from None
        findings = tuple(replace(f, file=shown if f.file else None) for f in report.findings)
        return replace(report, findings=findings)

    def rules(self) -> Mapping[str, Rule]:
        """Every rule by its code."""
        return self._rules

    @cached_property
    def _rules(self) -> Mapping[str, Rule]:
        kept = Kept.of(self._workspace, self._settings)  # those that a run has read
        return Rulebook(self._workspace, kept).rules

    def _run(self, asked: Asked | None) -> None:
        epci, schema = asked or (None, None)
        extent = Extent(epci=epci, schema=schema)
        try:
            self._known[asked] = validate_once(
                self._workspace, self._settings, extent, deadline_s=LONGEST_S, nice=_ASIDE
            )
        except (ControlTooHeavy, EngineBusy):  # no room now: asked again, it is tried again
            with self._lock:
                del self._running[asked]
        except MutugraphError as error:
            self._known[asked] = error
