"""`mutugraph explain`: one rule of the control in three parts, or the list of the rules."""

from __future__ import annotations

from typing import Annotated

import typer

from mutugraph.cli.run import Run


def explain(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE")] = "",
) -> int:
    """Explains one rule; without a code, lists them."""
    run: Run = context.obj
    from mutugraph.operations.explain import every_rule
    from mutugraph.operations.explain import explain as rule_of
    from mutugraph.pages.reports.rules import rule_as_text, rules_as_list

    if code:
        run.write(rule_as_text(rule_of(run.workspace, code)))
    else:
        run.write(rules_as_list(every_rule(run.workspace)))
    return 0
