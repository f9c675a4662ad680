"""The rules of a workspace read aside: by a process of its own, on a core that would wait.

Reading the files of the rules takes as long as reading the data, and both keep the interpreter.
"""

from __future__ import annotations

import os
from contextlib import suppress
from threading import active_count
from typing import TYPE_CHECKING

from mutugraph.control.kept import Kept
from mutugraph.control.rulebook import Rulebook
from mutugraph.engine.ahead import cores
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def begun(workspace: Workspace, settings: Settings) -> Rulebook:
    """The rules of a workspace, which a fork begins to read where no former run has kept them."""
    book = Rulebook(workspace, Kept.of(workspace, settings))
    alone = hasattr(os, "fork") and active_count() == 1  # a fork leaves the other threads' locks
    if book.kept is not None and alone and cores() > 1 and not book.is_kept:
        from multiprocessing import Pipe, get_context  # noqa: PLC0415 - as rarely as this

        found, finding = Pipe(duplex=False)
        get_context("fork").Process(target=_read, args=(book, found, finding), daemon=True).start()
        finding.close()
        book.kept.expect(found)
    return book


def _read(book: Rulebook, found: Connection, finding: Connection) -> None:
    """Sends what is made of the files. Of what cannot be read nothing: who asks is told why."""
    found.close()  # so that nobody is waited for who has ended
    with suppress(Exception, KeyboardInterrupt):
        book.read()
        if book.kept:
            finding.send(book.kept.used)
