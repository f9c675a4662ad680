"""What changed in LEGI since the state noted last, and which services it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from mutugraph.law.legi.comparing import Compared
from mutugraph.law.legi.keeping import KeptTexts, Noted
from mutugraph.law.legi.replaying import Progress
from mutugraph.law.legi.wordings import Bounds, Number, digest
from mutugraph.operations.legi.check import judged, replay_sources, touched
from mutugraph.operations.legi.importing import keep
from mutugraph.questions.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of an article: its sentence `legi_change_<case>`, the facts, the two texts.

    `known` says that the graph has the version already; `touches` is what depends on the article.
    """

    article: str
    case: str
    start: date | None
    facts: Mapping[str, object] = field(default_factory=dict)
    known: bool = False
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    touches: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Watched:
    """What changed between two states; `since` None where none was noted before this one."""

    revision: str
    since: date | None
    day: date | None
    first: bool
    articles: int
    changes: tuple[Changed, ...]


def watch_legi(
    catalogue: Catalogue,
    sources: Sequence[Path],
    *,
    without: frozenset[date] = frozenset(),
    progress: Progress = lambda _name, _done, _total: None,
) -> Watched:
    """The changes since the state noted last; the sources' own is noted in its place.

    Raises as `check_legi`, and `FileUnwritable`.
    """
    texts = KeptTexts(catalogue.workspace.root)
    before = texts.state()
    since = before.day if before else None
    replayed = replay_sources(catalogue, sources, without, progress, since)
    compared = judged(catalogue, replayed, {}).compared
    ids = catalogue.workspace.namespaces.ids
    changes: list[Changed] = []
    for one in compared if before else ():
        noted = before.articles.get(one.article.label) if before else None
        kept = {v.id: v.paragraphs for v in texts.article(one.article.node.value.removeprefix(ids))}
        found = list(_changes(one, noted, kept)) if noted is not None else []
        if found:
            depending = touched(catalogue, one.article)
            changes += [_with(change, depending) for change in found]
    keep(catalogue, replayed, compared, texts=False)
    return Watched(
        catalogue.workspace.revision,
        before.day if before else None,
        replayed.copy.day,
        before is None,
        len(compared),
        tuple(changes),
    )


def _changes(
    one: Compared, noted: tuple[Noted, ...], kept: dict[str, tuple[str, ...]]
) -> Iterator[Changed]:
    label, chronicle = one.article.label, one.chronicle
    there = chronicle.numbered(Number.of(one.article.number))
    old = {version.id: version for version in noted}
    known = {pair.found.id for pair in one.pairs if pair.found and pair.known}
    for bounds in there:
        wording, was = chronicle.wordings.get(bounds.id), old.pop(bounds.id, None)
        after = wording.paragraphs if wording else ()
        facts = {"debut": bounds.start, "identifiant": bounds.id}
        if was is None:
            previous = chronicle.before(bounds)
            before = previous.paragraphs if previous else _previous(there, bounds, kept)
            case = "nouvelle" if bounds.start else "annoncee"
            yield Changed(label, case, bounds.start, facts, bounds.id in known, before, after)
            continue
        if (was.start, was.end, was.state) != (bounds.start, bounds.end, bounds.state):
            spans = {"lu": _span(was), "trouve": _span(bounds)}
            yield Changed(label, "bornes", bounds.start, {**facts, **spans}, bounds.id in known)
        if was.digest and after and was.digest != digest(after):
            before = kept.get(bounds.id, ())
            yield Changed(label, "texte", bounds.start, facts, bounds.id in known, before, after)
    for gone in old.values():
        yield Changed(label, "retiree", gone.start, {"debut": gone.start, "identifiant": gone.id})


def _previous(
    there: tuple[Bounds, ...], bounds: Bounds, kept: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    at = there.index(bounds)
    return kept.get(there[at - 1].id, ()) if at else ()


def _span(version: Bounds | Noted) -> tuple[date | None, date | None, str]:
    return version.start, version.end, version.state


def _with(change: Changed, touches: tuple[tuple[str, str, str], ...]) -> Changed:
    return replace(change, touches=touches)
