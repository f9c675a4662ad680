"""What a question is: its parameters, its columns, its words, its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from pyoxigraph import NamedNode

from mutugraph.messages import message
from mutugraph.questions.editions import Edition, Reading

SCHEMA = "schema"
DATE = "date"


class ParameterType(StrEnum):
    """What a parameter takes; the ones that are not plain values name an entity.

    `action` is the number of a sheet: an integer, which a sheet must bear. `exercice` is a year.
    """

    ACTION = "action"
    EXERCICE = "exercice"
    TEXTE = "texte"
    DATE = "date"
    EPCI = "epci"
    SCHEMA = "schema"
    SERVICE = "service"
    COMMUNE = "commune"
    COLLECTIVITE = "collectivite"
    INDICATEUR = "indicateur"
    INSTANCE = "instance"
    ARTICLE = "article"
    NATURE = "nature"


INTEGERS = frozenset({ParameterType.ACTION, ParameterType.EXERCICE})


class ColumnType(StrEnum):
    """How a column is typed, in one place for every engine and format.

    `liste` holds several values in one cell (« ; »), `actions` the numbers of sheets (« 1,2,3 »),
    `iri` is the address that accompanies an entity column, shown on demand.
    """

    ENTIER = "entier"
    NOMBRE = "nombre"
    TEXTE = "texte"
    CODE = "code"
    DATE = "date"
    BOOLEEN = "booleen"
    ENTITE = "entite"
    LISTE = "liste"
    ACTIONS = "actions"
    IRI = "iri"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; `slot` is the variable of its slot in the text (`questions.binding`).

    `epci` and `schema` choose what fills the slot `?schema`, and the days that go with it.
    """

    name: str
    type: ParameterType
    slot: str
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer, in the order of the SELECT.

    `absent` says what a row without a value means: `NOT_PRINTED`, or anything else. `unended` says
    it where the column before, its beginning, has one. `money` prints cents, as two digits.
    """

    name: str
    type: ColumnType
    label: str
    unended: str = ""
    money: bool = False
    absent: str = ""

    def empty(self, *, begun: bool) -> str:
        """What no value means, `begun` where the column before has one; nothing if not stated."""
        return self.unended if begun and self.unended else self.absent


@dataclass(frozen=True, slots=True)
class Question:
    """One question, as its file states it; `text` is valid SPARQL as it stands.

    `own` are the parameters that its header states; `sentences` are the templates that tell its
    answer (`questions.sentence`), `when_empty` says what no row means.
    """

    id: str
    theme: str
    summary: str
    description: str
    own: tuple[Parameter, ...]
    returns: tuple[Column, ...]
    example: Mapping[str, str]
    text: str
    path: str
    sentences: tuple[str, ...] = ()
    when_empty: str | None = None
    view: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What it takes: the EPCI and the schéma as every question does, then its own."""
        epci, schema = message("parametre_epci"), message("parametre_schema")
        return (
            Parameter("epci", ParameterType.EPCI, SCHEMA, epci),
            Parameter("schema", ParameterType.SCHEMA, SCHEMA, schema),
            *self.own,
        )

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that every format shows."""
        return tuple(c for c in self.returns if c.type is not ColumnType.IRI)

    @property
    def dated(self) -> bool:
        """Whether the answer depends on a date."""
        return any(p.type is ParameterType.DATE for p in self.parameters)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of a name, if there is one."""
        return next((p for p in self.parameters if p.name == name), None)


Value = int | Decimal | str | bool | None


@dataclass(frozen=True, slots=True)
class About:
    """What goes with every answer: the titles of the documents, the licence, the day of update."""

    source: str | None = None
    licence: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A question's answer: typed rows under the shown columns, and the entities behind cells.

    `entities` has, for each row, the IRI of each entity column by its name. `date` is the date that
    was used, ISO 8601, or None for a question without one, or where several schémas are read, each
    at its own: `readings` has them. `params` are as the user gave them. `about` says where the data
    comes from.
    """

    question: Question
    params: Mapping[str, int | str]
    date: str | None
    revision: str
    rows: tuple[tuple[Value, ...], ...]
    entities: tuple[Mapping[str, NamedNode], ...]
    about: About = About()
    readings: tuple[Reading, ...] = ()

    @property
    def dates(self) -> Mapping[Edition, str]:
        """The day at which each schéma is read, where there is more than one and no common day."""
        if self.date is not None or not self.question.dated or len(self.readings) < 2:  # noqa: PLR2004
            return {}
        return {reading.edition: reading.date for reading in self.readings if reading.date}

    def on(self, column: str, node: NamedNode) -> Answered:
        """The rows that have this entity in a column of entities."""
        kept = [i for i, named in enumerate(self.entities) if named.get(column) == node]
        rows = tuple(self.rows[i] for i in kept)
        return replace(self, rows=rows, entities=tuple(self.entities[i] for i in kept))

    def __len__(self) -> int:
        return len(self.rows)
