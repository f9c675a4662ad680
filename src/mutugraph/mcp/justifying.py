"""The tools `why` and `visas`: a verdict with its day, then the reasoning or the block of visas."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mutugraph.law.asking import service_named
from mutugraph.law.proofs import Basis, Cited, Explanation
from mutugraph.mcp.quoting import addressed
from mutugraph.mcp.replies import Reply, cut, marked, paragraphs
from mutugraph.messages import message
from mutugraph.operations.visas import visas
from mutugraph.operations.why import why
from mutugraph.pages import proofs, proofs_json
from mutugraph.pages import visas as visas_written
from mutugraph.pages.dates import day_in_words
from mutugraph.pages.reserves import known_until
from mutugraph.questions.catalogue import Catalogue

_MODES = ("deduit", "externe", "indetermine")


def justify(catalogue: Catalogue, given: Mapping[str, str]) -> Reply:
    """Why a service rests on an article, or not. Raises what `why` raises."""
    explanation = why(catalogue, **given)
    phrase, reserves = _verdict(explanation), _reserves(explanation)
    passages = addressed(catalogue, _cited(explanation))
    data = json.loads(proofs_json.proof_as_json(explanation))
    data |= {"phrase": phrase, "reserves": reserves, "passages": passages}
    data |= {"lien": _service(catalogue, given)}
    link = message("assistant_lien", adresse=data["lien"])
    told = cut(marked(proofs.told(explanation)))
    return Reply(paragraphs([phrase, *reserves, told, link]), data)


def propose_visas(catalogue: Catalogue, given: Mapping[str, str]) -> Reply:
    """The visas of an act on a service. Raises what `visas` raises."""
    named = {("act" if name == "acte" else name): value for name, value in given.items()}
    proposed = visas(catalogue, **named)
    facts = {"service": proposed.service, "jour": day_in_words(proposed.day)}
    phrase = message(f"assistant_visas_{proposed.act}", **facts)
    data = json.loads(visas_written.as_json(proposed))
    data |= {"phrase": phrase, "lien": _service(catalogue, given)}
    link = message("assistant_lien", adresse=data["lien"])
    return Reply(paragraphs([phrase, cut(marked(visas_written.as_text(proposed))), link]), data)


def _verdict(explanation: Explanation) -> str:
    facts = {"service": explanation.service, "jour": day_in_words(explanation.day)}
    if not explanation.rests_on:
        return message("assistant_repose_pas", **facts)
    return message("assistant_repose", articles=", ".join(explanation.rests_on), **facts)


def _reserves(explanation: Explanation) -> list[str]:
    held = [basis for basis in explanation.bases if basis.holds or basis.read is None]
    modes = {basis.mode for basis in held}
    found = [message(f"reserve_lien_{mode}") for mode in _MODES if mode in modes]
    if found and not any(basis.validations for basis in held):
        found.append(message("reserve_non_valide"))
    read = (basis.read.provision for basis in held if basis.read is not None)
    return [*found, *known_until(read, explanation.day)]


def _cited(explanation: Explanation) -> list[Cited]:
    """Every passage of the chain, in its order."""
    of_forms = [c for a in explanation.arrangements for c in a.cited]
    of_facts = [c for basis in explanation.bases for c in _of(basis)]
    return [*of_forms, *of_facts, *(c for tie in explanation.ties for c in tie.cited)]


def _of(basis: Basis) -> list[Cited]:
    return [cited for fact in basis.facts for cited in fact.cited]


def _service(catalogue: Catalogue, given: Mapping[str, str]) -> str:
    named = {name: given.get(name) for name in ("epci", "schema", "date")}
    return service_named(catalogue, given["service"], **named).value
