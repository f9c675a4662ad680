"""What goes with an answer in a file that people read: words, reserves, verdicts, foundations."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pyoxigraph import NamedNode

from mutugraph.law.validations import Validation, validations_of
from mutugraph.messages import message
from mutugraph.operations.ask import ask
from mutugraph.operations.why import standing_of
from mutugraph.pages import standings
from mutugraph.pages.reserves import reserves_of
from mutugraph.pages.validators import validators
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.codes import read_codes
from mutugraph.questions.model import SCHEMA, Answered, Value

FOUNDATIONS = "articles-par-service"
_CHOOSING = ("epci", SCHEMA)
_SERVICE, _ARTICLE, _MODE, _RULE = "service", "article", "mode", "regle"


@dataclass(frozen=True)
class Beside:
    """What is told beside the rows of an answer; each part is asked when a format wants it."""

    catalogue: Catalogue
    answered: Answered

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """The labels of codes in the schémas that the answer reads."""
        codes = read_codes(self.catalogue)
        return codes.of(reading.edition.node.value for reading in self.answered.readings)

    @cached_property
    def reserves(self) -> tuple[str, ...]:
        """How the links of the answer are established, and up to which day its law is known."""
        return tuple(reserves_of(self.catalogue, self.answered))

    @cached_property
    def verdicts(self) -> tuple[str, ...]:
        """Of each service of a legal answer, whether it is founded still at the day asked.

        Nothing on the day of its act itself, when it is what is read.
        """
        return tuple(self._verdicts()) if self._is_legal else ()

    @cached_property
    def foundations(self) -> Answered | None:
        """The links behind an answer that names them without rule, version and passage."""
        names = {column.name for column in self.answered.question.columns}
        own = self.answered.question.id == FOUNDATIONS
        if own or not self._is_legal or _ARTICLE not in names or not self.answered.rows:
            return None
        if not self.catalogue.has(FOUNDATIONS):
            return None
        given = self.answered.params.items()
        chosen = {name: str(value) for name, value in given if name in _CHOOSING}
        found = ask(self.catalogue, FOUNDATIONS, chosen, self._date)
        linked = {_link(row) for row in self.answered.entities}
        kept = [i for i, row in enumerate(found.entities) if _link(row) in linked]
        return replace(
            found,
            rows=tuple(found.rows[i] for i in kept),
            entities=tuple(found.entities[i] for i in kept),
        )

    def validated(self, answered: Answered) -> tuple[str, ...]:
        """Of each link, who validated what its rule founds: function and day.

        None where the rows are not links with their rules.
        """
        names = [column.name for column in answered.question.columns]
        if not {_SERVICE, _MODE, _RULE} <= set(names):
            return ()
        services = {row[_SERVICE] for row in answered.entities if _SERVICE in row}
        known = validations_of(self.catalogue, sorted(services, key=str))
        return tuple(
            _validation(known, named.get(_SERVICE), row[names.index(_RULE)])
            for row, named in zip(answered.rows, answered.entities, strict=True)
        )

    @property
    def _is_legal(self) -> bool:
        names = {column.name for column in self.answered.question.columns}
        return {_SERVICE, _MODE} <= names

    @property
    def _date(self) -> str | None:
        """The day that was asked, if one was: each schéma has its own otherwise."""
        return self.answered.date if self.answered.question.dated else None

    def _verdicts(self) -> Iterator[str]:
        if self._date is None:
            return
        day = datetime.date.fromisoformat(self._date)
        names = [column.name for column in self.answered.question.columns]
        index = names.index(_SERVICE)
        told = {
            named[_SERVICE]: row[index]
            for row, named in zip(self.answered.rows, self.answered.entities, strict=True)
            if _SERVICE in named
        }
        for service, label in told.items():
            standing = standing_of(self.catalogue, service, self._date)
            if standing.origin != day:
                yield message(
                    "export_verdict_de", service=label, verdict=standings.verdict(standing)
                )


def _validation(known: Iterable[Validation], service: NamedNode | None, rule: Value) -> str:
    if service is None or rule is None:
        return ""
    mine = (one for one in known if one.service == service and one.covers(str(rule)))
    return validators(mine) or message("export_valide_personne")


def _link(row: Mapping[str, NamedNode]) -> tuple[NamedNode | None, NamedNode | None]:
    return row.get(_SERVICE), row.get(_ARTICLE)
