"""What is recognized in a document, as rows that count for nothing until a person confirms them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.messages import message
from mutugraph.sources.documents import SourceFile
from mutugraph.sources.folding import fold
from mutugraph.sources.recognition import Nature, recognize
from mutugraph.terms import RDF_TYPE, XSD_DECIMAL, XSD_INTEGER
from mutugraph.workbook.known import Known
from mutugraph.workbook.locating import MOST_WORDS

_FORMS = Path(__file__).with_suffix(".toml")
_FIGURES = re.compile(r"\d+(?:[ .]\d{3})*(?:,\d+)?")
_DAY = re.compile(r"(?:(\d{1,2})(?:er)? )?(\w+) (\d{4})\Z")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z")
_FULL_TIME = re.compile(r"\betp|equivalent")
_ONCE = (Nature.LAW, Nature.NAME)


@dataclass(frozen=True)
class Proposal:
    """A row that is proposed: its entity, its triples, the words that bear it, their line."""

    node: NamedNode
    triples: tuple[Triple, ...]
    words: str
    line: int


def proposals(
    known: Known, source: SourceFile, schema: str, names: Mapping[str, NamedNode]
) -> tuple[Proposal, ...]:
    """What is recognized in a text, in its order: references, amounts, head-counts, dates, names.

    `schema` is the path of the schéma under `/id/`; `names` are the bodies and communes that may be
    named. A reference or a name is proposed where it stands first.
    """
    text, found, told = source.text, [], set()
    for rank, span in enumerate(recognize(text, {Nature.NAME: names}), 1):
        place = text.place(span.start, span.end)
        words = " ".join(text.at(place).split())
        plain = fold(words).text
        key = (span.nature, plain, None if span.nature in _ONCE else place.first_line)
        if key in told or len(words.split()) > MOST_WORDS:
            continue
        told.add(key)
        node = known.namespaces.id(f"{schema}/{message('classeur_proposition')}/{rank}")
        measured = span.nature is Nature.STAFF and _FULL_TIME.search(plain)  # no number of agents
        nature = Nature.AMOUNT if measured else span.nature
        kind = known.namespaces.term(_forms()["classes"][nature.value])
        said = [
            Triple(node, RDF_TYPE, kind),
            Triple(node, known.namespaces.term("skos:prefLabel"), Literal(words, language="fr")),
            Triple(node, known.namespaces.term("mut:duSchema"), known.namespaces.id(schema)),
            *_cells(known, node, nature, plain),
        ]
        if span.nature is Nature.NAME:
            named = next((n for name, n in names.items() if fold(name).text == plain), None)
            if named:
                said.append(Triple(node, known.namespaces.term("mut:mentionne"), named))
        found.append(Proposal(node, tuple(said), words, place.first_line))
    return tuple(found)


def _cells(known: Known, node: NamedNode, nature: Nature, plain: str) -> Iterator[Triple]:
    space = known.namespaces
    figures = _FIGURES.match(plain)
    number = re.sub(r"[ .]", "", figures[0]).replace(",", ".") if figures else ""
    if nature is Nature.AMOUNT:
        yield Triple(node, space.term("mut:valeur"), Literal(number, datatype=XSD_DECIMAL))
        units = _forms()["unites"]
        after = plain[len(figures[0]) if figures else 0 :]
        unit = next(path for sign, path in units.items() if sign in after)
        yield Triple(node, space.term("mut:unite"), space.id(unit))
    elif nature is Nature.STAFF and number.isdigit():
        yield Triple(node, space.term("mut:agents"), Literal(number, datatype=XSD_INTEGER))
    elif nature is Nature.DATE and (day := _day(plain)):
        yield Triple(node, space.term("mut:debut"), Literal(day))
        precision = "jour" if day.count("-") > 1 else "mois"
        yield Triple(node, space.term("mut:precision"), space.id(f"precision/{precision}"))


def _day(plain: str) -> str:
    """A date at the precision that is printed; nothing for a quarter, which people write."""
    months = _forms()["mois"]
    if slashed := _SLASHED.match(plain):
        return f"{slashed[3]}-{slashed[2]:0>2}-{slashed[1]:0>2}"
    written = _DAY.match(plain)
    if not written or written[2] not in months:
        return ""
    month = f"{written[3]}-{months.index(written[2]) + 1:02}"
    return f"{month}-{written[1]:0>2}" if written[1] else month


@cache
def _forms() -> Mapping[str, Any]:
    return tomllib.loads(_FORMS.read_text(encoding="utf-8"))
