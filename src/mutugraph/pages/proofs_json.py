"""The chain of justification as JSON, with the words and codes of the questions."""

from __future__ import annotations

import json
from collections.abc import Iterable

from mutugraph.law.proofs import Basis, Cited, Explanation, Read, Tie
from mutugraph.law.provisions import Status
from mutugraph.pages.validators import validators

Json = dict[str, object]


def proof_as_json(explanation: Explanation, verdict: Iterable[str] = ()) -> bytes:
    """The whole answer; an absent value is `null`, a date ISO 8601, an end exclusive.

    `verdict` are the sentences on the service as a whole, kept where there are some.
    """
    told = list(verdict)
    whole: Json = {
        "service": explanation.service,
        "action": explanation.number,
        "epci": explanation.epci,
        "date": explanation.day.isoformat(),
        "revision": explanation.revision,
        "article": explanation.asked.label if explanation.asked else None,
        **({"verdict": told} if told else {}),
        "modalites": [
            {
                "phase": arrangement.phase,
                "forme": arrangement.form,
                "passages": _cited(arrangement.cited),
                "fondee": arrangement.founded,
                "fondements": [_basis(basis) for basis in arrangement.bases],
            }
            for arrangement in explanation.arrangements
        ],
        "autres_fondements": [_basis(basis) for basis in explanation.other_bases],
        "articles_etablis": list(explanation.rests_on),
        "autres_liens": [_tie(tie) for tie in explanation.ties],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _basis(basis: Basis) -> Json:
    return {
        "phase": basis.phase,
        "mode": basis.mode,
        "etabli": basis.holds,
        "incertain": basis.uncertain,
        "valide_par": validators(basis.validations) or None,
        "regle": {
            "code": basis.rule.code,
            "nom": basis.rule.name,
            "phrase": basis.rule.sentence,
            "norme": basis.rule.norm,
            "conditions": list(basis.rule.conditions),
        },
        "faits": [
            {"type": f.kind, "libelle": f.label, "passages": _cited(f.cited)} for f in basis.facts
        ],
        "conditions": [_status(status) for status in basis.statuses],
        **_read(basis.read),
        "lies": [{"lien": kind, **_read(read)} for kind, read in basis.related],
        "remplace_par": [provision.label for provision in basis.successors],
        "candidats": [_read(read) for read in basis.candidates],
    }


def _read(read: Read | None) -> Json:
    if read is None:
        return {"article": None, "statut": None, "version": None}
    version = read.version
    return {
        "article": read.provision.label,
        "statut": str(read.state),
        "version": version
        and {
            "debut": version.start.isoformat(),
            "fin": version.end.isoformat() if version.end else None,
            "verifie": version.verified,
            "auteurs": list(version.authors),
            "auteurs_a_verifier": list(version.doubtful_authors),
            "contenu": list(version.notes),
            "a_controler": list(version.bounds),
            "clauses": list(version.clauses),
            "sources": list(version.sources),
            "liens": list(version.links),
        },
    }


def _status(status: Status) -> Json:
    return {
        "libelle": status.label,
        "depuis": status.since.isoformat() if status.since else None,
        "jusqua": status.until.isoformat() if status.until else None,
        "verifie": status.verified,
        "sources": list(status.sources),
    }


def _tie(tie: Tie) -> Json:
    return {
        "lien": tie.kind,
        "libelle": tie.label,
        "regle": tie.rule or None,
        "passages": _cited(tie.cited),
        **_read(tie.read),
    }


def _cited(cited: Iterable[Cited]) -> list[Json]:
    return [{"lieu": c.place, "citation": c.words} for c in cited]
