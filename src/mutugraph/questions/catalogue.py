"""The questions over an engine: what can be asked, and the names that its parameters take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import SEPARATOR, Table, Term
from mutugraph.engine.cache import Cache
from mutugraph.engine.embedded import refuse_malformed
from mutugraph.engine.protocol import Engine
from mutugraph.errors import HeaderInvalid, MutugraphError, UnknownName
from mutugraph.headers import read_headed, read_query
from mutugraph.questions.binding import Terms, bind
from mutugraph.questions.editions import Editions
from mutugraph.questions.entities import Entities
from mutugraph.questions.header import question_of
from mutugraph.questions.model import About, Question
from mutugraph.questions.names import Names
from mutugraph.questions.noting import note, noting
from mutugraph.typography import keyboard
from mutugraph.workspace import Workspace

_ANSWERS_BYTES = 32 * 1024 * 1024
_CELL = 160  # bytes of a term and of its place in a row
_FILES = 1024  # of which a process remembers that they may run: revisions have most in common
Made = TypeVar("Made")
INTERNAL = "internal"
QUALITY = "quality"


@dataclass(frozen=True)
class Catalogue:
    """The named questions of a workspace, asked of an engine. Read once, for one revision."""

    workspace: Workspace
    engine: Engine

    _read: dict[str, Question] = field(default_factory=dict, init=False, repr=False, compare=False)
    _texts: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _made: dict[str, tuple[object, frozenset[str]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _answers: Cache = field(
        default_factory=lambda: Cache(_ANSWERS_BYTES), init=False, repr=False, compare=False
    )

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question that can be asked, by its id, in the order of themes and ids.

        A file that is no question costs its own question only, and stands in `faults`.
        """
        found = {}
        for id in self._files:
            with suppress(MutugraphError):
                found[id] = self.question(id)
        return found

    @cached_property
    def faults(self) -> tuple[MutugraphError, ...]:
        """What is wrong with the files of questions and of the program's own queries."""
        found: list[MutugraphError] = list(self._twice)
        for path in self.workspace.query_files:
            try:
                if path.parent.name == INTERNAL:
                    self.internal_text(path.stem)
                elif self._files.get(path.stem) == path:
                    self.question(path.stem)
            except MutugraphError as error:
                found.append(error)
        return tuple(found)

    def question(self, id: str) -> Question:
        """The question of an id.

        Raises `UnknownName` with the nearest; `HeaderInvalid`, `QueryFileBroken` and as
        `read_text`, for a file that is no question.
        """
        id = keyboard(id).strip()
        if id not in self._read:
            path = self._files.get(id)
            if path is None:
                raise UnknownName.among("question", id, self._files)
            headed = read_headed(path, self.workspace.name(path))
            text = _usable(headed.text, headed.path)
            self._read[id] = question_of(replace(headed, text=text))
        return self._read[id]

    @cached_property
    def _files(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for path in self.workspace.query_files:
            if path.parent.name not in (INTERNAL, QUALITY):
                found.setdefault(path.stem, path)
        return found

    @property
    def _twice(self) -> Iterator[HeaderInvalid]:
        """A second file that states the same question; the first one answers."""
        for path in self.workspace.query_files:
            first = self._files.get(path.stem, path)
            if first != path and path.parent.name not in (INTERNAL, QUALITY):
                name = self.workspace.name
                yield HeaderInvalid(path=name(path), line=1, detail=name(first))

    def has(self, id: str) -> bool:
        """Whether there is a question of this id."""
        return id in self._files

    @property
    def names(self) -> Names:
        """The names that parameters take."""
        ids = self.workspace.namespaces.ids
        return self.once("names", lambda: Names(self.internal("noms"), ids))

    @property
    def editions(self) -> Editions:
        """The schémas of the store, and which of them a question or a page reads, at which day."""
        return self.once(
            "editions", lambda: Editions(self.internal("editions"), lambda: self.names)
        )

    @property
    def about(self) -> About:
        """Where the data comes from; several documents are named together."""
        return self.once("about", self._about)

    def _about(self) -> About:
        rows = list(self.internal("a-propos").dicts())
        sources = dict.fromkeys(text for row in rows if (text := _text(row["source"])))
        first = rows[0] if rows else {}
        return About(
            SEPARATOR.join(sources) or None,
            _text(first.get("licence")),
            _text(first.get("mise_a_jour")),
        )

    def about_of(self, schemas: tuple[NamedNode, ...]) -> About:
        """Where the data of some schémas comes from, of which no other is named."""
        names = " ".join(schema.value for schema in schemas)
        return self.once(f"about {names}", lambda: self._about_of(schemas))

    def _about_of(self, schemas: tuple[NamedNode, ...]) -> About:
        rows = [
            row for s in schemas for row in self.internal("a-propos-du-jeu", schema=(s,)).dicts()
        ]
        if not rows:
            return self.about
        sources = dict.fromkeys(text for row in rows if (text := _text(row["source"])))
        days = [day for row in rows if (day := _text(row["mise_a_jour"]))]
        return About(SEPARATOR.join(sources) or None, self.about.licence, max(days, default=None))

    @property
    def entities(self) -> Entities:
        """Every named entity."""
        ids = self.workspace.namespaces.ids
        return self.once("entities", lambda: Entities(self.internal("entites"), ids))

    def internal(self, id: str, **slots: Terms) -> Table:
        """The answer of a query that the program needs for itself, its slots filled."""
        return self.answer(self.internal_text(id, **slots), f"{INTERNAL}/{id}.rq")

    def answer(self, text: str, path: str) -> Table:
        """The answer of a file's text with its slots filled; pages ask the same ones again."""
        return self.kept(path, text, lambda: self.table(text, path), _cells)

    def table(self, text: str, path: str) -> Table:
        """The same, asked of the engine again."""
        answer = self.engine.query(text)
        if not isinstance(answer, Table):
            raise HeaderInvalid(path=path, line=1, detail="SELECT")
        return answer

    def kept(
        self, path: str, text: str, make: Callable[[], Made], cells: Callable[[Made], int]
    ) -> Made:
        """What is made of the answer of a file's text, while there is room for its cells."""
        note((text,))
        # a digest: a cache keeps no key of several thousand letters
        key = sha256(f"{path} {text}".encode()).digest()
        known = self._answers.get(key)
        if known is None:
            made = make()
            self._answers.put(key, made, _CELL * cells(made))
            return made
        return cast(Made, known)

    def forget(self) -> None:
        """Gives back the memory of the answers that are kept."""
        self._answers.clear()

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What is made of the store once, for this revision; `name` says what."""
        if name not in self._made:
            with noting() as asked:
                made = make()
            self._made[name] = made, frozenset(asked)
        known, texts = self._made[name]
        note(texts)
        return cast(Made, known)

    def internal_text(self, id: str, **slots: Terms) -> str:
        """The text of a query that the program needs for itself, its slots filled."""
        if id not in self._texts:
            path = self.workspace.root / "queries" / INTERNAL / f"{id}.rq"
            name = self.workspace.name(path)
            self._texts[id] = _usable(read_query(path, name), name)
        return bind(self._texts[id], slots)


_usable = lru_cache(_FILES)(refuse_malformed)


def _cells(table: Table) -> int:
    return len(table) * len(table.columns)


def _text(term: Term | None) -> str | None:
    return term.value if isinstance(term, NamedNode | Literal) else None
