"""The chain of justification for a person: three lines a link, and notes.

What is printed, the rule in a sentence, the version at the day; what the article says there, where
the user keeps a copy of LEGI. The rest is `proofs.told`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from mutugraph.law.proofs import Basis, Explanation, Read, Tie
from mutugraph.law.provisions import State, Version, not_replayed
from mutugraph.messages import message
from mutugraph.pages.dates import day_in_words
from mutugraph.pages.proofs import reason_of_none, state_line, tie_line, title_lines

LIMIT, OBJECT = "limite", "objet"
_OF_THE_FORM = ("modalite", "forme")
Quote = Callable[[Basis], str]


def brief(
    explanation: Explanation, quote: Quote = lambda _basis: "", verdict: Iterable[str] = ()
) -> str:
    """The answer as lines; `quote` gives the paragraph of a basis that is to be quoted, if any.

    `verdict` are sentences on the service, which follow the title.
    """
    return "".join(f"{line}\n" for line in _lines(explanation, quote, verdict))


def _lines(explanation: Explanation, quote: Quote, verdict: Iterable[str]) -> Iterator[str]:
    yield from title_lines(explanation)
    yield from verdict
    notes: dict[str, int] = {}
    rules: set[str] = set()
    asked, day = explanation.asked, explanation.day
    for arrangement in explanation.arrangements:
        if asked is not None and not arrangement.bases:
            continue
        facts = {"phase": arrangement.phase_label, "forme": arrangement.form_label}
        yield from ("", message("pourquoi_modalite", **facts))
        for basis in arrangement.bases:
            yield from _link(basis, day, notes, rules, quote)
        if not arrangement.founded:
            yield "  " + message("pourquoi_rien", motif=reason_of_none(arrangement))
    for phase, bases in groupby(explanation.other_bases, key=lambda basis: basis.phase_label):
        yield from ("", message("pourquoi_autre_echeance", phase=phase))
        for basis in bases:
            yield from _link(basis, day, notes, rules, quote)
    if asked is not None and not any(basis.holds for basis in explanation.bases):
        yield from ("", message("pourquoi_pas_demande", article=asked.label))
        if explanation.rests_on:
            yield message("pourquoi_au_lieu", articles=", ".join(explanation.rests_on))
    yield from _beside(explanation)
    yield from _notes(explanation, notes)


def _link(
    basis: Basis, day: datetime.date, notes: dict[str, int], rules: set[str], quote: Quote
) -> Iterator[str]:
    label = basis.read.provision.label if basis.read else message("pourquoi_bref_sans_article")
    doubt = message("pourquoi_doute") if basis.uncertain else ""
    mode = basis.mode_label.lower() + doubt
    yield "  " + message("pourquoi_bref_lien", article=label, mode=mode, imprime=_printed(basis))
    code = basis.rule.code
    known = "pourquoi_bref_meme_regle" if code in rules else "pourquoi_bref_regle"
    rules.add(code)
    yield "    " + message(known, regle=code, phrase=_sentence(basis))
    yield "    " + _law(basis, day, notes)
    said = quote(basis)
    if said:
        yield "    " + message("pourquoi_bref_dit", texte=said)


def _sentence(basis: Basis) -> str:
    """The first sentence of the rule."""
    first, stop, _ = (basis.rule.sentence or basis.rule.name).partition(". ")
    return first + stop.strip()


def _printed(basis: Basis) -> str:
    """Where the document says it: what is the rule's own before the form, which others share."""
    own = [fact for fact in basis.facts if fact.kind not in _OF_THE_FORM]
    cites = (cited for fact in (*own, *basis.facts) for cited in fact.cited)
    first = next(cites, None)
    if first is None:
        return message("pourquoi_bref_non_imprime")
    return message("pourquoi_citation", place=first.place, words=first.words)


def _law(basis: Basis, day: datetime.date, notes: dict[str, int]) -> str:
    """The third line: the version at the day, else why there is none."""
    if basis.read is None:
        names = ", ".join(read.provision.label for read in basis.candidates)
        return message("pourquoi_candidats" if names else "pourquoi_sans_candidat", candidats=names)
    version = basis.read.version
    if version is None or not basis.holds:
        return refusal(basis, basis.read, day)
    number = notes.setdefault(_note(basis.read.provision.label, version), len(notes) + 1)
    end = version.end
    facts = {
        "debut": day_in_words(version.start),
        "fin": message("pourquoi_version_fin", fin=day_in_words(end))
        if end
        else message("pourquoi_version_sans_fin"),
        "verification": "" if version.verified else message("pourquoi_a_verifier"),
        "facultatif": message("pourquoi_bref_facultatif")
        if basis.read.state is State.OPTIONAL
        else "",
        "numero": number,
    }
    return message("pourquoi_bref_version", **facts)


def refusal(basis: Basis, read: Read, day: datetime.date) -> str:
    """Why a basis founds nothing at a day, or has no version established, in a sentence."""
    if basis.applies:
        return state_line(read, basis)
    unmet = next((s.label for s in basis.statuses if not s.covers(day)), "")
    return message("pourquoi_bref_statut", statut=unmet)


def _note(label: str, version: Version) -> str:
    replayed = version.replayed
    shown = (
        message("pourquoi_bref_rejouee", jour=day_in_words(replayed))
        if replayed
        else message("pourquoi_bref_jamais")
    )
    authors = ", ".join(version.authors) or message("pourquoi_bref_sans_auteur")
    facts = {"article": label, "debut": day_in_words(version.start), "rejouee": shown}
    return message("pourquoi_bref_note", auteurs=authors, sources=len(version.sources), **facts)


def _beside(explanation: Explanation) -> Iterator[str]:
    """The limits of the law, each a line; the texts that found nothing, named once."""
    limits = [tie_line(tie) for tie in explanation.ties if tie.kind == LIMIT]
    if limits:
        yield from ("", *dict.fromkeys(limits))
    others = (
        _names(tie, explanation.day)
        for tie in explanation.ties
        if tie.kind != LIMIT and (tie.kind != OBJECT or tie.read is None or tie.read.state.holds)
    )
    named = list(dict.fromkeys(others))
    if named:
        yield from ("", message("pourquoi_bref_liens", liens=" ; ".join(named)))


def _names(tie: Tie, day: datetime.date) -> str:
    article = tie.read.provision.label if tie.read else ""
    ended = tie.until is not None and tie.until <= day
    key = f"{tie.kind}_cesse" if ended else tie.kind
    fin = day_in_words(tie.until)
    return message(f"pourquoi_bref_{key}", article=article, nom=tie.label, fin=fin)


def _notes(explanation: Explanation, notes: dict[str, int]) -> Iterator[str]:
    if notes:
        yield ""
        yield from (f"[{number}] {note}" for note, number in notes.items())
    read = [basis.read.provision for basis in explanation.bases if basis.read is not None]
    left = not_replayed(read, explanation.day)
    if left:
        yield from ("", message("pourquoi_reserve", articles=", ".join(p.label for p in left)))
    yield from ("", message("pourquoi_bref_reste"))
