"""Explains a rule of the control: what it demands and why, an example, how to mend it."""

from __future__ import annotations

from mutugraph.control.rulebook import Rulebook
from mutugraph.control.rules import Rule
from mutugraph.errors import UnknownName
from mutugraph.typography import keyboard
from mutugraph.workspace import Workspace


def explain(workspace: Workspace, code: str) -> Rule:
    """The rule of a code, in any case. Raises `UnknownName` with the nearest codes."""
    rules = Rulebook(workspace).rules
    wanted = keyboard(code).strip().upper()
    if wanted not in rules:
        raise UnknownName.among("regle", wanted, rules)
    return rules[wanted]


def every_rule(workspace: Workspace) -> tuple[Rule, ...]:
    """All the rules, in the order of their codes: what the list and the pages show."""
    return tuple(Rulebook(workspace).rules.values())
