"""Errors of the control: its own files, its base, a step that cannot run to its end."""

from __future__ import annotations

from mutugraph.errors.files import FileError
from mutugraph.errors.root import MutugraphError


class FileTooLarge(FileError, code="fichier_trop_gros"):
    """The file is larger than what the control takes in memory. Facts: `path`, `size`, `limit`."""


class ControlError(MutugraphError, code="controle"):
    """The control cannot give a verdict."""


class ShapeInvalid(ControlError, code="forme_invalide"):
    """A shape cannot be used. Facts: `path`, `line`, `detail` (what it lacks)."""


class ShapeAnonymous(ShapeInvalid, code="forme_anonyme"):
    """A shape without IRI, whose findings could not be named. Facts: `path`, `line`."""


class ShapeWithoutMessage(ShapeInvalid, code="forme_sans_message"):
    """A shape has no French message. Facts: `path`, `line`, `shape`."""


class ShapeCyclic(ShapeInvalid, code="forme_cyclique"):
    """A shape refers to itself. Facts: `path`, `line`, `shape`."""


class ShapePropertyTwice(ShapeInvalid, code="forme_propriete_double"):
    """The shape of a class describes a property twice. Facts: `path`, `line`, `property`."""


class ShapeTermUnknown(ShapeInvalid, code="forme_terme_inconnu"):
    """A shape names a term that the ontology does not. Facts: `path`, `line`, `term`."""


class SeveritiesInvalid(ControlError, code="gravites_invalides"):
    """The file of severities, or a code that is not in it. Facts: `path`, `line`, `detail`."""


class DeviationsInvalid(ControlError, code="ecarts_invalides"):
    """A line of the file of accepted deviations. Facts: `path`, `line`, `detail`."""


class BaseUnknown(ControlError, code="base_inconnue"):
    """The base of a comparison is neither a folder nor a revision. Facts: `base`."""


class BaseWithout(BaseUnknown, code="base_incomplete"):
    """The revision has nothing of what is compared. Facts: `base`, `path`."""


class BaseOutside(ControlError, code="base_sans_depot"):
    """The base would be a revision, and no repository holds the folder. Facts: `base`, `path`."""


class GitRefused(ControlError, code="git_autre_proprietaire"):
    """Git does not read a repository of another user. Facts: `base`, `path`."""


class GitFailed(ControlError, code="git_echoue"):
    """Git gave up; `detail` is what it says. Facts: `base`, `detail`."""


class GitMissing(ControlError, code="git_absent"):
    """The base is a revision and git is not installed. Facts: `base`."""


class StepFailed(ControlError, code="etape_inachevee"):
    """A step could not run to its end. Facts: `step`, `detail`."""


class ControlTooHeavy(ControlError, code="controle_trop_lourd"):
    """The control of a stranger's file needs more memory than it is given. Facts: `limit`."""


class ControlTooLong(ControlError, code="controle_trop_long"):
    """The control was stopped before its end. Facts: `limit` (seconds)."""
