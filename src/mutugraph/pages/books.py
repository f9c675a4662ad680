"""Workbooks as the site gives and takes them, in processes of their own."""

from __future__ import annotations

import re
import tempfile
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from mutugraph.errors import ControlTooHeavy, ControlTooLong, MutugraphError
from mutugraph.operations.processes import answer_of
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

_MODULE = "mutugraph.pages.book_work"  # a site need not import what it runs
_NICE = 5
_STRANGE = re.compile(r"[^\w.,() -]")
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Dropped:
    """What a stranger's workbook gives: the report of its import, its annotated copy if any."""

    report: Mapping[str, Any]
    copy: bytes


class Books:
    """The workbooks of one revision."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self._workspace = workspace
        self._settings = settings

    def of(self, epci: str, schema: str | None, extension: str) -> bytes:
        """The workbook of an EPCI (SIREN or name): of its schéma if there is one, else prefilled.

        Raises `UnknownName`, `ParameterInvalid`, `ListInvalid`, and what stops a process.
        """
        wanted = {"epci": epci, "schema": schema, "extension": extension}
        content: str = self._answer(self._workspace, {"wanted": wanted}, strange=False)["content"]
        return b64decode(content)

    def dropped(self, name: str, content: bytes, documents: Sequence[tuple[str, bytes]]) -> Dropped:
        """What the import of a workbook says, of which nothing is kept.

        Raises the errors of `import_book`, and what stops a process.
        """
        with tempfile.TemporaryDirectory(prefix="mutugraph-depot-") as folder:
            aside = Path(folder).resolve()
            (aside / "documents").mkdir()
            book = aside / f"classeur{PurePath(name).suffix.lower()}"
            book.write_bytes(content)
            for title, words in documents:
                (aside / "documents" / _plain(title)).write_bytes(words)
            try:
                asked = {"aside": str(aside), "book": str(book)}
                answer = self._told(asked)
            except MutugraphError as error:
                if "path" not in error.facts:
                    raise
                told = PurePath(str(error.facts["path"])).name
                shown = PurePath(name).name if told.startswith(book.name) else told
                raise type(error)(**{**error.facts, "path": shown}) from None
        return Dropped(answer["report"], b64decode(answer["content"]))

    def _told(self, asked: Mapping[str, object]) -> Mapping[str, Any]:
        """What the import says; the cells alone, where they block and the control asks too much."""
        try:
            return self._answer(self._workspace, asked, strange=True)
        except (ControlTooHeavy, ControlTooLong):
            answer = self._answer(self._workspace, {**asked, "cells": True}, strange=True)
            if answer["report"]["verdict"] != "refuse":
                raise
            return answer

    def _answer(
        self, workspace: Workspace, asked: Mapping[str, object], *, strange: bool
    ) -> Mapping[str, Any]:
        limits = self._settings.limits
        found: Mapping[str, Any] = answer_of(
            _MODULE,
            asked,
            workspace,
            self._settings,
            deadline_s=limits.upload_s,
            nice=_NICE,
            strange=strange,
            write=[Path(str(asked["aside"]))] if strange else (),
        )
        return found


def _plain(name: str) -> str:
    """A name of a file that any system takes, still the one that the workbook says."""
    bare = _STRANGE.sub("_", PurePath(name.replace("\\", "/")).name)[-_LONGEST_NAME:].lstrip(".")
    return bare or "document"
