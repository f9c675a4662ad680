"""Replays every chronology of the graph on a source of LEGI, and says what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mutugraph.control.built_in import built_in_rules
from mutugraph.control.findings import Severity
from mutugraph.law.legi.chronicles import Chronicle, chronicles
from mutugraph.law.legi.comparing import Compared, compare
from mutugraph.law.legi.contents import Beside
from mutugraph.law.legi.differences import Code, Difference
from mutugraph.law.legi.keeping import KeptTexts
from mutugraph.law.legi.known import Known, known_law
from mutugraph.law.legi.order import ordered
from mutugraph.law.legi.patching import patch
from mutugraph.law.legi.replaying import Copy, Progress, replay
from mutugraph.law.provisions import Provision
from mutugraph.law.rows import text
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue

IMPACT = "impact"


@dataclass(frozen=True, slots=True)
class Told:
    """A difference, how much it weighs, and what depends on the article: (type, label, link)."""

    difference: Difference
    severity: Severity
    touches: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What a replay finds. `day` is that up to which the source goes, where it says one.

    `absent` are the articles of the graph that the source does not have, `others` those that bore
    the number of one of them and are other rules.
    """

    revision: str
    day: date | None
    stock: bool
    files: int
    compared: tuple[Compared, ...]
    told: tuple[Told, ...]
    absent: tuple[Provision, ...]
    others: tuple[tuple[Provision, Chronicle], ...]
    known: Known

    @property
    def agreed(self) -> bool:
        """Whether nothing differs; what is to come is no difference."""
        return all(one.severity is Severity.INFORMATION for one in self.told)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A source as the graph's articles are found in it."""

    known: Known
    copy: Copy
    chronicles: tuple[Chronicle, ...]


def check_legi(
    catalogue: Catalogue,
    sources: Sequence[Path],
    *,
    without: frozenset[date] = frozenset(),
    progress: Progress = lambda _name, _done, _total: None,
) -> Checked:
    """What differs between the graph and a source of LEGI, article by article.

    `sources` are a stock and its increments in order, folders, answers of the API; `without` the
    days on which no increment was published. Reads only. Raises `LegiUnreadable`,
    `LegiOutOfOrder`, `FileMissing`, `FileUnreadable`.
    """
    replayed = replay_sources(catalogue, sources, without, progress)
    return judged(catalogue, replayed, _kept(catalogue, replayed.known))


def proposed_patch(catalogue: Catalogue, checked: Checked) -> str:
    """What the files of the law would say if they followed the source: a diff for `git apply`."""
    return patch(catalogue.workspace, checked.known, checked.compared, checked.day)


def replay_sources(
    catalogue: Catalogue,
    sources: Sequence[Path],
    without: frozenset[date],
    progress: Progress,
    since: date | None = None,
) -> Replayed:
    """The articles of the graph in a source, which goes on from a day. Raises as `check_legi`."""
    known = known_law(catalogue)
    copy = replay(ordered(sources, without, since), known.watch, progress)
    return Replayed(known, copy, chronicles(copy))


def judged(catalogue: Catalogue, replayed: Replayed, noted: dict[str, tuple[str, ...]]) -> Checked:
    """What differs; `noted` are texts kept before, by identifier of version."""
    known, copy = replayed.known, replayed.copy
    rows = catalogue.internal("legi-clauses").dicts()
    codes = {text(row, "nom"): text(row, "code") for row in rows}
    day = copy.day or date.today()
    compared = compare(known, replayed.chronicles, day, Beside(codes, noted))
    there = {one.article.node for one in compared}
    absent = tuple(article for article in known.articles if article.node not in there)
    missing = tuple(Difference(Code.UNKNOWN, article, "article_absent", None) for article in absent)
    found = [d for one in compared for d in one.differences] + list(missing if copy.stock else ())
    severities = {rule.code: rule.severity for rule in built_in_rules()}
    heavy = {
        one.article.node: one.article
        for one in found
        if severities[one.code] is not Severity.INFORMATION and one not in missing
    }
    cited = {row["article"] for row in catalogue.internal("legi-articles-cites").dicts()}
    depending = {
        node: touched(catalogue, article) for node, article in heavy.items() if node in cited
    }
    return Checked(
        revision=catalogue.workspace.revision,
        day=copy.day,
        stock=copy.stock,
        files=copy.files,
        compared=compared,
        told=tuple(Told(d, severities[d.code], depending.get(d.article.node, ())) for d in found),
        absent=absent,
        others=tuple((one.article, other) for one in compared for other in one.others),
        known=known,
    )


def _kept(catalogue: Catalogue, known: Known) -> dict[str, tuple[str, ...]]:
    """The texts that were imported, by identifier of version."""
    texts, ids = KeptTexts(catalogue.workspace.root), catalogue.workspace.namespaces.ids
    if not texts.stamp:
        return {}
    paths = (article.node.value.removeprefix(ids) for article in known.articles)
    return {v.id: v.paragraphs for path in paths for v in texts.article(path)}


def touched(catalogue: Catalogue, article: Provision) -> tuple[tuple[str, str, str], ...]:
    """What depends on an article: (type, label, link), as `impact` answers."""
    if not catalogue.has(IMPACT):
        return ()
    answered = ask(catalogue, IMPACT, {"article": article.label})
    rows = ((str(kind), str(thing), str(link)) for kind, thing, link in answered.rows)
    return tuple(dict.fromkeys(rows))
