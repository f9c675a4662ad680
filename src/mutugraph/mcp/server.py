"""The MCP server over a catalogue: its tools, resources and prompts (specification of 2025-06-18).

Read only. What goes wrong is a result that says what to do, never an error of the protocol: an
assistant reads the first and mends its call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from mutugraph import __version__
from mutugraph.errors import MutugraphError
from mutugraph.mcp.arguments import TOOLS, arguments_of, checked
from mutugraph.mcp.calling import call
from mutugraph.mcp.prompts import prompt, prompts
from mutugraph.mcp.querying import Ask, answer_query
from mutugraph.mcp.resources import read_resource, resources, templates
from mutugraph.messages import explain, message
from mutugraph.operations.unknown_terms import unknown_terms
from mutugraph.questions.catalogue import Catalogue

Context = ServerRequestContext[Any]
_AT_ONCE = anyio.CapacityLimiter(4)  # apart: assistants do not take the threads of the pages
_READ_ONLY = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def mcp_server(catalogue: Catalogue, ask: Ask) -> Server[Any]:
    """The server; `ask` answers a query of the tool `sparql` where it can be stopped."""

    async def list_tools(
        _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=await _in_a_thread(_tools, catalogue))

    async def call_tool(_: Context, asked: types.CallToolRequestParams) -> types.CallToolResult:
        given = asked.arguments or {}
        try:
            if asked.name == "sparql":
                arguments = checked("sparql", given, catalogue)
                reply = await answer_query(ask, arguments)
                absent = await _in_a_thread(unknown_terms, catalogue, str(arguments["requete"]))
                reply = reply.noting(absent)
            else:
                reply = await _in_a_thread(call, catalogue, asked.name, given)
        except MutugraphError as error:
            return types.CallToolResult(content=[_text(explain(error))], is_error=True)
        return types.CallToolResult(content=[_text(reply.text)], structured_content=reply.data)

    async def list_resources(
        _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=resources(catalogue))

    async def list_templates(
        _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=templates(catalogue))

    async def read(_: Context, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        with _as_protocol_errors():
            found: types.ReadResourceResult = await _in_a_thread(
                read_resource, catalogue, asked.uri
            )
            return found

    async def list_prompts(
        _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=prompts())

    async def get_prompt(_: Context, asked: types.GetPromptRequestParams) -> types.GetPromptResult:
        with _as_protocol_errors():
            return prompt(asked.name, asked.arguments or {})

    return Server(
        "mutugraph",
        version=__version__,
        title=message("assistant_titre"),
        instructions=message("assistant_consignes").strip(),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


def _tools(catalogue: Catalogue) -> list[types.Tool]:
    return [
        types.Tool(
            name=name,
            title=message(f"outil_{name}_titre"),
            description=message(f"outil_{name}"),
            input_schema=arguments_of(name, catalogue),
            annotations=_READ_ONLY,
        )
        for name in TOOLS
    ]


def _text(text: str) -> types.TextContent:
    return types.TextContent(text=text)


async def _in_a_thread(answer: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401
    """The questions of the catalogue release the GIL while they are evaluated."""
    return await anyio.to_thread.run_sync(
        lambda: answer(*arguments), abandon_on_cancel=True, limiter=_AT_ONCE
    )


@contextmanager
def _as_protocol_errors() -> Iterator[None]:
    """A resource or a prompt has no result that could say what is wrong."""
    try:
        yield
    except MutugraphError as error:
        raise MCPError(types.INVALID_PARAMS, explain(error)) from error
