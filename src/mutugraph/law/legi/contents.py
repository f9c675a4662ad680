"""Compares what a version says and who made it: authors, clauses, texts, references, deferrals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mutugraph.law.legi.chronicles import Chronicle
from mutugraph.law.legi.clauses import defers, holds
from mutugraph.law.legi.differences import Code, Difference
from mutugraph.law.legi.known import Known
from mutugraph.law.legi.wordings import Author, Bounds, Wording, digest
from mutugraph.law.provisions import Provision, Version

_REPEALED = re.compile(r"\((?:Ab|AbD|T|P)\)\s*$")  # how LEGI marks what it links to
_TEXT = re.compile(r"^(loi|ordonnance|décret)\s+(\S+)")
_KINDS = {"décret": "decret"}


@dataclass(frozen=True, slots=True)
class Beside:
    """What texts are also compared with: codes of clauses by label, kept texts by version."""

    codes: Mapping[str, str]
    kept: Mapping[str, tuple[str, ...]]


def of_content(  # noqa: PLR0917 - one article, seen from five sides
    known: Known,
    article: Provision,
    chronicle: Chronicle,
    pairs: tuple[tuple[Version, Bounds], ...],
    day: date,
    beside: Beside,
) -> Iterator[Difference]:
    """What differs in the versions that both have and that the source gives whole."""
    codes = beside.codes
    about = {codes[label] for v in article.versions for label in v.clauses if label in codes}
    for mine, there in pairs:
        wording = chronicle.wordings.get(there.id)
        if wording is None:
            continue
        yield from _of_authors(article, mine, wording)
        if wording.paragraphs:
            yield from _of_clauses(article, mine, wording, codes, about)
            yield from _of_text(article, mine, wording, beside.kept.get(there.id, ()))
        if there.end is None or there.end > day:
            yield from _of_references(known, article, mine, wording, day)
            yield from _of_deferral(article, mine, wording)


def made_by(wording: Wording) -> tuple[Author, ...]:
    """The texts that made a version: those signed by its first day (later ones ended it)."""
    start = wording.bounds.start
    return tuple(
        a for a in wording.authors if a.signed is None or start is None or a.signed <= start
    )


def _of_authors(article: Provision, mine: Version, wording: Wording) -> Iterator[Difference]:
    there = {(a.kind, a.number) for a in made_by(wording)}
    here = {(_KINDS.get(m[1], m[1]), m[2]) for a in mine.authors if (m := _TEXT.match(a))}
    if there and here and not there & here:
        labels = tuple(a.label for a in made_by(wording))
        facts = {"debut": mine.start, "lu": mine.authors, "trouve": labels}
        yield Difference(
            Code.AUTHOR,
            article,
            "auteur",
            mine.start,
            facts,
            wording.place,
            wording.bounds,
            made_by(wording),
        )


def _of_text(
    article: Provision, mine: Version, wording: Wording, kept: tuple[str, ...]
) -> Iterator[Difference]:
    if kept and digest(kept) != digest(wording.paragraphs):
        yield Difference(
            Code.TEXT,
            article,
            "texte",
            mine.start,
            {"debut": mine.start},
            wording.place,
            wording.bounds,
            before=kept,
            after=wording.paragraphs,
        )


def _of_clauses(
    article: Provision,
    mine: Version,
    wording: Wording,
    codes: Mapping[str, str],
    about: set[str],
) -> Iterator[Difference]:
    stated = {codes[label] for label in mine.clauses if label in codes}
    labels = {code: label for label, code in codes.items()}
    for code in sorted(about):
        there = holds(code, wording.paragraphs)
        if there is None or there == (code in stated) or (there and not mine.clauses):
            continue
        facts = {"debut": mine.start, "clause": labels[code]}
        case = "clause_absente" if code in stated else "clause_presente"
        yield Difference(Code.CLAUSE, article, case, mine.start, facts, wording.place)


def _of_references(
    known: Known, article: Provision, mine: Version, wording: Wording, day: date
) -> Iterator[Difference]:
    for cited in wording.cited:
        named = known.article(cited.text, cited.number) if cited.number else None
        about = named or (None if cited.number else known.texts.get(cited.text))
        ended = about is not None and about.ends is not None and about.ends <= day
        if ended or _REPEALED.search(cited.label):
            label = about.label if about is not None else cited.label
            facts = {"debut": mine.start, "cite": label}
            yield Difference(Code.REFERENCE, article, "renvoi", mine.start, facts, wording.place)


def _of_deferral(article: Provision, mine: Version, wording: Wording) -> Iterator[Difference]:
    if wording.nota and defers(wording.nota):
        facts = {"debut": mine.start, "nota": wording.nota}
        yield Difference(Code.COMING, article, "nota", mine.start, facts, wording.place)
