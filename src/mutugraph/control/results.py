"""The French sentence that says a result of a SHACL engine, made from the model."""

from __future__ import annotations

from mutugraph.control.controlled import Controlled
from mutugraph.control.core import Result
from mutugraph.control.rules import split_message
from mutugraph.control.shapes import Shape
from mutugraph.messages import message, sentences
from mutugraph.model.description import ClassDescription, Kind, Model, PropertyDescription
from mutugraph.model.grammar import Noun
from mutugraph.model.sentences import alternative, for_example, in_two, nature_of, said

_COUNTS = ("MinCount", "MaxCount")  # what the message of a line tells how to mend
_HOLDERS = 3  # classes that a sentence names


def sentence(controlled: Controlled, model: Model, shape: Shape, result: Result) -> tuple[str, str]:
    """What is wrong, and how to mend it: from the model, else as the shape itself says it."""
    described = model.describing(controlled.types.get(result.focus, ()))
    subject = _subject(controlled, described, result.focus)
    component = result.component.removesuffix("ConstraintComponent")
    if component == "Closed" and described:
        return _foreign(controlled, model, described, subject, result)
    one = _property(described, result)
    if described is None or one is None:
        demand, mend = split_message(shape.message)
        told = demand[:1].lower() + demand[1:]
        return message("constat_regle", sujet=subject, demande=told), mend
    if component == "Or":
        return _missing_without_reason(controlled, model, one, subject)
    told, mend = _value(controlled, one, subject, component, result.value or "")
    by_hand = split_message(one.message or "")[1] if component in _COUNTS else ""
    return told, by_hand or mend


def _property(described: ClassDescription | None, result: Result) -> PropertyDescription | None:
    """The property that a result is about: by its path, or by the shape of its alternatives."""
    if described is None:
        return None
    if result.path:
        return described.property(result.path)
    last = result.shape.rpartition("/")[2]
    wanted = (p for p in described.properties if p.unless)
    return next((p for p in wanted if last == f"{p.shape.rpartition('/')[2]}-ou-absence"), None)


def _subject(controlled: Controlled, described: ClassDescription | None, focus: str) -> str:
    name, sheet = controlled.name(focus), controlled.sheet(focus)
    number = message("constat_fiche", numero=sheet) if sheet else ""
    if described is None:
        return name
    return message("constat_sujet", **described.name.forms("classe"), libelle=name, fiche=number)


def _foreign(
    controlled: Controlled,
    model: Model,
    described: ClassDescription,
    subject: str,
    result: Result,
) -> tuple[str, str]:
    """A property that the class does not have, and the classes that have it."""
    name = model.nouns.get(result.path or "")
    if name is None:
        named = controlled.named(result.path or "")
        return in_two("constat_Closed_inconnu", sujet=subject, nom=named)
    holders = [one.name.text for one in model.holders(result.path or "")]
    shown = ", ".join(holders[:_HOLDERS]) + ("…" if len(holders) > _HOLDERS else "")
    forms = name.forms("nom")
    elsewhere = message("constat_ailleurs", **forms, classes=shown) if holders else ""
    return in_two(
        "constat_Closed",
        sujet=subject,
        **described.name.forms("classe"),
        **forms,
        ailleurs=elsewhere,
    )


def _missing_without_reason(
    controlled: Controlled, model: Model, one: PropertyDescription, subject: str
) -> tuple[str, str]:
    """Neither the property, nor what may stand for it."""
    split = (controlled.namespaces.split(iri) or ("", iri) for iri in one.unless)
    pairs = zip(split, one.unless, strict=True)
    others = [alternative(local, model.nouns.get(iri), one.name) for (_, local), iri in pairs]
    mends = " ou ".join(mend for _, mend in others)
    nouns = one.name.forms("nom") | one.full_name.forms("complet")
    return in_two("constat_Or", sujet=subject, **nouns, autre=mends)


def _value(
    controlled: Controlled, one: PropertyDescription, subject: str, component: str, value: str
) -> tuple[str, str]:
    """A property that is missing, too often there, or has a value of another kind."""
    entity = one.type_name if one.kind is Kind.ENTITY else None
    expected = (entity or Noun(message("nature_entite"))).text
    literal = one.type if one.kind is Kind.LITERAL else None
    return in_two(
        _key(controlled, one, component, value),
        sujet=subject,
        **one.name.forms("nom"),
        valeur=controlled.label(value) if value else "",
        nature=nature_of(literal, None, ()),
        attendu=entity.a if entity else expected,
        codes=said(one.codes),
        exemple=for_example(one.example),
        minimum=str(one.minimum),
        maximum=str(one.maximum),
        nom_article=one.full_name.the if one.maximum == 1 else one.full_name.a,
    )


def _key(controlled: Controlled, one: PropertyDescription, component: str, value: str) -> str:
    """The sentence of a constraint component."""
    match component:
        case "In" | "Class" if one.codes:
            key = "constat_Liste"
        case "Class" if value not in controlled.types:
            key = "constat_Class_absent"
        case "Datatype" if value in controlled.types:
            key = "constat_Entite"
        case "MinCount" if one.minimum > 1:
            key = "constat_MinCount_n"
        case "MaxCount" if one.maximum != 1:
            key = "constat_MaxCount_n"
        case _:
            key = f"constat_{component}"
    return key if key in sentences() else "constat_autre"
