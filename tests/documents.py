"""Writes the generated documents of the control: `docs/regles/`, `docs/incoherences.md`.

`python tests/documents.py` writes them; a test fails when they are not fresh.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mutugraph.control.findings import Step
from mutugraph.control.reading import read_workspace
from mutugraph.control.steps import Rulebook, Run
from mutugraph.operations.explain import every_rule
from mutugraph.pages.reports.rules import rule_as_markdown, rules_as_index
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

ROOT = Path(__file__).parent.parent
HEAD = """\
# Incohérences du document

Page faite par `python tests/documents.py` ; ne pas la modifier à la main. {number} contradictions
distinctes : ce qu'une règle calcule porte son code, ce qu'un lecteur a relevé porte MUT499.

| Règle | Gravité | Sujet | Constat | Où |
|---|---|---|---|---|
"""


def documents(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Each document: its path below `docs`, and its text."""
    rules = every_rule(workspace)
    yield "regles/README.md", rules_as_index(rules)
    for rule in rules:
        yield f"regles/{rule.code}.md", rule_as_markdown(rule)
    yield "incoherences.md", _discrepancies(workspace)


def _discrepancies(workspace: Workspace) -> str:
    run = Run(read_workspace(workspace), Rulebook(workspace), Settings.read({}))
    found, _ = run.findings([Step.COHERENCE])
    rows = sorted(
        f"| {f.code} | {f.severity.value} | {_cell(f.label)} | {_cell(f.message)}"
        f" | {f.passage or ''} |"
        for f in found
    )
    return HEAD.format(number=len(rows)) + "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")


if __name__ == "__main__":
    for path, text in documents(Workspace(ROOT)):
        target = ROOT / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
