"""Keeps the texts of the watched articles in the user's own workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mutugraph.law.legi.comparing import Compared
from mutugraph.law.legi.keeping import FOLDER, KeptTexts
from mutugraph.law.legi.replaying import Progress
from mutugraph.law.legi.wordings import Bounds, Number
from mutugraph.operations.legi.check import Replayed, judged, replay_sources
from mutugraph.questions.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Imported:
    """What was kept: in which folder, how many articles and texts, up to which day."""

    folder: Path
    day: date | None
    articles: int
    texts: int
    without: int


def import_legi(
    catalogue: Catalogue,
    sources: Sequence[Path],
    *,
    without: frozenset[date] = frozenset(),
    progress: Progress = lambda _name, _done, _total: None,
) -> Imported:
    """Keeps every version of the graph's articles that the sources have, with its text.

    They go to `legi/` in the workspace, which git ignores and no publication takes. What was kept
    of articles that these sources do not have stays. Raises as `check_legi`, and `FileUnwritable`.
    """
    replayed = replay_sources(catalogue, sources, without, progress)
    compared = judged(catalogue, replayed, {}).compared
    keep(catalogue, replayed, compared, texts=True)
    there = [one.chronicle.wordings.get(v.id) for one in compared for v in _versions(one)]
    texts = sum(wording is not None and bool(wording.paragraphs) for wording in there)
    root = catalogue.workspace.root / FOLDER
    return Imported(root, replayed.copy.day, len(compared), texts, len(there) - texts)


def keep(
    catalogue: Catalogue, replayed: Replayed, compared: Sequence[Compared], *, texts: bool
) -> None:
    """Notes the state of these articles and, with `texts`, what they say."""
    ids = catalogue.workspace.namespaces.ids
    found = (
        (one.article.node.value.removeprefix(ids), one.article.label, one.chronicle, _versions(one))
        for one in compared
    )
    KeptTexts(catalogue.workspace.root).replace(replayed.copy.day, found, texts=texts)


def _versions(one: Compared) -> tuple[Bounds, ...]:
    return one.chronicle.numbered(Number.of(one.article.number))
