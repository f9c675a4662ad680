"""The page `docs/assistants.md`: three tasks of a jurist, the calls that answer them, the answers.

`python tests/transcript.py > docs/assistants.md` writes it again, from real calls.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from mutugraph.messages import message

Call = tuple[str, dict[str, object]]
Answer = Callable[[str, dict[str, object]], str]
DAY = "2026-11-28"
NEXT = "2027-01-15"
SHOWN = 14
TASKS: tuple[tuple[str, tuple[Call, ...]], ...] = (
    (
        f"« Sur quoi repose la fonction juridique, aujourd'hui ? » (le {DAY})",
        (
            ("why", {"service": "fonction juridique", "date": DAY}),
            ("ask", {"question": "modalites", "params": {"service": "fonction-juridique"}}),
        ),
    ),
    (
        "« Quels services sans fondement ? »",
        (
            ("questions", {"texte": "services fondement"}),
            ("ask", {"question": "services-sans-fondement", "date": DAY}),
        ),
    ),
    (
        "« Les visas d'une convention RH en 2027 »",
        (
            ("visas", {"service": "Ressources humaines", "acte": "convention", "date": NEXT}),
            ("why", {"service": "Ressources humaines", "article": "L5217-7", "date": NEXT}),
        ),
    ),
)
HEAD = """# Assistants

`mutugraph mcp` (stdio) and `/mcp` (HTTP) give the catalogue to an assistant as tools (Model Context
Protocol): decision [0100](decisions/0100-assistants.md). A client is set up with

```json
{"mcpServers": {"mutugraph": {"command": "mutugraph", "args": ["mcp"]}}}
```

Below, three tasks with the calls that answer them and the first lines of what comes back, made from
real calls (`tests/transcript.py`). A test makes the calls again and compares the first line of each
answer; the rest is as on the day when the page was made. `aujourd-hui` is a date everywhere; the
page names a day, so that it stays the same.
"""


def verdicts(page: str) -> list[str]:
    """The calls of the page, each with the first line of its answer."""
    return re.findall(r"^`\w+` `.*`\n\n```text\n.*$", page, re.MULTILINE)


def transcript(answer: Answer) -> str:
    """The page; `answer` gives the words of a call."""
    return HEAD + "".join(_tasks(answer))


def _tasks(answer: Answer) -> Iterator[str]:
    for title, calls in TASKS:
        yield f"\n## {title}\n"
        for tool, arguments in calls:
            yield f"\n`{tool}` `{json.dumps(arguments, ensure_ascii=False)}`\n\n```text\n"
            yield "\n".join(_lines(answer(tool, arguments))) + "\n```\n"


def _lines(text: str) -> Iterator[str]:
    """The beginning of an answer, without its footer, where each change of a file is seen."""
    revision = message("export_pied", source="", licence="", revision="", modified="")
    mark = revision.partition(" : ")[0].strip()
    lines = [line for line in text.splitlines() if line.strip() and mark not in line]
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield "…"


def _answer_here() -> Answer:
    from mutugraph.engine.building import ensure_store
    from mutugraph.mcp.calling import call
    from mutugraph.questions.catalogue import Catalogue
    from mutugraph.settings import Settings
    from mutugraph.workspace import Workspace

    workspace, settings = Workspace(Path(__file__).parents[1]), Settings.read()
    catalogue = Catalogue(workspace, ensure_store(workspace, settings).open(workspace, settings))
    return lambda tool, arguments: call(catalogue, tool, arguments).text


if __name__ == "__main__":
    print(transcript(_answer_here()), end="")  # noqa: T201 - it is the page
