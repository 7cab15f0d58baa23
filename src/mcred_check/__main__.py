"""The command `mcred-check`, and `python -m mcred_check`."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from typing import Final, NoReturn

_NO_MEMORY: Final = b"There is not enough memory to go on.\n"


def start() -> NoReturn:
    """Run the command line without the cyclic collector, which takes a fifth of a short run and frees nothing."""
    gc.disable()
    try:
        _run()
    except MemoryError:  # nothing may be made any more, not even a text or an exception
        try:
            os.write(2, _NO_MEMORY)
        finally:
            os._exit(2)
    finally:
        gc.freeze()  # or the interpreter's last collection would still walk through everything


def _run() -> NoReturn:
    try:
        from mcred_check.cli import main  # noqa: PLC0415 -- not before the collector is off

        main()
    except KeyboardInterrupt:
        _stop("Stopped before the end; nothing is said of what was checked.")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 -- a part that is missing or broken must not look like a finding
        _stop(f"A part of mcred-check could not be loaded ({type(error).__name__}: {error}). Install it again.")


def _stop(message: str) -> NoReturn:
    """Say why there is no report, by the shortest way, and exit with the code for that."""
    with suppress(OSError):  # where nothing can be said, the exit code has to do
        os.write(2, f"{message}\n".encode(errors="backslashreplace"))
    raise SystemExit(2)


if __name__ == "__main__":
    start()
