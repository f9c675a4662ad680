"""The chain of justification in words, for a terminal: one line a step."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import groupby

from mutugraph.law.proofs import Arrangement, Basis, Cited, Explanation, Fact, Read, Tie
from mutugraph.law.provisions import State, Status, not_replayed
from mutugraph.messages import message
from mutugraph.pages.dates import day_in_words
from mutugraph.pages.validators import validators

Line = tuple[int, str]
_STEP, _MORE = 2, 4
_WITHOUT_BASIS = {"prefiguration": "prefiguration", "convention": "convention"}


def told(explanation: Explanation, verdict: Iterable[str] = ()) -> str:
    """The whole answer as indented lines; `verdict` are sentences that follow the title."""
    return "".join(f"{' ' * indent}{text}\n" for indent, text in lines(explanation, verdict))


def lines(explanation: Explanation, verdict: Iterable[str] = ()) -> Iterator[Line]:
    """Each line with its indentation."""
    asked = explanation.asked
    yield from ((0, line) for line in (*title_lines(explanation), *verdict))
    for arrangement in explanation.arrangements:
        if asked is None or arrangement.bases:
            yield 0, ""
            yield from _arrangement(arrangement, explanation.day)
    for phase, bases in groupby(explanation.other_bases, key=lambda basis: basis.phase_label):
        yield 0, ""
        yield 0, message("pourquoi_autre_echeance", phase=phase)
        for basis in bases:
            yield from _basis(basis, explanation.day)
    if asked is not None and not any(basis.holds for basis in explanation.bases):
        yield 0, ""
        yield 0, message("pourquoi_pas_demande", article=asked.label)
        if explanation.rests_on:
            yield 0, message("pourquoi_au_lieu", articles=", ".join(explanation.rests_on))
    if explanation.ties:
        yield 0, ""
        yield 0, message("pourquoi_liens")
        for tie in explanation.ties:
            yield _STEP, tie_line(tie)
    read = [basis.read.provision for basis in explanation.bases if basis.read is not None]
    left = not_replayed(read, explanation.day)
    if left:
        yield 0, ""
        yield 0, message("pourquoi_reserve", articles=", ".join(p.label for p in left))


def title_lines(explanation: Explanation) -> Iterator[str]:
    """Whose chain it is, at which day, and for which article where one is asked."""
    number = explanation.number
    yield message(
        "pourquoi_titre",
        service=explanation.service,
        fiche=message("pourquoi_fiche", numero=number) if number is not None else "",
        epci=explanation.epci,
        jour=day_in_words(explanation.day),
    )
    if explanation.asked is not None:
        yield message("pourquoi_article", article=explanation.asked.label)


def _arrangement(arrangement: Arrangement, day: datetime.date) -> Iterator[Line]:
    yield (
        0,
        message("pourquoi_modalite", phase=arrangement.phase_label, forme=arrangement.form_label),
    )
    if arrangement.cited:
        yield _STEP, message("pourquoi_imprime", passages=_passages(arrangement.cited))
    for basis in arrangement.bases:
        yield from _basis(basis, day)
    if not arrangement.founded:
        yield (
            _STEP,
            message("pourquoi_rien", motif=reason_of_none(arrangement)),
        )


def reason_of_none(arrangement: Arrangement) -> str:
    """Why no article is established for an arrangement, in words."""
    return message(f"pourquoi_rien_{_why_not(arrangement)}")


def _why_not(arrangement: Arrangement) -> str:
    named = [basis for basis in arrangement.bases if basis.read is not None]
    if not named:
        return _WITHOUT_BASIS.get(arrangement.form, "autre")
    return "pas_en_vigueur" if any(basis.applies for basis in named) else "inapplicable"


def _basis(basis: Basis, day: datetime.date) -> Iterator[Line]:
    doubt = message("pourquoi_doute") if basis.uncertain else ""
    mode, rule = basis.mode_label.lower(), basis.rule.code
    if basis.read is None:
        yield _STEP, message("pourquoi_sans_article", mode=mode, regle=rule)
    else:
        label = basis.read.provision.label
        yield (
            _STEP,
            message("pourquoi_fondement", article=label, mode=mode, regle=rule, doute=doubt),
        )
    for fact in basis.facts:
        yield _MORE, fact_line(fact)
    for status in basis.statuses:
        yield _MORE, _status(status, day)
    if basis.read is not None:
        yield from ((_MORE, text) for text in _read(basis.read, basis))
    if basis.rule.sentence:
        yield (
            _MORE,
            message("pourquoi_regle", regle=rule, nom=basis.rule.name, phrase=basis.rule.sentence),
        )
    if basis.rule.norm:
        yield _MORE, message("pourquoi_norme", norme=basis.rule.norm)
    if basis.candidates:
        shown = (_candidate(read) for read in basis.candidates)
        yield _MORE, message("pourquoi_candidats", candidats=" ; ".join(shown))
    elif basis.holds:
        known = validators(basis.validations)
        validation = message("pourquoi_valide_par", qui=known) if known else ""
        validation = validation or message("pourquoi_non_valide")
        yield _MORE, message("pourquoi_donc", regle=rule, mode=mode, validation=validation)
    else:
        yield _MORE, message("pourquoi_donc_non")


def _read(read: Read, basis: Basis) -> Iterator[str]:
    provision, version = read.provision, read.version
    match read.state:
        case State.NOT_YET:
            yield message("pourquoi_pas_encore", article=provision.label)
            return
        case State.REPEALED | State.CODIFIED:
            names = ", ".join(p.label for p in basis.successors)
            follows = message("pourquoi_suite", successeurs=names) if names else ""
            yield message(
                f"pourquoi_{read.state}",
                article=provision.label,
                fin=day_in_words(provision.ends),
                suite=follows,
            )
            return
        case State.INAPPLICABLE:
            yield message("pourquoi_inapplicable", article=provision.label)
            return
        case State.UNKNOWN:
            yield message("pourquoi_version_non_etablie")
        case State.OPTIONAL | State.IN_FORCE:
            pass
    if version is not None:
        end = version.end
        yield message(
            "pourquoi_version",
            debut=day_in_words(version.start),
            fin=message("pourquoi_version_fin", fin=day_in_words(end))
            if end
            else message("pourquoi_version_sans_fin"),
            verification="" if version.verified else message("pourquoi_a_verifier"),
            auteurs=message("pourquoi_auteurs", auteurs=", ".join(version.authors))
            if version.authors
            else "",
        )
        yield from (message("pourquoi_contenu", note=note) for note in version.notes)
        yield from (message("pourquoi_borne", borne=bound) for bound in version.bounds)
        if version.doubtful_authors:
            yield message("pourquoi_auteur_doute", auteurs=", ".join(version.doubtful_authors))
        yield from (message("pourquoi_source", source=source) for source in version.sources)
        if version.replayed:
            yield message("pourquoi_rejouee", jour=day_in_words(version.replayed))
        yield from (message("pourquoi_lien", lien=link) for link in version.links)
    if read.state is State.OPTIONAL:
        yield message("pourquoi_facultatif")
    yield from (_related(kind, other) for kind, other in basis.related)


def state_line(read: Read, basis: Basis) -> str:
    """What is said of an article that has no version established that day, or does not hold."""
    return next(_read(read, basis))


def _related(kind: str, read: Read) -> str:
    about = read.provision.title if kind == "resolution" else read.provision.about
    facts = {
        "article": read.provision.label,
        "objet": message("pourquoi_objet", objet=about) if about else "",
    }
    if kind == "partie":
        notes = read.version.notes if read.version else ()
        told = notes[0].rstrip(".") if notes else message(f"etat_{read.state}")
        facts["version"] = message("pourquoi_lie_partie_version", note=told)
    return message(f"pourquoi_lie_{kind}", **facts)


def fact_line(fact: Fact, *, quoted: bool = True) -> str:
    """What the document says, by its kind, in a sentence; `quoted` with its words."""
    shown = _where(fact.cited) if quoted else ""
    return message(f"pourquoi_fait_{fact.kind}", fait=fact.label, passages=shown)


def _status(status: Status, day: datetime.date) -> str:
    key = "pourquoi_statut" if status.covers(day) else "pourquoi_statut_manque"
    doubt = "" if status.verified else message("pourquoi_a_verifier")
    return message(key, statut=status.label, verification=doubt)


def _candidate(read: Read) -> str:
    return message(
        "pourquoi_candidat", article=read.provision.label, etat=message(f"etat_{read.state}")
    )


def tie_line(tie: Tie, *, quoted: bool = True) -> str:
    """What ties a service to a text without founding it, in a sentence; `quoted` with its words."""
    state = ""
    if tie.read is not None:
        state = message("pourquoi_etat", etat=message(f"etat_{tie.read.state}"))
    return message(
        f"pourquoi_lien_{tie.kind}",
        article=tie.read.provision.label if tie.read else "",
        regle=tie.rule,
        fait=tie.label,
        etat=state,
        passages=_where(tie.cited) if quoted else "",
        fin=day_in_words(tie.until),
        suite=message("pourquoi_suite", successeurs=tie.successor) if tie.successor else "",
    )


def _where(cited: Iterable[Cited]) -> str:
    shown = _passages(cited)
    return message("pourquoi_ou", passages=shown) if shown else ""


def _passages(cited: Iterable[Cited]) -> str:
    return " ; ".join(message("pourquoi_citation", place=c.place, words=c.words) for c in cited)
