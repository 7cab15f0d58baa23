"""jsonschema-rs, imported without what it takes only to tell its own age."""

import sys
from types import ModuleType
from typing import Final

_DATES: Final = "email.utils"
"""Where jsonschema-rs looks for the function that reads the date of its build, which nobody here asks for.

With all that it brings along (sockets, random numbers, calendars) this takes a twentieth of a short run.
"""

_known = sys.modules.get(_DATES)
if _known is None:
    _stand_in = ModuleType(_DATES)
    vars(_stand_in)["parsedate_to_datetime"] = str
    sys.modules[_DATES] = _stand_in
try:
    import jsonschema_rs
finally:
    if _known is None:
        del sys.modules[_DATES]

__all__ = ["jsonschema_rs"]
