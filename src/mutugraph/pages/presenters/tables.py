"""The published tables, as people choose one: its subject, its size, its first rows, its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from mutugraph.pages.answers import AnswerTable, table_of
from mutugraph.pages.exports import export
from mutugraph.pages.reading import Row
from mutugraph.pages.visit import Visit
from mutugraph.questions.model import Question

_FOLDER = "tables"
_PREVIEWED = 3
_KILO = 1000


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table: its title, the question that it answers, rows, size in bytes and first rows.

    `href` is its CSV; its Table Schema and its CSVW metadata stand beside it.
    """

    title: str
    question: Question
    rows: int
    bytes: int
    href: str
    preview: AnswerTable

    @property
    def size(self) -> str:
        """The size of the CSV, in kilobytes; less than one counts as one."""
        return str(max(1, round(self.bytes / _KILO)))

    @property
    def schema(self) -> str:
        """The address of its Table Schema."""
        return self.href.removesuffix(".csv") + ".schema.json"

    @property
    def metadata(self) -> str:
        """The address of its CSVW metadata."""
        return self.href + "-metadata.json"


def is_table(file: Row) -> bool:
    """Whether a published file is the table of a question."""
    return PurePosixPath(file["href"] or "").parent.name == _FOLDER


def published_tables(visit: Visit, files: tuple[Row, ...]) -> Iterator[PublishedTable]:
    """The tables among the files of a dataset, by title."""
    known = visit.site.catalogue.questions
    for file in sorted(filter(is_table, files), key=lambda row: row["nom"] or ""):
        href = file["href"] or ""
        question = known.get(PurePosixPath(href).stem)
        if question is None:
            continue
        answered = visit.reader.ask(question.id)
        first = replace(
            answered, rows=answered.rows[:_PREVIEWED], entities=answered.entities[:_PREVIEWED]
        )
        yield PublishedTable(
            title=file["nom"] or "",
            question=question,
            rows=len(answered),
            bytes=len(export(answered, "csv", iris=True)),
            href=href,
            preview=table_of(first, visit),
        )
