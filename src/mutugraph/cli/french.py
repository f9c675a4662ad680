"""Typer in French: its help pages and its refusals, in the words of `messages/aide.toml`.

The words of a verb are under `aide_<verb>`: `quoi` says what it does, `details` and `exemple` are
optional, and each argument and option has a key of its own name. Options that every verb takes are
declared once, on the program, and understood before and after the verb.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast

import typer
from typer.core import TyperCommand, TyperGroup

from mutugraph.errors import MutugraphError, UnknownName, UsageError
from mutugraph.messages import message, sentences

if TYPE_CHECKING:
    from mutugraph.cli.run import Run

PROGRAM = "mutugraph"
# typer shows one class of its parser's errors; its base is what they all are.
ParserError: type[Exception] = typer.BadParameter.__base__ or typer.BadParameter


class _Formatter(Protocol):
    """What this needs of the help formatter."""

    def write_usage(self, prog: str, args: str, prefix: str) -> None: ...
    def write_paragraph(self) -> None: ...
    def write_text(self, text: str) -> None: ...
    def write_dl(self, rows: list[tuple[str, str]]) -> None: ...
    def write(self, string: str) -> None: ...
    def indent(self) -> None: ...
    def dedent(self) -> None: ...


class Verb(TyperCommand):
    """One verb; common options are taken out of its arguments before it runs."""

    allow_extra_args = True

    def get_params(self, ctx: Any) -> list[Any]:
        """Its own parameters, then those that every verb takes."""
        return _as_given([*super().get_params(ctx), *_common(ctx)])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads the arguments. Raises `UsageError` where one is too many."""
        rest = super().parse_args(ctx, args)
        if rest:
            raise UsageError(argument=str(rest[0]), detail=message("cli_en_trop"))
        _take(ctx)
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help page."""
        _write_help(self, ctx, formatter)


class Verbs(TyperGroup):
    """The program, or a verb that has verbs of its own."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its own parameters, then those that every verb takes."""
        return _as_given([*super().get_params(ctx), *_common(ctx)])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads what precedes the verb."""
        rest = super().parse_args(ctx, args)
        _take(ctx)
        return rest

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, Any]:
        """The verb that is named. Raises `UnknownName` with the nearest."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise UnknownName.among("commande", args[0], self.commands)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help page."""
        _write_help(self, ctx, formatter)


def words(command_path: str) -> Mapping[str, str]:
    """The words of a verb, from how it is called: `mutugraph sources check`."""
    return sentences()["_".join(["aide", *command_path.split()[1:]])]


def ours(error: Exception) -> MutugraphError:
    """An error of typer's parser, as one of ours."""
    name = str(getattr(error, "option_name", ""))
    match type(error).__name__:
        case "NoSuchOption":
            near = tuple(getattr(error, "possibilities", None) or ())
            return UnknownName(kind="option", name=name, nearest=near or ("--help",))
        case "BadOptionUsage":
            takes_none = "does not take" in str(error)
            key = "cli_option_sans_valeur" if takes_none else "cli_option_avec_valeur"
            return UsageError(argument=name, detail=message(key))
        case "MissingParameter":
            return UsageError(argument=_shown(error), detail=message("cli_manquant"))
        case "BadParameter":
            return UsageError(argument=_shown(error), detail=message("cli_valeur"))
        case _ if getattr(error, "ctx", None) and not error.ctx.args:  # type: ignore[attr-defined]
            return UsageError(argument=error.ctx.command_path, detail=message("cli_verbe"))  # type: ignore[attr-defined]
        case _:
            return UsageError(argument=str(error), detail=message("cli_valeur"))


def _shown(error: Exception) -> str:
    param = getattr(error, "param", None)
    return _label(param) if param is not None else str(error)


class _AsGiven:
    """The texts as the user wrote them, which is all that our parameters take.

    typer would import pydantic for it, a third of the time of a short answer.
    """

    @staticmethod
    def coerce(value: Any, param: Any, ctx: Any) -> Any:
        several = param.multiple or param.nargs == -1
        return list(value or ()) if several else value


def _as_given(params: list[Any]) -> list[Any]:
    for param in params:
        param._runtime_param = _AsGiven  # typer makes its own where there is none
    return params


def _common(ctx: Any) -> list[Any]:
    """What every verb takes: declared once, as the parameters of the program."""
    root = ctx.find_root()
    return [] if root is ctx else [p for p in root.command.params if p.name != "version"]


def _take(ctx: Any) -> None:
    """Moves the common options, wherever they were written, to the run."""
    root = ctx.find_root()
    names = [p.name for p in root.command.params if p.name != "version"]
    run = cast("Run", root.obj)
    run.take({name: ctx.params.pop(name) for name in names if name in ctx.params})


def _write_help(command: Any, ctx: Any, formatter: _Formatter) -> None:
    text = words(ctx.command_path)
    shared = sentences()["options_partagees"]
    own = [p for p in command.params if p.name != "version" or ctx.parent is None]
    arguments = [p for p in own if p.param_type_name == "argument"]
    options = [p for p in own if p.param_type_name == "option"]
    verbs = isinstance(command, TyperGroup)
    pieces = [*([message("cli_options_usage")] if options or ctx.parent else [])]
    pieces += [_label(p) if p.required else f"[{_label(p)}]" for p in arguments]
    pieces += [message("cli_commande_usage")] if verbs else []
    formatter.write_usage(ctx.command_path, " ".join(pieces), message("cli_usage_titre") + " ")
    for part in ("quoi", "details"):
        if part in text:
            formatter.write_paragraph()
            formatter.write_text(inspect.cleandoc(text[part]))
    if verbs:
        rows = [(name, words(f"{ctx.command_path} {name}")["quoi"]) for name in command.commands]
        _section(formatter, "cli_commandes_titre", rows)
    _section(formatter, "cli_arguments_titre", [(_label(p), text[p.name]) for p in arguments])
    _section(
        formatter,
        "cli_options_titre",
        [(_label(p), text.get(p.name) or shared[p.name]) for p in options],
    )
    common = [(_label(p), words(PROGRAM)[p.name]) for p in _common(ctx)]
    common.append(("--help", message("cli_aide")))
    _section(formatter, "cli_communes_titre", common)
    if "exemple" in text:
        formatter.write_paragraph()
        formatter.write(message("cli_exemple_titre") + "\n")
        formatter.write("".join(f"  {line}\n" for line in text["exemple"].splitlines()))


def _section(formatter: _Formatter, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        formatter.write_paragraph()
        formatter.write(message(title) + "\n")
        formatter.indent()
        formatter.write_dl(rows)
        formatter.dedent()


def _label(param: Any) -> str:
    """How a parameter is written: `ACTION`, `-o, --output FICHIER`."""
    if param.param_type_name == "argument":
        return f"{param.metavar or param.name.upper()}{'' if param.nargs == 1 else '…'}"
    names: str = ", ".join(sorted(param.opts, key=len))
    value = "" if param.is_flag else f" {param.metavar or param.name.upper()}"
    return f"{names}{value}"
