"""One run of the program: its options, its workspace, its engine, and where it writes."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mutugraph.atomic import write_file
from mutugraph.errors import FileUnwritable
from mutugraph.messages import message

if TYPE_CHECKING:
    from mutugraph.engine.building import Built, Progress
    from mutugraph.engine.protocol import Engine
    from mutugraph.questions.catalogue import Catalogue
    from mutugraph.settings import Settings
    from mutugraph.workspace import Workspace


class ReaderGone(Exception):
    """Whoever reads the output has closed it (`| head`): there is nothing left to do."""


class Run:
    """What the verbs share. Everything is opened at its first use, and once."""

    def __init__(self) -> None:
        self.quiet = False
        self.verbose = False
        self.progress = True
        self._workspace: str | None = None
        self._engine: str | None = None

    def take(self, options: Mapping[str, object]) -> None:
        """Notes the common options, given before or after the verb; the last one wins."""
        self.quiet |= bool(options.get("quiet"))
        self.verbose |= bool(options.get("verbose"))
        self.progress &= not options.get("no_progress")
        self._workspace = _given(options, "workspace") or self._workspace
        self._engine = _given(options, "engine") or self._engine

    @cached_property
    def settings(self) -> Settings:
        """The settings of this run. Raises `SettingInvalid`."""
        from mutugraph.settings import Settings

        workspace = Path(self._workspace).expanduser() if self._workspace else None
        return Settings.read(workspace=workspace, engine=self._engine)

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace. Raises the errors of `WorkspaceError`."""
        from mutugraph.workspace import find_workspace

        return find_workspace(self.settings)

    @cached_property
    def engine(self) -> Engine:
        """The engine: the one named, else the local store, built first when it is stale."""
        if self.settings.engine:
            from mutugraph.engine.remote import remote_engine

            return remote_engine(self.settings, self.workspace.namespaces)
        return self.store().open(self.workspace, self.settings)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The questions over the engine."""
        from mutugraph.questions.catalogue import Catalogue

        return Catalogue(self.workspace, self.engine)

    def store(self) -> Built:
        """The local store, built when it is stale; progress is shown."""
        from mutugraph.engine.building import ensure_store

        with self.watched(message("cli_construction")) as progress:
            return ensure_store(self.workspace, self.settings, progress=progress)

    @contextmanager
    def watched(self, title: str) -> Iterator[Progress]:
        """Shows what long work is at, on stderr: a moving line in a terminal, else the title."""
        if self.quiet or not self.progress:
            yield lambda _: None
        elif sys.stderr.isatty():
            from rich.console import Console

            with Console(stderr=True).status(title) as status:
                yield lambda step: status.update(f"{title} {step}")
        else:
            told: list[str] = []

            def tell(_: str) -> None:
                if not told:
                    told.append(title)
                    self.say(title)

            yield tell

    @contextmanager
    def counted(self, title: str) -> Iterator[Callable[[int, int], None]]:
        """Shows how much of long work is done, on stderr: a bar in a terminal, else the title."""
        if self.quiet or not self.progress:
            yield lambda _done, _total: None
        elif sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

            columns = ("{task.description}", BarColumn(), MofNCompleteColumn())
            console = Console(stderr=True)
            with Progress(*columns, TimeRemainingColumn(), console=console) as bar:
                task = bar.add_task(title, total=None)
                yield lambda done, total: bar.update(task, completed=done, total=total)
        else:
            self.say(title)
            yield lambda _done, _total: None

    def say(self, text: str) -> None:
        """A message that is no result, on stderr; `-q` silences it."""
        if not self.quiet:
            complain(text)

    def write(self, content: bytes | str) -> None:
        """A result, on stdout. Raises `ReaderGone`, `FileUnwritable`."""
        data = content.encode() if isinstance(content, str) else content
        if sys.stdout is None:  # whoever calls has closed it
            raise FileUnwritable(path=message("cli_sortie"), detail=os.strerror(errno.EBADF))
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError as error:
            raise ReaderGone from error
        except OSError as error:
            detail = error.strerror or str(error)
            raise FileUnwritable(path=message("cli_sortie"), detail=detail) from error

    def deliver(self, content: bytes, output: str | None) -> None:
        """A result, to stdout or to a file, which is complete or as it was before."""
        if not output or output == "-":
            self.write(content)
        else:
            write_file(Path(output), content)
            self.say(message("cli_ecrit", path=output))


def complain(text: str) -> None:
    """One line on stderr, whatever the options; a closed stderr is no reason to fail."""
    with suppress(OSError, ValueError):
        sys.stderr.write(text.rstrip("\n") + "\n")
        sys.stderr.flush()


def _given(options: Mapping[str, object], name: str) -> str | None:
    value = options.get(name)
    return str(value) if value else None
