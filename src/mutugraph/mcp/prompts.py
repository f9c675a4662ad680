"""The prompts: three tasks of a jurist, each with the calls that answer it."""

from __future__ import annotations

from collections.abc import Mapping

import mcp_types as types

from mutugraph.errors import ParameterInvalid, UnknownName
from mutugraph.messages import message

# Each prompt with its arguments; those that have a value here may be left out.
_PROMPTS: Mapping[str, Mapping[str, str | None]] = {
    "justifier": {"service": None, "date": "aujourd-hui"},
    "deliberation": {"service": None, "acte": "deliberation", "date": "aujourd-hui"},
    "controler": {"epci": None},
}


def prompts() -> list[types.Prompt]:
    """Every prompt with its arguments."""
    return [
        types.Prompt(
            name=name,
            title=message(f"invite_{name}_titre"),
            description=message(f"invite_{name}"),
            arguments=[
                types.PromptArgument(
                    name=argument,
                    description=message(f"invite_argument_{argument}"),
                    required=default is None,
                )
                for argument, default in arguments.items()
            ],
        )
        for name, arguments in _PROMPTS.items()
    ]


def prompt(name: str, given: Mapping[str, str]) -> types.GetPromptResult:
    """One prompt filled in. Raises `UnknownName`, `ParameterInvalid` for a missing argument."""
    arguments = _PROMPTS.get(name)
    if arguments is None:
        raise UnknownName.among("invite", name, _PROMPTS)
    filled = {key: given.get(key) or default for key, default in arguments.items()}
    for key, value in filled.items():
        if not value:
            raise ParameterInvalid(name=key, value="", expected=message("argument_requis"))
    text = message(f"invite_{name}_texte", **filled).strip()
    content = types.TextContent(text=text)
    return types.GetPromptResult(
        description=message(f"invite_{name}"),
        messages=[types.PromptMessage(role="user", content=content)],
    )
