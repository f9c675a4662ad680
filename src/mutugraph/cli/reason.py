"""`mutugraph reason`: what the rules and the axioms derive, by rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from mutugraph.cli.formats import one_of
from mutugraph.cli.run import Run
from mutugraph.errors import ParameterInvalid
from mutugraph.messages import message

if TYPE_CHECKING:
    from mutugraph.operations.reason import Reasoned

CONTRADICTED = 2


def reason(
    context: typer.Context,
    profile: Annotated[str, typer.Option("--profile", metavar="PROFIL")] = "all",
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "table",
) -> int:
    """Computes the derived graphs and counts them by rule."""
    from mutugraph.operations.reason import Profile
    from mutugraph.operations.reason import reason as derived

    run: Run = context.obj
    chosen = one_of(format, ("table", "json"))
    try:
        asked = Profile(profile.lower())
    except ValueError:
        expected = " | ".join(Profile)
        raise ParameterInvalid(name="--profile", value=profile, expected=expected) from None
    found = derived(run.workspace, asked)
    run.write(_json(found) if chosen == "json" else _told(found))
    return CONTRADICTED if found.clashes else 0


def _told(found: Reasoned) -> str:
    parts = []
    if found.rules:
        rows = [(id, found.names[id], count) for id, count in found.rules.items()]
        parts.append(_counted(message("reason_regles"), rows))
    if found.axioms:
        rows = [(name, "", count) for name, count in found.axioms.items()]
        parts.append(_counted(message("reason_axiomes"), rows))
    for clash in found.clashes:
        terms = ", ".join(term.value for term in clash.terms)
        parts.append(message("reason_contradiction", sujet=str(clash.subject), termes=terms) + "\n")
    if found.axioms or found.clashes:
        total = len(found.clashes)
        key = "reason_contradictions" if total else "reason_coherent"
        parts.append(message(key, nombre=total) + "\n")
    return "\n".join(parts)


def _counted(title: str, rows: list[tuple[str, str, int]]) -> str:
    total = (message("reason_total"), "", sum(count for _, _, count in rows))
    wide = max(len(id) for id, _, _ in (*rows, total))
    lines = [
        f"  {id:<{wide}}  {count:>7}  {name}".rstrip() + "\n" for id, name, count in (*rows, total)
    ]
    return f"{title}\n{''.join(lines)}"


def _json(found: Reasoned) -> str:
    whole = {
        "revision": found.revision,
        "regles": found.rules,
        "axiomes": found.axioms,
        "contradictions": [
            {"sujet": str(clash.subject), "termes": [term.value for term in clash.terms]}
            for clash in found.clashes
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
