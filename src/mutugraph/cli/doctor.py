"""`mutugraph doctor`: what is installed, found, stale or missing."""

from __future__ import annotations

import typer

from mutugraph.cli.run import Run
from mutugraph.messages import message, sentences


def doctor(context: typer.Context) -> int:
    """One line a thing, with the remedy of each fault; 1 where there is a warning."""
    from mutugraph.operations.doctor import Level
    from mutugraph.operations.doctor import doctor as look

    run: Run = context.obj
    lines = look(run.settings)
    names = [_name(line.subject) for line in lines]
    width = max(map(len, names))
    for name, line in zip(names, lines, strict=True):
        mark = message(f"doctor_marque_{line.level}")
        run.write(f"{mark} {name:<{width}}  {line.found}\n")
        if line.remedy:
            run.write(f"  {message('doctor_remede', remedy=line.remedy)}\n")
    warnings = sum(line.level is Level.WARNING for line in lines)
    run.say(message("doctor_bilan" if warnings else "doctor_bon", warnings=warnings))
    return 1 if warnings else 0


def _name(subject: str) -> str:
    """The French name of what was looked at; a package keeps its own."""
    key = f"doctor_nom_{subject}"
    return message(key) if key in sentences() else subject
