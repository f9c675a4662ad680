"""The deliberations in the national schema SCDL « délibérations » 2.1.5.

What the source does not print stays empty; the report says which columns stay so, and why.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Table
from mutugraph.errors import HeaderInvalid
from mutugraph.headers import read_headed
from mutugraph.messages import message
from mutugraph.operations.publish.editions import Edition
from mutugraph.questions.binding import bind
from mutugraph.questions.catalogue import INTERNAL, Catalogue
from mutugraph.questions.model import SCHEMA

NAME = "deliberations.csv"
QUERY = "publication-deliberations"
MANDATORY = (
    "COLL_NOM",
    "COLL_SIRET",
    "DELIB_ID",
    "DELIB_DATE",
    "DELIB_MATIERE_CODE",
    "DELIB_MATIERE_NOM",
    "DELIB_OBJET",
)


@dataclass(frozen=True, slots=True)
class Deliberations:
    """The file, and why each column that stays empty somewhere does, by its name."""

    content: bytes
    rows: int
    empty: Mapping[str, str]

    @property
    def mandatory_empty(self) -> tuple[str, ...]:
        """The mandatory columns that the source does not allow to fill."""
        return tuple(name for name in MANDATORY if name in self.empty)


def deliberations(catalogue: Catalogue, edition: Edition) -> Deliberations:
    """The deliberations of an édition. Raises what the engine raises."""
    workspace = catalogue.workspace
    path = workspace.root / "queries" / INTERNAL / f"{QUERY}.rq"
    headed = read_headed(path, workspace.name(path))
    answer = catalogue.engine.query(bind(headed.text, {SCHEMA: (edition.schema,)}))
    if not isinstance(answer, Table):
        raise HeaderInvalid(path=headed.path, line=1, detail="SELECT")
    rows = [[_text(term) for term in row] for row in answer.rows]
    columns = answer.columns
    empty = [name for i, name in enumerate(columns) if any(not row[i] for row in rows)]
    reasons = {name: message(f"scdl_{name}") for name in empty}
    return Deliberations(_csv(columns, rows), len(rows), MappingProxyType(reasons))


def _csv(columns: tuple[str, ...], rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else ""
