"""Who validated a deduction, in words."""

from __future__ import annotations

from collections.abc import Iterable

from mutugraph.law.validations import Validation
from mutugraph.messages import message
from mutugraph.pages.dates import day_in_words


def validators(validations: Iterable[Validation]) -> str:
    """Each function with its day; nothing where nobody validated."""
    told = (
        message("validation_de", fonction=v.function, jour=day_in_words(v.on)) for v in validations
    )
    return ", ".join(dict.fromkeys(told))
