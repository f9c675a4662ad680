"""Writes the generated documents of the control: `docs/regles/`, `docs/incoherences.md`.

`python tests/documents.py` writes them; a test fails when they are not fresh.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mutugraph.engine.building import ensure_store
from mutugraph.operations.ask import ask
from mutugraph.operations.explain import every_rule
from mutugraph.pages.reports.rules import rule_as_markdown, rules_as_index
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

ROOT = Path(__file__).parent.parent
READ = "MUT499"
HEAD = """\
# Incohérences du document

Page faite par `python tests/documents.py`, qui pose la question `incoherences-source` ; ne pas la
modifier à la main. {number} contradictions distinctes : {computed} qu'une règle calcule
et qui portent son code, {read} qu'un lecteur a relevées et qui portent MUT499.

| Règle | Gravité | Sujet | Imprimé | Trouvé ou contredit | Où |
|---|---|---|---|---|---|
"""


def documents(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Each document: its path below `docs`, and its text."""
    rules = every_rule(catalogue.workspace)
    yield "regles/README.md", rules_as_index(rules)
    for rule in rules:
        yield f"regles/{rule.code}.md", rule_as_markdown(rule)
    yield "incoherences.md", _discrepancies(catalogue)


def _discrepancies(catalogue: Catalogue) -> str:
    answered = ask(catalogue, "incoherences-source")
    rows = [[_cell(value) for value in row] for row in answered.rows]
    read = sum(row[0] == READ for row in rows)
    head = HEAD.format(number=len(rows), computed=len(rows) - read, read=read)
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(value: object) -> str:
    return "" if value is None else str(value).replace("|", "/").replace("\n", " ")


if __name__ == "__main__":
    repository, settings = Workspace(ROOT), Settings.read(os.environ)
    engine = ensure_store(repository, settings).open(repository, settings)
    for path, text in documents(Catalogue(repository, engine)):
        target = ROOT / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
