"""Every rule of a workspace: its shapes, its quality queries, those of the steps themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from mutugraph.control.built_in import built_in_rules
from mutugraph.control.changes import lines
from mutugraph.control.findings import Finding
from mutugraph.control.kept import Kept
from mutugraph.control.quality import QualityRule, read_quality_rules
from mutugraph.control.questions import Asked, asked_of, unusable_questions
from mutugraph.control.rules import Rule
from mutugraph.control.written import (
    read_asked,
    read_derivation,
    read_findings,
    read_quality,
    read_rules,
    write,
)
from mutugraph.engine import derive
from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.model.facts import Facts
from mutugraph.model.files import read_file
from mutugraph.questions.catalogue import Catalogue
from mutugraph.workspace import Workspace

if TYPE_CHECKING:
    from mutugraph.control.shapes import Shapes


@dataclass(frozen=True)
class Rulebook:
    """The rules of a workspace; with what runs have `kept`, files that say the same are not read.

    What cannot be read is never kept, and so is told each time.
    """

    workspace: Workspace
    kept: Kept | None = field(default=None, compare=False)

    @cached_property
    def shapes(self) -> Shapes:
        """The shapes. Raises `ShapeInvalid`, `ShapeWithoutMessage`, `ShapeCyclic`."""
        from mutugraph.control.shapes import read_shapes  # noqa: PLC0415 - where none are kept

        space = self.workspace
        ontology = (read_file(space, path) for path in space.ontology_files)
        documents = (read_file(space, path) for path in space.shape_files)
        return read_shapes(documents, space.namespaces, ontology)

    @cached_property
    def quality(self) -> tuple[QualityRule, ...]:
        """The quality queries. Raises `HeaderInvalid`, `SeveritiesInvalid`."""
        if self.kept is None:
            return read_quality_rules(self.workspace)
        made = self._made(lambda: write(read_quality_rules(self.workspace)), "queries")
        return read_quality(made)

    @cached_property
    def derivation(self) -> tuple[derive.Rule, ...]:
        """The rules of derivation, which are needed before another process has read the others.

        Raises `HeaderInvalid`.
        """
        if self.kept is None:
            return derive.read_rules(self.workspace)
        made = self.kept.made(
            lambda: write(derive.read_rules(self.workspace)), *self._inputs(["ontology"])
        )
        return read_derivation(made)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by its code. Raises as `shapes` and `quality`."""
        if self.kept is None:
            every = tuple(self._rules())
        else:
            every = read_rules(self._made(lambda: write(self._rules()), *_OF_RULES))
        return {rule.code: rule for rule in every}

    @cached_property
    def questions(self) -> tuple[tuple[Finding, ...], tuple[Asked, ...]]:
        """What is wrong with the files of questions, and the questions that can be asked."""
        nothing = EmbeddedEngine.of((), self.workspace.namespaces)  # none is asked here
        catalogue = Catalogue(self.workspace, nothing)
        if self.kept is None:
            return tuple(unusable_questions(catalogue)), asked_of(catalogue)
        made = self._made(lambda: write(unusable_questions(catalogue)), "ontology", "queries")
        faults = read_findings(made)
        made = self._made(lambda: write(asked_of(catalogue)), "queries", "ontology")
        return faults, read_asked(made)

    @cached_property
    def judging(self) -> Facts:
        """What judges: the shapes that the ontology completes, without the model to tell of them.

        Raises as `shapes`.
        """
        if self.kept is None:
            return self.shapes.facts
        made = self._made(lambda: lines(self.shapes.quads), "ontology", "shapes")
        return Facts(parse(made, format=RdfFormat.N_QUADS), self.workspace.namespaces)

    @property
    def is_kept(self) -> bool:
        """Whether a former run has read the same files."""
        return self.kept is not None and self.kept.found(*self._inputs(_OF_RULES)) is not None

    def read(self) -> None:
        """Reads all that a run asks. Raises as `rules`."""
        _ = self.quality, self.questions, self.judging, self.rules

    def _rules(self) -> Iterator[Rule]:
        quality = (one.rule for one in self.quality)
        every = (*built_in_rules(), *self.shapes.rules(), *quality)
        return iter(sorted(every, key=lambda rule: rule.code))

    def _made(self, make: Callable[[], bytes], *folders: str) -> bytes:
        """What is made of the files of some folders."""
        if self.kept is None:
            return make()
        self.kept.receive()
        return self.kept.made(make, *self._inputs(folders))

    def _inputs(self, folders: Sequence[str]) -> tuple[str, ...]:
        return "rulebook", *folders, *map(self.said, folders)

    def said(self, folder: str) -> str:
        """The digest of the files of a folder: their paths and what they say."""
        if folder not in self._said:
            found = sha256()
            for path in self.workspace.every_file(folder):
                content = path.read_bytes()
                found.update(f"{self.workspace.name(path)}\0{len(content)}\0".encode())
                found.update(content)
            self._said[folder] = found.hexdigest()
        return self._said[folder]

    @cached_property
    def _said(self) -> dict[str, str]:
        return {}


_OF_RULES = ("ontology", "shapes", "queries")
