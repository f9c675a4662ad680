"""The step « lecture »: reads what is to be controlled, and looks at how the files are written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode

from mutugraph.belonging import OWNER
from mutugraph.control.built_in import built_in_finding
from mutugraph.control.changes import UNNAMED
from mutugraph.control.controlled import Controlled
from mutugraph.control.findings import Finding
from mutugraph.control.folders import folder_findings
from mutugraph.errors import FileMissing, FileTooLarge
from mutugraph.messages import message
from mutugraph.model.files import read_file
from mutugraph.namespaces import Namespaces
from mutugraph.reference.facts import national_facts
from mutugraph.reference.faults import faults
from mutugraph.reference.national import NationalLists, read_national
from mutugraph.terms import natural_key
from mutugraph.turtle import read
from mutugraph.turtle.reading import Document
from mutugraph.workspace import Workspace

MAX_BYTES = 64 * 1024 * 1024


def read_workspace(workspace: Workspace) -> Controlled:
    """The data of a workspace, with its ontology around. Raises the errors of reading."""
    read_in = Controlled(
        documents=read_own(workspace, workspace.data_files),
        ontology=read_own(workspace, workspace.ontology_files),
        namespaces=workspace.namespaces,
        whole=True,
    )
    return with_lists(workspace, read_in)


def read_paths(workspace: Workspace, paths: Sequence[Path]) -> Controlled:
    """Someone else's files, with the project's ontology and what it shares around.

    Of the project's own data, files that are named stand among the rest of it; files from outside
    stand among what belongs to no schéma (law, bodies that all can name).
    Raises `FileMissing`, `FileTooLarge` and the errors of reading.
    """
    files = [file for path in paths for file in turtle_files(path)]
    around = read_around(workspace, files)
    return with_lists(workspace, replace(around, documents=read_files(workspace, files)))


def read_beside(workspace: Workspace, path: Path) -> tuple[Controlled, tuple[str, ...]]:
    """Someone's file among what the workspace has of the same authorities, and their numbers.

    What it says of an entity stands in the place of what the workspace says of it. Without any
    number that the workspace has a folder of, it is judged as by `read_paths`. Raises as that does.
    """
    documents = read_files(workspace, [path])
    owners = {
        subject.removeprefix(workspace.namespaces.ids).partition("/")[0]
        for document in documents
        for subject in _defined(document)
    }
    known = {owner for owner in owners if OWNER.match(owner)} & _folders(workspace)
    around = read_around(workspace, [path], known)
    return with_lists(workspace, replace(around, documents=documents)), tuple(sorted(known))


def _folders(workspace: Workspace) -> set[str]:
    return {path.relative_to(workspace.root).parts[2] for path in workspace.data_files}


def with_lists(
    workspace: Workspace, controlled: Controlled, lists: NationalLists | None = None
) -> Controlled:
    """The same with what the national lists say of its EPCI, in place of what was said before.

    `lists` are those of the workspace, where they have been read already. Raises `ListInvalid`.
    """
    stated = (q for d in (*controlled.documents, *controlled.context) for q in d.quads)
    known = lists or read_national(workspace)
    listed = national_facts(known, workspace, stated) if known else ()
    return replace(controlled, listed=listed, lists=lambda: known)


def read_files(workspace: Workspace, files: Sequence[Path]) -> tuple[Document, ...]:
    """Someone else's files, each in a graph of its own. Raises the errors of reading."""
    base = workspace.namespaces.ids
    return tuple(
        read(small(f), name=str(f), graph=_graph(workspace.namespaces, f), base=base) for f in files
    )


def read_own(workspace: Workspace, files: Sequence[Path]) -> tuple[Document, ...]:
    """Files of the workspace itself, each in its graph. Raises the errors of reading."""
    return tuple(_read(workspace, file) for file in files)


