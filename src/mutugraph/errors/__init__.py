"""Every error that the project raises on purpose.

MutugraphError
├── UsageError
│   ├── UnknownName
│   ├── NameAmbiguous
│   ├── ParameterInvalid
│   ├── QuestionUndated
│   ├── RequestUnclear
│   ├── RequestTooLarge
│   ├── AddressTooLong
│   └── MediaUnsupported
├── ServeError
│   ├── PortTaken
│   ├── AddressRefused
│   └── SourceMismatch
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
│   ├── DocumentMissing
│   ├── FileTooLarge
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
│   ├── QueryStopped
│   ├── QueryCrashed
│   ├── AnswerTooLarge
│   └── QueryRefused
│       ├── ServiceRefused
│       ├── UpdateRefused
│       ├── QueryAmbiguous
│       ├── QueryTooLong
│       ├── QueryTooNested
│       ├── QueryTooManyOperators
│       ├── QueryTooDisconnected
│       └── DatasetTooLarge
├── EngineError
│   ├── EngineBusy
│   ├── ClientBusy
│   ├── EngineUnreachable
│   ├── EngineDenied
│   └── UploadInterrupted
├── ControlError
│   ├── ShapeInvalid
│   │   ├── ShapeWithoutMessage
│   │   └── ShapeCyclic
│   ├── SeveritiesInvalid
│   ├── DeviationsInvalid
│   ├── BaseUnknown
│   ├── GitMissing
│   ├── StepFailed
│   └── ControlTooLong
├── PublicationError
│   ├── FolderForeign
│   ├── PublicationRefused
│   └── UploadImpossible
├── RuleError
│   ├── RuleFailed
│   └── AxiomUnsupported
└── StoreError
    ├── StoreBuildFailed
    ├── StoreDiskFull
    ├── StoreBusy
    ├── StoreBroken
    └── StorePlaceMissing

One module for each kind. An error is a stable code and the facts of the case. Its French sentence
is in `messages/*.toml`, its HTTP status in `web/problems.py`, its exit code in `cli/main.py`:
none of them here.
"""

from __future__ import annotations

from mutugraph.errors.control import (
    BaseUnknown,
    ControlError,
    ControlTooLong,
    DeviationsInvalid,
    FileTooLarge,
    GitMissing,
    SeveritiesInvalid,
    ShapeCyclic,
    ShapeInvalid,
    ShapeWithoutMessage,
    StepFailed,
)
from mutugraph.errors.engines import (
    AnswerTooLarge,
    AxiomUnsupported,
    ClientBusy,
    DatasetTooLarge,
    EngineBusy,
    EngineDenied,
    EngineError,
    EngineUnreachable,
    QueryAmbiguous,
    QueryCrashed,
    QueryError,
    QueryFailed,
    QueryFormatUnknown,
    QueryMalformed,
    QueryRefused,
    QueryStopped,
    QueryTooDisconnected,
    QueryTooLong,
    QueryTooManyOperators,
    QueryTooNested,
    RuleError,
    RuleFailed,
    ServiceRefused,
    StoreBroken,
    StoreBuildFailed,
    StoreBusy,
    StoreDiskFull,
    StoreError,
    StorePlaceMissing,
    UpdateRefused,
    UploadInterrupted,
)
from mutugraph.errors.files import (
    DocumentMissing,
    FileError,
    FileMissing,
    FileUnreadable,
    FileUnwritable,
    IriInvalid,
    PrefixesBroken,
    PrefixUnknown,
    TurtleComments,
    TurtleEmpty,
    TurtleEncoding,
    TurtleError,
    TurtleIriInvalid,
    TurtleLiteralChanged,
    TurtleNotRewritten,
    TurtlePrefixUndeclared,
    TurtleSyntax,
    TurtleTooEntangled,
    TurtleUnterminated,
    WorkspaceError,
    WorkspaceIncomplete,
    WorkspaceNotFound,
)
from mutugraph.errors.publication import (
    FolderForeign,
    PublicationError,
    PublicationRefused,
    UploadImpossible,
)
from mutugraph.errors.root import (
    MutugraphError,
    all_errors,
)
from mutugraph.errors.usage import (
    AddressRefused,
    AddressTooLong,
    AnswerMistyped,
    HeaderInvalid,
    MediaUnsupported,
    NameAmbiguous,
    ParameterInvalid,
    PortTaken,
    QuestionUndated,
    RequestTooLarge,
    RequestUnclear,
    ServeError,
    SettingInvalid,
    SourceMismatch,
    UnknownName,
    UsageError,
)

__all__ = [
    "AddressRefused",
    "AddressTooLong",
    "AnswerMistyped",
    "AnswerTooLarge",
    "AxiomUnsupported",
    "BaseUnknown",
    "ClientBusy",
    "ControlError",
    "ControlTooLong",
    "DatasetTooLarge",
    "DeviationsInvalid",
    "DocumentMissing",
    "EngineBusy",
    "EngineDenied",
    "EngineError",
    "EngineUnreachable",
    "FileError",
    "FileMissing",
    "FileTooLarge",
    "FileUnreadable",
    "FileUnwritable",
    "FolderForeign",
    "GitMissing",
    "HeaderInvalid",
    "IriInvalid",
    "MediaUnsupported",
    "MutugraphError",
    "NameAmbiguous",
    "ParameterInvalid",
    "PortTaken",
    "PrefixUnknown",
    "PrefixesBroken",
    "PublicationError",
    "PublicationRefused",
    "QueryAmbiguous",
    "QueryCrashed",
    "QueryError",
    "QueryFailed",
    "QueryFormatUnknown",
    "QueryMalformed",
    "QueryRefused",
    "QueryStopped",
    "QueryTooDisconnected",
    "QueryTooLong",
    "QueryTooManyOperators",
    "QueryTooNested",
    "QuestionUndated",
    "RequestTooLarge",
    "RequestUnclear",
    "RuleError",
    "RuleFailed",
    "ServeError",
    "ServiceRefused",
    "SettingInvalid",
    "SeveritiesInvalid",
    "ShapeCyclic",
    "ShapeInvalid",
    "ShapeWithoutMessage",
    "SourceMismatch",
    "StepFailed",
    "StoreBroken",
    "StoreBuildFailed",
    "StoreBusy",
    "StoreDiskFull",
    "StoreError",
    "StorePlaceMissing",
    "TurtleComments",
    "TurtleEmpty",
    "TurtleEncoding",
    "TurtleError",
    "TurtleIriInvalid",
    "TurtleLiteralChanged",
    "TurtleNotRewritten",
    "TurtlePrefixUndeclared",
    "TurtleSyntax",
    "TurtleTooEntangled",
    "TurtleUnterminated",
    "UnknownName",
    "UpdateRefused",
    "UploadImpossible",
    "UploadInterrupted",
    "UsageError",
    "WorkspaceError",
    "WorkspaceIncomplete",
    "WorkspaceNotFound",
    "all_errors",
]
