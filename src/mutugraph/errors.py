"""Every error that the project raises on purpose.

MutugraphError
├── UsageError
│   ├── UnknownName
│   ├── NameAmbiguous
│   ├── ParameterInvalid
│   └── QuestionUndated
├── HeaderInvalid
├── AnswerMistyped
├── SettingInvalid
├── WorkspaceError
│   ├── WorkspaceNotFound
│   ├── WorkspaceIncomplete
│   ├── PrefixesBroken
│   └── PrefixUnknown
├── FileError
│   ├── FileMissing
│   ├── FileUnreadable
│   └── FileUnwritable
├── IriInvalid
├── TurtleError
│   ├── TurtleSyntax
│   │   ├── TurtlePrefixUndeclared
│   │   ├── TurtleIriInvalid
│   │   ├── TurtleUnterminated
│   │   └── TurtleEncoding
│   ├── TurtleEmpty
│   └── TurtleNotRewritten
│       ├── TurtleComments
│       ├── TurtleLiteralChanged
│       └── TurtleTooEntangled
├── QueryError
│   ├── QueryMalformed
│   ├── QueryFailed
│   ├── QueryFormatUnknown
│   └── QueryRefused
│       ├── ServiceRefused
│       ├── UpdateRefused
│       ├── QueryAmbiguous
│       ├── QueryTooLong
│       ├── QueryTooNested
│       └── QueryTooManyOperators
├── RuleError
│   └── RuleFailed
└── StoreError
    ├── StoreBuildFailed
    ├── StoreDiskFull
    ├── StoreBusy
    ├── StoreBroken
    └── StorePlaceMissing

An error is a stable code and the facts of the case. Its French sentence is in `messages/*.toml`,
its HTTP status in `web/problems.py`, its exit code in `cli/main.py`: none of them here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar


class MutugraphError(Exception):
    """What every error has: a stable `code`, and the `facts` that its sentence needs."""

    code: ClassVar[str] = "erreur"

    def __init__(self, **facts: object) -> None:
        self.facts: Mapping[str, object] = MappingProxyType(facts)
        shown = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{self.code}({shown})")


def all_errors(root: type[MutugraphError] = MutugraphError) -> Iterator[type[MutugraphError]]:
    """The classes of the tree, root first: what the tests of completeness walk."""
    yield root
    for child in root.__subclasses__():
        yield from all_errors(child)


class UsageError(MutugraphError):
    """An argument that cannot be understood. Facts: `argument`, `detail`."""

    code = "usage"


class UnknownName(UsageError):
    """A name that nothing bears. Facts: `kind`, `name`, `nearest` (a sequence, may be empty)."""

    code = "nom_inconnu"


class NameAmbiguous(UsageError):
    """A name that several entities bear. Facts: `kind`, `name`, `candidates`."""

    code = "nom_ambigu"


class ParameterInvalid(UsageError):
    """A value that a parameter cannot take. Facts: `name`, `value`, `expected`."""

    code = "parametre_invalide"


class QuestionUndated(UsageError):
    """A date given to a question whose answer does not depend on one. Facts: `question`."""

    code = "question_sans_date"


class HeaderInvalid(MutugraphError):
    """The `#+` header of a `.rq` file is missing, or does not agree with its text.

    Facts: `path`, `line`, `detail`.
    """

    code = "entete_invalide"


class AnswerMistyped(MutugraphError):
    """A cell that is not what the header promises. Facts: `column`, `value`, `expected`."""

    code = "reponse_mal_typee"


class SettingInvalid(MutugraphError):
    """A setting with a value that it cannot take. Facts: `name`, `value`, `expected`."""

    code = "reglage_invalide"


class WorkspaceError(MutugraphError):
    """The folders of the project are not as they must be."""

    code = "espace"


class WorkspaceNotFound(WorkspaceError):
    """No folder holds the four folders. Facts: `searched` (a sequence of paths)."""

    code = "espace_introuvable"


class WorkspaceIncomplete(WorkspaceError):
    """A folder named by the user lacks one of the four. Facts: `path`, `missing`."""

    code = "espace_incomplet"


class PrefixesBroken(WorkspaceError):
    """The prefixes file cannot be used. Facts: `path`, `line`, `detail`."""

    code = "prefixes_illisibles"


class PrefixUnknown(WorkspaceError):
    """A prefix that the prefixes file does not declare. Facts: `prefix`."""

    code = "prefixe_inconnu"


class FileError(MutugraphError):
    """A file that the system does not let the program use. Facts: `path`, `detail`."""

    code = "fichier"


class FileMissing(FileError):
    """The file does not exist. Facts: `path`."""

    code = "fichier_absent"


class FileUnreadable(FileError):
    """The file exists and cannot be read. Facts: `path`, `detail`."""

    code = "fichier_illisible"


class FileUnwritable(FileError):
    """The file cannot be written. Facts: `path`, `detail`."""

    code = "fichier_non_inscriptible"


class IriInvalid(MutugraphError):
    """A text that makes no IRI or no slug. Facts: `text`."""

    code = "iri_invalide"


class TurtleError(MutugraphError):
    """A Turtle file that cannot be used. Facts: `path`, `line`."""

    code = "turtle"


class TurtleSyntax(TurtleError):
    """The text is not Turtle. Facts: `path`, `line`, `column`, `detail`."""

    code = "turtle_syntaxe"


class TurtlePrefixUndeclared(TurtleSyntax):
    """A prefix is used and not declared. Facts: those of `TurtleSyntax`, `name`."""

    code = "turtle_prefixe"


class TurtleIriInvalid(TurtleSyntax):
    """An IRI that is none. Facts: those of `TurtleSyntax`."""

    code = "turtle_iri"


class TurtleUnterminated(TurtleSyntax):
    """The file ends inside a statement or a string. Facts: those of `TurtleSyntax`."""

    code = "turtle_inacheve"


class TurtleEncoding(TurtleSyntax):
    """The bytes are not UTF-8. Facts: those of `TurtleSyntax`."""

    code = "turtle_encodage"


class TurtleEmpty(TurtleError):
    """The file states nothing. Facts: `path`, `line`."""

    code = "turtle_vide"


class TurtleNotRewritten(TurtleError):
    """The layout cannot be changed without a loss. Facts: `path`, `line`, `lines`."""

    code = "turtle_non_reecrit"


class TurtleComments(TurtleNotRewritten):
    """The file has `#` comments, which no triple would keep. Facts: `path`, `line`, `lines`."""

    code = "turtle_commentaires"


class TurtleLiteralChanged(TurtleNotRewritten):
    """A literal would not be written back as it is. Facts: `path`, `line`, `lines`."""

    code = "turtle_litteral"


class TurtleTooEntangled(TurtleNotRewritten):
    """Too many shared or nested blank nodes for a stable order. Facts: `path`, `line`, `lines`."""

    code = "turtle_noeuds_anonymes"


class QueryError(MutugraphError):
    """A query that gives no answer."""

    code = "requete"


class QueryMalformed(QueryError):
    """The text is not SPARQL. Facts: `line`, `column`, `detail`."""

    code = "requete_mal_formee"


class QueryFailed(QueryError):
    """The query is SPARQL and cannot be evaluated (unknown function…). Facts: `detail`."""

    code = "requete_echouee"


class QueryFormatUnknown(QueryError):
    """A format that this kind of answer does not have. Facts: `format`, `known`."""

    code = "format_inconnu"


class QueryRefused(QueryError):
    """The query is understood and not run."""

    code = "requete_refusee"


class ServiceRefused(QueryRefused):
    """The query would call another server. Facts: `endpoint`."""

    code = "service_refuse"


class UpdateRefused(QueryRefused):
    """The text is an update. Facts: `operation`."""

    code = "mise_a_jour_refusee"


class QueryAmbiguous(QueryRefused):
    """A `<…>` that is an IRI or a comparison: it could hide a part of the query. Facts: `text`."""

    code = "requete_ambigue"


class QueryTooLong(QueryRefused):
    """Facts: `limit`, `found` (bytes)."""

    code = "requete_trop_longue"


class QueryTooNested(QueryRefused):
    """Facts: `limit`, `found` (levels)."""

    code = "requete_trop_imbriquee"


class QueryTooManyOperators(QueryRefused):
    """Facts: `limit`, `found` (operators in a row)."""

    code = "requete_trop_d_operateurs"


class RuleError(MutugraphError):
    """A rule of derivation that cannot be used. Facts: `path`."""

    code = "regle"


class RuleFailed(RuleError):
    """The rule does not run. Facts: `path`, `detail`."""

    code = "regle_echouee"


class StoreError(MutugraphError):
    """The local store. Facts: `path`, `detail`."""

    code = "base_locale"


class StoreBuildFailed(StoreError):
    """The store could not be built; a previous one is untouched. Facts: `path`, `detail`."""

    code = "base_non_construite"


class StoreDiskFull(StoreBuildFailed):
    """No room for the new store; a previous one is untouched. Facts: `path`, `detail`."""

    code = "disque_plein"


class StoreBusy(StoreError):
    """Another process has been building for too long. Facts: `path`, `seconds`."""

    code = "base_occupee"


class StoreBroken(StoreError):
    """A built store does not open. Facts: `path`, `detail`."""

    code = "base_illisible"


class StorePlaceMissing(StoreError):
    """No folder can be written for the store. Facts: `searched`."""

    code = "base_sans_dossier"
