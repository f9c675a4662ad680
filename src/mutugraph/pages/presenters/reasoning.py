"""The chain of justification of a service, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mutugraph.law.legi.quoting import quoted
from mutugraph.law.proofs import Basis, Cited, Explanation, Fact, Tie
from mutugraph.operations.why import why
from mutugraph.pages.presenters.services import service_iri
from mutugraph.pages.presenters.verdicts import verdict_on
from mutugraph.pages.proofs import fact_line, tie_line
from mutugraph.pages.proofs_brief import refusal
from mutugraph.pages.reserves import known_until
from mutugraph.pages.visit import View, Visit


@dataclass(frozen=True, slots=True)
class Link:
    """A basis as the page shows it: its own steps as sentences, why it founds nothing if so.

    `told` says that the rule's sentence is higher on the page.
    """

    basis: Basis
    steps: tuple[tuple[str, tuple[Cited, ...]], ...]
    refused: str
    told: bool


def reasoning(visit: Visit) -> View:
    """The explanation of a service, or of one article for it, at a date. Raises as `why` does."""
    slug = visit.segments["slug"]
    article = visit.query.get("article") or None
    service = service_iri(visit, slug)
    found = why(visit.site.catalogue, service, article, visit.date)
    ids = visit.site.catalogue.workspace.namespaces.ids
    said = {b.node: quoted(visit.site.texts, ids, b, found.day) for b in found.bases}
    links = tuple(_links(found))
    return {
        "found": found,
        "links": {link.basis.node: link for link in links},
        "refused": tuple(link for link in links if link.refused),
        "ties": tuple((tie, *_around(tie)) for tie in found.ties),
        "said": {node: text for node, text in said.items() if text},
        "verdict": None if article else verdict_on(visit, service),
        "known": _known(found) if article else (),
        "slug": slug,
        "date": visit.date,
        "article": article,
    }


def _known(found: Explanation) -> tuple[str, ...]:
    """Up to which day the law of the article that is asked is known; the verdict says it of all."""
    return tuple(known_until((b.read.provision for b in found.bases if b.read), found.day))


def _links(found: Explanation) -> Iterator[Link]:
    """The bases in the order of the page: those that hold, then those that found nothing."""
    forms = {b.node: a.cited for a in found.arrangements for b in a.bases}
    holding = [basis for basis in found.bases if basis.holds or basis.read is None]
    rules: set[str] = set()
    for basis in (*holding, *(b for b in found.bases if b not in holding)):
        read = None if basis in holding else basis.read
        above = forms.get(basis.node, ()) if read is None else ()
        steps = tuple((fact_line(f, quoted=False), f.cited) for f in _own(basis.facts, above))
        why_not = refusal(basis, read, found.day) if read else ""
        yield Link(basis, steps, why_not, basis.rule.code in rules)
        rules.add(basis.rule.code)


def _own(facts: Iterable[Fact], above: tuple[Cited, ...]) -> Iterator[Fact]:
    """The facts without the form that heads the part, whose words are printed there."""
    return (fact for fact in facts if not above or fact.cited != above)


def _around(tie: Tie) -> tuple[str, str]:
    """The sentence of a tie, before and after the name of the article, which is a link."""
    told = tie_line(tie, quoted=False)
    if tie.read is None:
        return told, ""
    before, _, after = told.partition(tie.read.provision.label)
    return before, after
