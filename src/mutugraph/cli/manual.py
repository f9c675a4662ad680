"""The manual of the command line, made of its help: `python -m mutugraph.cli.manual` writes it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from mutugraph.cli.french import PROGRAM
from mutugraph.cli.main import EXIT_WORDS, program
from mutugraph.cli.run import Run
from mutugraph.messages import message

WIDTH = 96


def manual() -> str:
    """The manual, in Markdown."""
    root = program()
    parts = [f"# {message('manuel_titre')}\n\n{message('manuel_origine')}\n"]
    for path, context in _contexts(root, PROGRAM, None):
        level = "##" if context.parent is None else "###"
        shown = context.get_help().replace("\n\n\n", "\n\n")
        parts.append(f"{level} {path}\n\n```text\n{shown}\n```\n")
    codes = "\n".join(f"| {code} | {message(key)} |" for code, key in EXIT_WORDS.items())
    title, heads = message("manuel_codes"), message("manuel_codes_tetes")
    parts.append(f"## {title}\n\n{heads}\n| --- | --- |\n{codes}\n")
    return "\n".join(parts)


def _contexts(command: Any, path: str, parent: Any) -> Iterator[tuple[str, Any]]:
    name = path.rpartition(" ")[2]
    settings = {"terminal_width": WIDTH, "max_content_width": WIDTH, "obj": Run()}
    context = command.context_class(command, info_name=name, parent=parent, **settings)
    yield path, context
    for child, verb in getattr(command, "commands", {}).items():
        yield from _contexts(verb, f"{path} {child}", context)


if __name__ == "__main__":
    sys.stdout.write(manual())
