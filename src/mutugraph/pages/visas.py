"""A block of visas in words, ready to paste, and what to check before it is used."""

from __future__ import annotations

import json

from mutugraph.law.visas import ACT, CODE, DECREE, Reservation, Visa, Visas
from mutugraph.messages import message
from mutugraph.pages.dates import day_in_words

_WITHOUT_ARTICLES = (DECREE, ACT)
_KINDS = {CODE: "code", "loi": "loi", "ordonnance": "ordonnance", DECREE: "decret", ACT: "acte"}


def block(visas: Visas) -> str:
    """The visas, one a line, in the order of custom; nothing where there is none."""
    return "".join(visa_line(visa) + "\n" for visa in visas.lines)


def as_text(visas: Visas) -> str:
    """The block, then what to check."""
    head = block(visas) or message("visas_aucun") + "\n"
    checks = "".join(f"- {reservation_line(r)}\n" for r in visas.reservations)
    return f"{head}\n{message('visas_reserves')}\n{checks}"


def as_json(visas: Visas) -> bytes:
    """The same as JSON: each visa with its line, each reservation with its code."""
    whole = {
        "service": visas.service,
        "date": visas.day.isoformat(),
        "acte": str(visas.act),
        "visas": [
            {"type": v.kind, "texte": v.title, "articles": list(v.articles), "ligne": visa_line(v)}
            for v in visas.lines
        ],
        "reserves": [
            {"code": str(r.code), "objet": r.subject or None, "message": reservation_line(r)}
            for r in visas.reservations
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def visa_line(visa: Visa) -> str:
    """One visa, as an act prints it."""
    kind = _KINDS.get(visa.kind, "decret")
    if not visa.articles or kind in _WITHOUT_ARTICLES:
        return message(f"visa_{kind}", titre=visa.title)
    *first, last = visa.articles
    listed = ", ".join(first) + (message("visa_et") if first else "") + last
    number = "plusieurs" if first else "un"
    return message(f"visa_{kind}_{number}", titre=visa.title, articles=listed)


def reservation_line(reservation: Reservation) -> str:
    """One thing to check."""
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
        detail=message("pourquoi_ou", passages=others) if others else "",
        suite=message("pourquoi_suite", successeurs=others) if others else "",
    )
