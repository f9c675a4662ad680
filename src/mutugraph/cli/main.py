"""The program `mutugraph`: finds the verb, runs it, turns errors into sentences and exit codes."""

from __future__ import annotations

import sys
from collections import UserDict
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from mutugraph import errors
from mutugraph.cli.french import PROGRAM, ParserError, Verb, Verbs, ours
from mutugraph.cli.run import ReaderGone, Run, complain
from mutugraph.collector import look_no_more, look_rarely
from mutugraph.errors import MutugraphError
from mutugraph.messages import explain, message

if TYPE_CHECKING:
    from typer._click.core import Command
    from typer.core import TyperGroup

# In the order of the help page. A verb is one file of this folder: a function of its name, or an
# `app` of verbs of its own; it returns its exit code. Its words are in `messages/aide.toml`.
VERBS: tuple[str, ...] = (
    "ask",
    "search",
    "describe",
    "why",
    "visas",
    "report",
    "sparql",
    "validate",
    "explain",
    "diff",
    "reason",
    "sources",
    "legi",
    "new",
    "export",
    "import",
    "format",
    "load",
    "serve",
    "mcp",
    "publish",
    "doctor",
)

DONE, REFUSED, FAILED, WITHHELD, INTERRUPTED = 0, 1, 2, 3, 130
# What each says, for the manual.
EXIT_WORDS: Mapping[int, str] = {
    DONE: "code_fait",
    REFUSED: "code_refus",
    FAILED: "code_echec",
    WITHHELD: "code_publication",
    INTERRUPTED: "code_interrompu",
}
# The exit code of a class is its own, else that of the nearest above it; the root is not here.
EXIT_CODES: Mapping[type[MutugraphError], int] = {
    errors.UsageError: FAILED,
    errors.HeaderInvalid: FAILED,
    errors.AnswerMistyped: FAILED,
    errors.SettingInvalid: FAILED,
    errors.WorkspaceError: FAILED,
    errors.FileError: FAILED,
    errors.IriInvalid: FAILED,
    errors.TurtleError: FAILED,
    errors.QueryError: FAILED,
    errors.EngineError: FAILED,
    errors.RuleError: FAILED,
    errors.ControlError: FAILED,
    errors.StoreError: FAILED,
    errors.ServeError: FAILED,
    errors.PublicationError: FAILED,
    errors.PublicationRefused: WITHHELD,
}


def main() -> NoReturn:
    """What the command `mutugraph` runs."""
    _take_closed_streams()
    look_rarely()
    code = run(sys.argv[1:])
    look_no_more()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Runs the program with these arguments; returns its exit code and never raises."""
    this = Run()
    try:
        return _done(this, list(arguments))
    except (ReaderGone, BrokenPipeError):
        _close_stdout()
        return DONE
    except KeyboardInterrupt:
        complain(message("cli_interrompu"))
        return INTERRUPTED
    except MutugraphError as error:
        complain(explain(error))
        return exit_code(type(error))
    except Exception as error:
        return _internal(error, this)


def exit_code(kind: type[MutugraphError]) -> int:
    """The exit code of a class of errors; of the root itself, that of an internal error."""
    return next((EXIT_CODES[c] for c in kind.__mro__ if c in EXIT_CODES), FAILED)


def program() -> TyperGroup:
    """The command line, with every verb."""
    root = _program(())
    root.commands = _Commands()
    return root


class _Commands(UserDict[str, "Command"]):
    """The verbs by their names. One is made when it is asked: a run needs no other."""

    def __missing__(self, verb: str) -> Command:
        if verb not in VERBS:
            raise KeyError(verb)
        self.data[verb] = _program((verb,)).commands[verb]
        return self.data[verb]

    def __contains__(self, verb: object) -> bool:
        return verb in VERBS

    def __iter__(self) -> Iterator[str]:
        return iter(VERBS)

    def __len__(self) -> int:
        return len(VERBS)


def _program(verbs: Sequence[str]) -> TyperGroup:
    app = typer.Typer(cls=Verbs, add_completion=False, rich_markup_mode=None)
    app.callback(invoke_without_command=True)(_root)
    for verb in verbs:
        name = f"{verb}_" if iskeyword(verb) else verb
        module = import_module(f"mutugraph.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=verb, cls=Verbs)
        else:
            app.command(verb, cls=Verb)(getattr(module, name))
    root = typer.main.get_command(app)
    assert isinstance(root, Verbs)  # noqa: S101 - tells mypy what `cls` says
    return root


def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version")] = False,
    workspace: Annotated[str, typer.Option("--workspace", metavar="DOSSIER")] = "",
    engine: Annotated[str, typer.Option("--engine", metavar="URL")] = "",
    quiet: Annotated[bool, typer.Option("-q", "--quiet")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose")] = False,
    no_progress: Annotated[bool, typer.Option("--no-progress")] = False,
) -> None:
    this: Run = context.obj
    if version:
        from mutugraph import __version__

        this.write(f"{PROGRAM} {__version__}\n")
        raise typer.Exit(DONE)
    if context.invoked_subcommand is None:
        this.write(context.get_help() + "\n")


def _done(this: Run, arguments: list[str]) -> int:
    root = program()
    try:
        with root.make_context(PROGRAM, arguments, obj=this) as context:
            return int(root.invoke(context) or DONE)
    except typer.Exit as asked:
        return asked.exit_code
    except ParserError as error:
        raise ours(error) from error


def _internal(error: Exception, this: Run) -> int:
    complain(explain(MutugraphError()))
    if this.verbose:
        import traceback

        complain("".join(traceback.format_exception(error)))
    return FAILED


def _take_closed_streams() -> None:
    """Where the caller has closed a standard stream (`>&-`), no file of ours may take its number.

    What would be said on stderr is said to nobody. `sys.stdin` and `sys.stdout` stay None, so that
    who needs them says so.
    """
    import os

    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - until the end


def _close_stdout() -> None:
    """Points stdout elsewhere, or the interpreter complains when it flushes it at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
