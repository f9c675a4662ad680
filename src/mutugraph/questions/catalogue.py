"""The questions over an engine: what can be asked, and the names that its parameters take."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Table, Term
from mutugraph.engine.protocol import Engine
from mutugraph.errors import HeaderInvalid, UnknownName
from mutugraph.headers import read_headed
from mutugraph.questions.binding import bind
from mutugraph.questions.entities import Entities
from mutugraph.questions.header import question_of
from mutugraph.questions.model import About, Question
from mutugraph.questions.names import NEAREST, Names
from mutugraph.questions.typing import SEPARATOR
from mutugraph.workspace import Workspace

INTERNAL = "internal"
QUALITY = "quality"


@dataclass(frozen=True)
class Catalogue:
    """The named questions of a workspace, asked of an engine. Read once, for one revision."""

    workspace: Workspace
    engine: Engine

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its id, in the order of themes and ids. Raises `HeaderInvalid`."""
        found: dict[str, Question] = {}
        for path in self.workspace.query_files:
            if path.parent.name in (INTERNAL, QUALITY):
                continue
            name = self.workspace.name(path)
            if path.stem in found:
                raise HeaderInvalid(path=name, line=1, detail=found[path.stem].path)
            found[path.stem] = question_of(read_headed(path, name))
        return found

    def question(self, id: str) -> Question:
        """The question of an id. Raises `UnknownName` with the nearest."""
        try:
            return self.questions[id]
        except KeyError:
            nearest = difflib.get_close_matches(id, list(self.questions), NEAREST, cutoff=0.4)
            raise UnknownName(kind="question", name=id, nearest=tuple(nearest)) from None

    @cached_property
    def names(self) -> Names:
        """The names that parameters take."""
        return Names(self.internal("noms"))

    @cached_property
    def default_date(self) -> str | None:
        """The date at which law is read when none is asked: that of the act on the schéma."""
        rows = self.internal("date-par-defaut").rows
        return str(getattr(rows[0][0], "value", "")) if rows else None

    @cached_property
    def about(self) -> About:
        """Where the data comes from; several documents are named together."""
        rows = list(self.internal("a-propos").dicts())
        sources = dict.fromkeys(text for row in rows if (text := _text(row["source"])))
        first = rows[0] if rows else {}
        return About(
            SEPARATOR.join(sources) or None,
            _text(first.get("licence")),
            _text(first.get("mise_a_jour")),
        )

    @cached_property
    def entities(self) -> Entities:
        """Every named entity."""
        return Entities(self.internal("entites"), self.workspace.namespaces.ids)

    def internal(self, id: str, **slots: Sequence[NamedNode | Literal]) -> Table:
        """The answer of a query that the program needs for itself, its slots filled."""
        answer = self.engine.query(self.internal_text(id, **slots))
        if not isinstance(answer, Table):
            raise HeaderInvalid(path=f"{INTERNAL}/{id}.rq", line=1, detail="SELECT")
        return answer

    def internal_text(self, id: str, **slots: Sequence[NamedNode | Literal]) -> str:
        """The text of a query that the program needs for itself, its slots filled."""
        path = self.workspace.root / "queries" / INTERNAL / f"{id}.rq"
        return bind(read_headed(path, self.workspace.name(path)).text, slots)


def _text(term: Term | None) -> str | None:
    return term.value if isinstance(term, NamedNode | Literal) else None
