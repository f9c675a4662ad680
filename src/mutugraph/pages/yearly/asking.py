"""What the sections of a report are asked of: one schéma, one year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from mutugraph.pages.code_words import label
from mutugraph.pages.reading import Reader
from mutugraph.pages.yearly.words import Key, Row, named, sources_of
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.codes import read_codes
from mutugraph.questions.editions import Edition
from mutugraph.questions.model import Value


@dataclass(frozen=True)
class Asking:
    """The questions of one édition, read for the report of a year."""

    catalogue: Catalogue
    edition: Edition
    year: int

    @property
    def end(self) -> str:
        """The last day of the year."""
        return f"{self.year}-12-31"

    def rows(self, id: str, date: str | None = None) -> list[Row]:
        """The rows of a public question by the names of their columns."""
        return list(named(self._reader.ask(id, {}, date)))

    def word(self, code: Value) -> str:
        """The label of a code in this schéma."""
        codes = read_codes(self.catalogue).of((self.edition.node.value,))
        return label(str(code), codes) if code else ""

    def sources(self, *names: str) -> dict[Key, str]:
        """Where each figure is from, by its year and what tells it from the others."""
        return sources_of(self._reader.rows("rapport-sources"), ("exercice", *names))

    @cached_property
    def origins(self) -> dict[Key, str]:
        """Where each opinion is from, by the act, who gave it or is asked for it, and its day."""
        return sources_of(self._reader.rows("rapport-sources-des-avis"), ("acte", "qui", "date"))

    @cached_property
    def conventions(self) -> dict[Key, str]:
        """Where each convention is from, by its name: it may be of the édition before."""
        return sources_of(self._reader.rows("rapport-sources-des-conventions"), ("acte",))

    @property
    def _reader(self) -> Reader:
        return Reader(self.catalogue, schema=self.edition.node)
