"""All that is known of one entity, as text and as JSON."""

from __future__ import annotations

import json

from pyoxigraph import NamedNode

from mutugraph.messages import message
from mutugraph.namespaces import Namespaces
from mutugraph.operations.describe import Described, Fact

_IN_THE_TITLE = ("#type", "#prefLabel")


def as_text(found: Described, namespaces: Namespaces) -> str:
    """What it says, then what says something of it, one fact a line."""
    kind = ", ".join(found.types)
    head = f"{found.label}{message('entre_parentheses', text=kind) if kind else ''}\n"
    parts = [head + found.entity.value + "\n", _facts(found.facts, namespaces)]
    if found.incoming:
        parts.append(message("describe_entrants") + "\n" + _facts(found.incoming, namespaces))
    return "\n".join(parts)


def _facts(facts: tuple[Fact, ...], namespaces: Namespaces) -> str:
    lines = []
    previous = ""
    width = min(max((len(fact.label) for fact in facts), default=0), 40)
    for fact in facts:
        if fact.property.value.endswith(_IN_THE_TITLE):
            continue
        shown = "" if fact.label == previous else fact.label
        lines.append(f"  {shown:<{width}}  {_value(fact, namespaces)}".rstrip() + "\n")
        previous = fact.label
    return "".join(lines)


def _value(fact: Fact, namespaces: Namespaces) -> str:
    """The label and how to ask for it next; the text of a literal; the words of a passage."""
    if not isinstance(fact.value, NamedNode):
        return " ".join(str(getattr(fact.value, "value", fact.value)).split())
    address = fact.value.value.removeprefix(namespaces.ids)
    split = namespaces.split(fact.value.value)
    if address == fact.value.value and split:
        address = f"{split[0]}:{split[1]}"
    cited = f" {message('citation', text=' '.join(fact.citation.split()))}" if fact.citation else ""
    return f"{fact.name} <{address}>{cited}" if fact.name else f"<{address}>{cited}"


def as_json(found: Described) -> bytes:
    """The same as JSON."""
    whole = {
        "iri": found.entity.value,
        "libelle": found.label,
        "types": list(found.types),
        "revision": found.revision,
        "enonces": [_fact(fact) for fact in found.facts],
        "liens_entrants": [_fact(fact) for fact in found.incoming],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _fact(fact: Fact) -> dict[str, str | None]:
    value = str(getattr(fact.value, "value", fact.value))
    found: dict[str, str | None] = {
        "propriete": fact.property.value,
        "libelle": fact.label,
        "valeur": value,
    }
    if isinstance(fact.value, NamedNode):
        found |= {"valeur_libelle": fact.name}
    if fact.citation:
        found |= {"citation": fact.citation}
    return found
