"""The French sentences of the model: what a published shape says, what an example of fault is."""

from __future__ import annotations

from collections.abc import Sequence

from mutugraph.messages import message, sentences
from mutugraph.model.description import Code, PropertyDescription
from mutugraph.model.grammar import Noun, capital

_SHOWN = 12  # codes of a list that a sentence shows
_FEW = 5  # the same, within brackets


def everything() -> Noun:
    """The noun of what has no class of its own."""
    return Noun(message("modele_entite"), feminine=True)


def property_message(owner: Noun, one: PropertyDescription) -> str:
    """What a property shape demands of a class, an arrow, how to mend it."""
    match (one.minimum > 0, one.maximum):
        case (True, 1):
            key = "modele_exactement"
        case (True, _):
            key = "modele_au_moins"
        case (False, 1):
            key = "modele_au_plus"
        case _:
            key = "modele_libre"
    shown = one.nature not in ("", one.name.a)
    return message(
        key,
        **owner.forms("classe"),
        **one.name.forms("nom"),
        **one.full_name.forms("complet"),
        nature=message("modele_nature", nature=one.nature) if shown else "",
        exemple=for_example(one.example),
        seul="une seule" if one.name.feminine else "un seul",
    )


def alternative_message(owner: Noun, name: Noun, others: Sequence[tuple[str, str]]) -> str:
    """What a class demands when a property may be missing for a reason that is said."""
    return message(
        "modele_a_defaut",
        **owner.forms("classe"),
        **name.forms("nom"),
        autre=", ou ".join(said for said, _ in others),
        remede=" ou ".join(mend for _, mend in others),
    )


def alternative(local: str, name: Noun | None, missing: Noun) -> tuple[str, str]:
    """What may stand for a missing property, and how to say it: its local name, its noun."""
    key, noun = f"modele_autre_{local}", missing
    if key not in sentences():
        key, noun = "modele_autre_propriete", name or everything()
    return in_two(key, **noun.forms("nom"))


def in_two(key: str, **words: str) -> tuple[str, str]:
    """The two parts of a sentence: what is, how to mend it."""
    parts = sentences()[key]
    return parts["quoi"].format_map(words), parts.get("remede", "").format_map(words)


def class_message(owner: Noun) -> str:
    """What the shape of a class demands by itself."""
    return message("modele_classe", **owner.forms("classe"))


def class_title(owner: Noun) -> str:
    """The title of the rule of a class."""
    return capital(message("modele_titre", **owner.forms("classe")))


def class_example(owner: Noun, missing: Noun) -> str:
    """An example of fault: an entity without what it must have."""
    return message("modele_exemple", **owner.forms("classe"), nom=missing.text)


def nature_of(datatype: str | None, kind: Noun | None, codes: Sequence[Code]) -> str:
    """What a value is, in words: a date, a number, an entity of a class, one of some codes."""
    if codes:
        return said(codes, _FEW)
    if kind:
        return kind.a
    if datatype:
        key = f"nature_{datatype.rpartition('#')[2]}"
        return message(key) if key in sentences() else ""
    return ""


def said(codes: Sequence[Code], most: int = _SHOWN) -> str:
    """The labels of a list, the first ones where it is long."""
    shown = ", ".join(code.label for code in codes[:most])
    return f"{shown}…" if len(codes) > most else shown


def for_example(example: str | None) -> str:
    """« , par exemple « 1.2 » », or nothing."""
    return message("modele_par_exemple", exemple=example) if example else ""
