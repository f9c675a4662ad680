"""A rule of the control for people: in a terminal, and as a page of `docs/regles`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from mutugraph.control.rules import Rule
from mutugraph.messages import message
from mutugraph.pages.reports.words import severity_word

WIDTH = 92


def rule_as_text(rule: Rule) -> str:
    """Code, title, severity, then the parts: what it demands, why, an example, how to mend it."""
    head = f"{rule.code}  {rule.title}  ({severity_word(rule.severity)}, {rule.step.value})"
    lines = [head]
    for key, text in _parts(rule):
        lines += ["", message(key)]
        for paragraph in text.splitlines():
            lines += textwrap.wrap(
                paragraph,
                WIDTH,
                initial_indent="  ",
                subsequent_indent="    ",
                break_long_words=False,
            )
    return "\n".join([*lines, "", message("regle_ecrite_dans", fichier=rule.origin)]) + "\n"


def rules_as_list(rules: Iterable[Rule]) -> str:
    """One line a rule."""
    lines = (f"{r.code}  {severity_word(r.severity):<11}  {r.title}" for r in rules)
    return "\n".join(lines) + "\n"


def rule_as_markdown(rule: Rule) -> str:
    """The page of a rule in `docs/regles`."""
    lines = [f"# {rule.code} — {rule.title}", ""]
    lines.append(
        f"{severity_word(rule.severity).capitalize()} · {rule.step.value} · `{rule.origin}`"
    )
    for key, text in _parts(rule):
        paragraphs = text.splitlines()
        marked = [f"- {line}" for line in paragraphs] if len(paragraphs) > 1 else paragraphs
        lines += ["", f"## {message(key)}", "", *marked]
    return "\n".join(lines) + "\n"


def rules_as_index(rules: Iterable[Rule]) -> str:
    """The first page of `docs/regles`."""
    head = [f"# {message('regles_titre')}", "", message("regles_intro"), ""]
    head += [f"| {message('regles_colonnes')} |", "|---|---|---|---|"]
    rows = (
        f"| [{r.code}]({r.code}.md) | {severity_word(r.severity)} | {r.step.value} | {r.title} |"
        for r in rules
    )
    return "\n".join([*head, *rows]) + "\n"


def _parts(rule: Rule) -> Iterator[tuple[str, str]]:
    named = {
        "regle_exige": rule.demand,
        "regle_pourquoi": rule.why,
        "regle_exemple": rule.example,
        "regle_corriger": rule.mend,
    }
    yield from ((key, text) for key, text in named.items() if text)