def read_around(
    workspace: Workspace, files: Sequence[Path], owners: Collection[str] = ()
) -> Controlled:
    """What stands around someone else's files, which are named only to leave them out.

    Of what belongs to an authority, that of `owners` alone, where the files are from outside.
    """
    own = {file.resolve() for file in files}
    inside = any(file.is_relative_to(workspace.root / "data" / "ttl") for file in own)
    around = [p for p in workspace.data_files if p.resolve() not in own]
    if not inside:
        folders = ((path, path.relative_to(workspace.root).parts[2]) for path in around)
        around = [path for path, name in folders if name in owners or not OWNER.match(name)]
    return Controlled(
        documents=(),
        ontology=tuple(_read(workspace, p) for p in workspace.ontology_files),
        namespaces=workspace.namespaces,
        context=tuple(_read(workspace, p) for p in around),
    )


def reading_findings(controlled: Controlled) -> Iterator[Finding]:
    """Nodes without IRI, entities defined twice, what is in the wrong folder."""
    yield from folder_findings(controlled)
    definitions: dict[str, list[Document]] = {}
    for document in controlled.ontology if controlled.whole else ():
        for subject in _defined(document):
            definitions.setdefault(subject, []).append(document)
    for document in controlled.documents:
        yield from _blank_nodes(document)
        for subject in _defined(document):
            definitions.setdefault(subject, []).append(document)
    if controlled.whole and (lists := controlled.lists()):
        yield from _list_faults(lists)
    for subject, documents in definitions.items():
        if len(documents) > 1:
            last = documents[-1]
            yield built_in_finding(
                "MUT011",
                subject=subject,
                label=controlled.label(subject),
                value=", ".join(sorted(d.name for d in documents)),
                file=last.name,
                line=last.places.line(subject),
                passage=controlled.passage(subject),
            )


def _list_faults(lists: NationalLists) -> Iterator[Finding]:
    for fault in faults(lists):
        yield built_in_finding(
            "MUT013",
            subject=f"{fault.file}#{fault.line}",
            label=fault.file,
            value=fault.value,
            file=fault.file,
            line=fault.line,
            constat=message(fault.code, value=fault.value),
        )


def _read(workspace: Workspace, path: Path) -> Document:
    return read_file(workspace, small(path))


def small(path: Path) -> Path:
    """The path, if its file is no larger than what the control takes in memory."""
    try:
        size = path.stat().st_size
    except OSError:
        return path  # reading says what is wrong
    if size > MAX_BYTES:
        raise FileTooLarge(path=str(path), size=size // 2**20, limit=MAX_BYTES // 2**20)
    return path


def turtle_files(path: Path) -> list[Path]:
    """The Turtle files of a folder and below, or the file itself. Raises `FileMissing`."""
    if path.is_file():
        return [path]
    found = [
        file
        for file in path.rglob("*.ttl")
        if not any(part.startswith(".") for part in file.relative_to(path).parts)
    ]
    if not found:
        raise FileMissing(path=str(path if not path.exists() else path / "*.ttl"))
    return sorted(found, key=lambda file: natural_key(file.as_posix()))


def _graph(namespaces: Namespaces, file: Path) -> NamedNode:
    return namespaces.graph("controle/" + re.sub(r"[^A-Za-z0-9._-]", "-", file.stem))


def _defined(document: Document) -> Iterable[str]:
    """The subjects that have a name, and a class in this file."""
    typed = (node for node, kinds in document.classes.items() if kinds)
    return (node for node in typed if not node.startswith(UNNAMED))


def _blank_nodes(document: Document) -> Iterator[Finding]:
    count = sum(node.startswith(UNNAMED) for node in document.classes)
    if count:
        yield built_in_finding(
            "MUT010",
            subject=document.name,
            label=document.name,
            file=document.name,
            line=_first_bracket(document.text),
            nombre=count,
        )


def _first_bracket(text: str) -> int:
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if re.search(r"\[|_:", line)), 1)
