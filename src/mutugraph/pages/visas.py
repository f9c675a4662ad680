"""A block of visas in words, ready to paste; then what is sure, to check, left out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from mutugraph.law.known import Known
from mutugraph.law.proofs import Read
from mutugraph.law.reservations import Reservation
from mutugraph.law.visas import ACT, BLANK, CODE, DECREE, Visa, Visas
from mutugraph.messages import message
from mutugraph.model.grammar import body
from mutugraph.pages.dates import day_in_words

_WITHOUT_ARTICLES = (DECREE, ACT)
_KINDS = {CODE: "code", "loi": "loi", "ordonnance": "ordonnance", DECREE: "decret", ACT: "acte"}


def block(visas: Visas) -> str:
    """The visas, one a line, in the order of custom; nothing where there is none."""
    return "".join(visa_line(visa, visas) + "\n" for visa in visas.lines)


def as_text(visas: Visas) -> str:
    """The block, then the three groups: sure, to check, left out."""
    head = block(visas) or message("visas_aucun") + "\n"
    groups = ((message(f"visas_{name}"), lines) for name, lines in groups_of(visas).items())
    told = "".join(_listed(title, lines) for title, lines in groups if lines)
    return head + (f"\n{told}" if told else "")


def groups_of(visas: Visas) -> dict[str, list[str]]:
    """Each group's sentences, by the key of its title."""
    blanks = any("[" in visa_line(visa, visas) for visa in visas.lines)
    check = [reservation_line(r) for r in visas.to_check]
    return {
        "surs": [_sure(read) for read in visas.sure],
        "a_verifier": [*check, *([message("visas_blancs")] if blanks else [])],
        "hors_texte": [reservation_line(r) for r in visas.left_out],
    }


def as_json(visas: Visas) -> bytes:
    """The same as JSON: each visa with its line, each reservation with its code."""
    whole = {
        "service": visas.service,
        "date": visas.day.isoformat(),
        "acte": str(visas.act),
        "phase": visas.phase or None,
        "visas": [
            {
                "type": v.kind,
                "texte": None if v.kind == BLANK else v.title,
                "articles": list(v.articles),
                "ligne": visa_line(v, visas),
            }
            for v in visas.lines
        ],
        "surs": [read.provision.label for read in visas.sure],
        "reserves": [
            {
                "code": str(r.code),
                "objet": r.subject or None,
                "hors_texte": r in visas.left_out,
                "message": reservation_line(r),
            }
            for r in visas.reservations
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def visa_line(visa: Visa, visas: Visas) -> str:
    """One visa, as an act prints it."""
    if visa.kind == BLANK:
        schema = visas.schema or message("visa_blanc_periode")
        epci, of_epci = body(visas.epci)
        facts = {"epci": epci, "d_epci": of_epci, "schema": schema, "service": visas.service}
        return message(f"visa_blanc_{visa.title}", **facts, **_days(visa.known))
    kind = _KINDS.get(visa.kind, "decret")
    if not visa.articles or kind in _WITHOUT_ARTICLES:
        return message(f"visa_{kind}", titre=visa.title)
    *first, last = visa.articles
    listed = ", ".join(first) + (message("visa_et") if first else "") + last
    number = "plusieurs" if first else "un"
    return message(f"visa_{kind}_{number}", titre=visa.title, articles=listed)


def reservation_line(reservation: Reservation) -> str:
    """One thing to check, or to know of what is left out."""
    others = ", ".join(reservation.others)
    return message(
        f"reserve_{reservation.code}",
        article=reservation.subject,
        phase=reservation.subject,
        acte=reservation.subject,
        regle=reservation.rule,
        jour=day_in_words(reservation.day),
        texte=others,
        candidats=others,
        detail=" ; ".join(_doubts(reservation)),
        suite=message("pourquoi_suite", successeurs=others) if others else "",
    )


def _days(known: Sequence[Known]) -> dict[str, str]:
    """The day of a line and of what amended it, each in brackets where it is not known."""
    if not known:
        return {"date": message("visa_blanc_date"), "avenants": message("visa_blanc_avenants")}
    first, *others = (day_in_words(fact.dated) for fact in known)
    if not others:
        return {"date": first, "avenants": message("visa_blanc_avenants")}
    *before, last = others
    listed = message("mot_et", debut=", ".join(before), fin=last) if before else last
    number = "plusieurs" if before else "un"
    return {"date": first, "avenants": message(f"visa_avenants_{number}", jours=listed)}


def _doubts(reservation: Reservation) -> Iterator[str]:
    """What is to be checked of an article: its dates, the text that wrote it, else its source."""
    for bound in reservation.others:
        yield message("reserve_a_verifier_dates", borne=bound.rstrip("."))
    if reservation.authors:
        yield message("reserve_a_verifier_auteur", auteurs=", ".join(reservation.authors))
    if not reservation.others and not reservation.authors:
        yield message("reserve_a_verifier_source")


def _sure(read: Read) -> str:
    version = read.version
    if version is None or read.provision.text is None:
        return f"{read.provision.label}."
    end = message("visas_sur_fin", fin=day_in_words(version.end)) if version.end else ""
    facts = {"article": read.provision.label, "debut": day_in_words(version.start), "fin": end}
    return message("visas_sur", **facts)


def _listed(title: str, lines: list[str]) -> str:
    return title + "\n" + "".join(f"- {line}\n" for line in lines)
