"""Every error that the project raises on purpose: one module a kind, one class a case.

An error is a stable code and the facts of the case; `MutugraphError` is the root. Its French
sentence is in `messages/*.toml`, its HTTP status in `web/problems.py`, its exit code in
`cli/main.py`: none of them here. A class that is added to a module is exported by itself.
"""

from mutugraph.errors.control import *
from mutugraph.errors.engines import *
from mutugraph.errors.files import *
from mutugraph.errors.law import *
from mutugraph.errors.publication import *
from mutugraph.errors.root import *
from mutugraph.errors.usage import *
from mutugraph.errors.workbook import *
