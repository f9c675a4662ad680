"""Says what is installed, found, stale or missing, and how each fault is mended."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from mutugraph.engine.building import current_store, latest_store, store_place
from mutugraph.engine.remote import remote_engine
from mutugraph.engine.sandbox import granted
from mutugraph.errors import MutugraphError
from mutugraph.messages import explain, message
from mutugraph.operations.health import faults
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.sources.documents import (
    find_file,
    pinned_checksums,
    source_documents,
    source_folders,
)
from mutugraph.workspace import Workspace, find_workspace

_PROBE = "editions"


class Level(StrEnum):
    """How a line is to be taken."""

    RIGHT = "ok"
    NOTE = "note"
    WARNING = "avertissement"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at: its name, what was found, how to mend it when it is a warning."""

    subject: str
    found: str
    level: Level = Level.RIGHT
    remedy: str = ""


def doctor(settings: Settings) -> tuple[Line, ...]:
    """Every line, in the order in which a user meets what it is about; raises nothing of ours."""
    return tuple(_lines(settings))


def _lines(settings: Settings) -> Iterator[Line]:
    yield Line("python", platform.python_version())
    yield from _packages()
    try:
        workspace = find_workspace(settings)
        files = message("doctor_fichiers", **_counts(workspace))
        yield Line("workspace", f"{workspace.root}, {files}")
        yield Line("revision", f"{workspace.revision} ({workspace.namespaces.base})")
    except MutugraphError as error:
        yield _failed("workspace", error)
        return
    yield from _store(workspace, settings)
    if settings.engine:
        yield _engine(settings.engine, workspace, settings)
    yield _sandbox(settings)
    for limit in fields(settings.limits):
        yield Line(limit.name, _shown(getattr(settings.limits, limit.name)))


def _engine(address: str, workspace: Workspace, settings: Settings) -> Line:
    try:
        Catalogue(workspace, remote_engine(settings, workspace.namespaces)).internal(_PROBE)
    except MutugraphError as error:
        return _failed("engine", error)
    return Line("engine", address)


def _sandbox(settings: Settings) -> Line:
    given = granted()
    if given.whole:
        return Line("sandbox", message("doctor_confine"))
    level = Level.WARNING if settings.sandbox == "required" else Level.NOTE
    found = "doctor_confine_sans_fichiers" if given.calls else "doctor_non_confine"
    return Line("sandbox", message(found), level, message("doctor_confiner"))


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or message("doctor_aucun")
    return str(value)


def _packages() -> Iterator[Line]:
    """The packages that the program declares, without those of its extras."""
    try:
        declared = requires("mutugraph") or []
    except PackageNotFoundError:
        declared = []
    for requirement in declared:
        if "extra ==" in requirement:
            continue
        name = _name(requirement)
        try:
            yield Line(name, version(name))
        except PackageNotFoundError:
            remedy = message("doctor_installer", requirement=requirement)
            yield Line(name, message("doctor_absent"), Level.WARNING, remedy)


def _store(workspace: Workspace, settings: Settings) -> Iterator[Line]:
    try:
        place = store_place(workspace, settings)
        current, latest = current_store(workspace, settings), latest_store(workspace, settings)
    except MutugraphError as error:
        yield _failed("store", error)
        return
    if current is None:
        key = "doctor_base_perimee" if latest else "doctor_base_absente"
        found = message(key, path=place, revision=latest.revision if latest else "")
        yield Line("store", found, Level.WARNING, message("doctor_construire"))
        return
    try:
        engine = current.open(workspace, settings)
        yield Line("store", message("doctor_base", path=current.folder, quads=current.quads))
        catalogue = Catalogue(workspace, engine)
        yield Line("questions", str(len(catalogue.questions)))
        for fault in faults(catalogue):
            yield _failed("file", fault)
        yield _source(catalogue)
    except MutugraphError as error:
        yield _failed("store", error)


def _source(catalogue: Catalogue) -> Line:
    """The document is not part of the repository: its absence is no fault."""
    folders = source_folders(catalogue.workspace)
    found = (find_file(document, folders) for document in source_documents(catalogue))
    path = next((path for path in found if path), None)
    if path is None:
        return Line("source", message("doctor_source_absente"), Level.NOTE)
    if _checksum(path) in pinned_checksums(catalogue):
        return Line("source", str(path))
    remedy = message("doctor_source_remede")
    return Line("source", message("doctor_source_autre", path=path), Level.WARNING, remedy)


def _checksum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _counts(workspace: Workspace) -> dict[str, int]:
    return {
        "ontology": len(workspace.ontology_files),
        "data": len(workspace.data_files),
        "shapes": len(workspace.shape_files),
        "queries": len(workspace.query_files),
    }


def _failed(subject: str, error: MutugraphError) -> Line:
    return Line(subject, message("doctor_echec"), Level.WARNING, explain(error))


def _name(requirement: str) -> str:
    """`uvicorn<1,>=0.30 ; …` names `uvicorn`."""
    end = next((i for i, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), None)
    return requirement[:end]
