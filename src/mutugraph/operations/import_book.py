"""A workbook into the graph: what is wrong by cell, what changes, and the files once asked for."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from pyoxigraph import NamedNode

from mutugraph.atomic import write_files
from mutugraph.control.deviations import FILE
from mutugraph.control.findings import Finding, Severity, Status, Step
from mutugraph.errors import WorkspaceChanged
from mutugraph.operations.diff import Difference, diff
from mutugraph.operations.validate import OF_THE_PROJECT, validate
from mutugraph.settings import Settings
from mutugraph.sources.documents import source_folders
from mutugraph.workbook.annotating import annotated
from mutugraph.workbook.book import Book
from mutugraph.workbook.documents import with_pins
from mutugraph.workbook.faults import Fault, blocks, fault_at, in_order
from mutugraph.workbook.filling import fill
from mutugraph.workbook.known import Known, read_known
from mutugraph.workbook.locating import locate_all
from mutugraph.workbook.merging import Merged, exported, merged
from mutugraph.workbook.prefilling import seen_from
from mutugraph.workbook.reading import read_book
from mutugraph.workbook.scope import scope_of
from mutugraph.workbook.storing import files_of
from mutugraph.workbook.whole import judged, not_whole
from mutugraph.workspace import Workspace

_DATA = Path("data") / "ttl"
_SIREN = re.compile(r"\d{9}\Z")


@dataclass(frozen=True)
class Imported:
    """What a workbook would do, or has done: faults, changes (None where none), files written.

    `annotated` is its copy with the faults, where it was asked for.
    """

    faults: tuple[Fault, ...]
    changes: Difference | None = None
    written: tuple[str, ...] = ()
    annotated: Book | None = None

    @property
    def refused(self) -> bool:
        """Whether a fault blocks."""
        return blocks(self.faults)


def import_book(
    workspace: Workspace,
    settings: Settings,
    path: Path,
    *,
    documents: Sequence[Path] = (),
    write: bool = False,
    remove: bool = False,
    annotate: bool = False,
    confined: bool = False,
    judge: bool = True,
) -> Imported:
    """Reads a workbook, controls the graph that it would make, and writes it where asked.

    Nothing is written where anything blocks; each file is written whole, once all can be. What the
    control found before, it does not tell again; it judges this EPCI and what all share. Where a
    cell is not understood, it speaks of the rows that are, so that one cell does not hide the rest.
    `annotate` asks for the copy with the faults; `confined` says that this process may start no
    other; without `judge`, only the cells are read. Raises the errors of reading a workbook, a
    document, the workspace, and what `format` refuses; `WorkspaceChanged` where the files were
    changed by someone else meanwhile.
    """
    revision = workspace.revision  # of what is read from here on
    book = read_book(path, confined=confined)
    known = seen_from(read_known(workspace), book.siren)
    scope = scope_of(known, book.siren, book.edition)
    given = exported(known, scope)
    result = merged(known, scope, book.grids, remove=remove, given=given)
    result = replace(result, triples=with_pins(known, result.triples, documents))
    result, unplaced = locate_all(known, result, documents)
    stated = {quad.triple for quad in (*known.listed, *known.quads)}
    result = replace(result, triples=result.triples - (stated - scope.triples))
    sheets = [grid.name for grid in book.grids]
    removed = () if remove else tuple(_gone(known, result))
    faults = in_order((*result.read.faults, *unplaced, *removed), sheets)

    def told(faults: tuple[Fault, ...], changes: Difference | None = None) -> Imported:
        like = fill(known, scope, result.triples) if annotate else None
        return Imported(faults, changes, (), annotated(book, faults, like) if like else None)

    if not judge:
        return told((*faults, fault_at("", "", "classeur_sans_controle", {}, Severity.INFORMATION)))
    if result.triples == scope.triples:
        return told(faults)
    broken = not_whole(result, faults)
    texts = files_of(known, scope, result.triples)
    with _before_and_after(workspace, scope.siren, texts, documents) as (before, after):
        changes = None if blocks(faults) else diff(before, ".", str(after.root))
        steps = [step for step in Step if step not in OF_THE_PROJECT]
        report = validate(after, settings, base=str(before.root), only=steps)
    # accepted deviations of the EPCI that are left out have no finding here
    told_of = [f for f in report.findings if f.status is Status.NEW and not _of_deviations(f)]
    if blocks(faults):
        sound = judged(result, scope.triples, broken)
        told_of = [f for f in told_of if _subject(known, f) in sound]
        faults = (
            *faults,
            fault_at(
                "", "", "classeur_non_juges", {"nombre": str(len(broken))}, Severity.INFORMATION
            ),
        )
    new = [_at_cell(known, result, f) for f in told_of]
    done = told(in_order((*faults, *new), sheets), changes)
    if done.refused or not write:
        return done
    if Workspace(workspace.root).revision != revision:
        raise WorkspaceChanged(path=str(workspace.root))
    _write(texts, workspace.root)
    return replace(done, written=tuple(workspace.name(file) for file in texts))


def _of_deviations(finding: Finding) -> bool:
    return PurePath(finding.file or "").name == FILE


def _gone(known: Known, result: Merged) -> Iterator[Fault]:
    by_sheet: dict[str, list[str]] = {}
    for sheet, node in result.gone:
        by_sheet.setdefault(sheet, []).append(known.labels.get(node, known.key(node)))
    for sheet, names in by_sheet.items():
        facts = {"noms": ", ".join(f"« {name} »" for name in names)}
        yield fault_at(sheet, "", "classeur_lignes_retirees", facts, Severity.TO_CHECK)


def _subject(known: Known, finding: Finding) -> NamedNode | None:
    return known.node(finding.subject) if ":" in finding.subject else None


def _at_cell(known: Known, result: Merged, finding: Finding) -> Fault:
    """A finding of the control at the cell that it is about, else at the row."""
    node = _subject(known, finding)
    line = result.read.rows.get(node) if node else None
    sheet, cell = (line.sheet, line.cell_of(finding.predicate)) if line else ("", "")
    return Fault(sheet, cell, finding.code, finding.severity, finding.message, finding.correction)


@contextmanager
def _before_and_after(
    workspace: Workspace,
    siren: str,
    texts: Mapping[Path, str | None],
    documents: Sequence[Path],
) -> Iterator[tuple[Workspace, Workspace]]:
    """Copies of the workspace as it is and as it would be, the other EPCI left out of both.

    The documents are where they are sought.
    """
    with tempfile.TemporaryDirectory(prefix="mutugraph-import-") as aside:
        root = Path(aside).resolve()
        before, after = (_alone(workspace, siren, root / name) for name in ("avant", "apres"))
        placed = {after.root / f.relative_to(workspace.root): text for f, text in texts.items()}
        _write(placed, after.root)
        for copy in (before, after):
            source = copy.root / "source"
            source.mkdir()
            beside = (path for folder in source_folders(workspace) for path in _listed(folder))
            for path in (*documents, *beside):
                if not (source / path.name).exists():
                    (source / path.name).symlink_to(path.resolve())
        yield before, after


def _alone(workspace: Workspace, siren: str, root: Path) -> Workspace:
    """A copy of the workspace with the data of one EPCI and what all share."""
    (root / _DATA).mkdir(parents=True)
    for name in ("ontology", "shapes", "queries"):
        (root / name).symlink_to(workspace.root / name)
    for path in (workspace.root / _DATA).iterdir():
        others = _SIREN.match(path.name) and path.name != siren
        if not others:
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, root / _DATA / path.name)
    return Workspace(root, workspace.packaged)


def _listed(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


def _write(texts: Mapping[Path, str | None], within: Path) -> None:
    write_files({f: None if t is None else t.encode() for f, t in texts.items()}, within=within)
