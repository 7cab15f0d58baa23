"""What services that show findings beside files go by: a path from the root, and an identity that outlives edits."""

from __future__ import annotations

import os
from collections import Counter
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.model import Finding, Result, Run


def from_root(file: str, run: Run) -> str:
    """Give a file's path from the repository's root, or as it was given where it lies outside."""
    whole = PurePath(os.path.normpath(PurePath(run.folder, file)))
    if whole.is_relative_to(run.root):
        return whole.relative_to(run.root).as_posix()
    return PurePath(os.path.normpath(file)).as_posix()


def identified(result: Result, run: Run) -> Iterator[tuple[Finding, str]]:
    """Give each finding with 32 hexadecimal digits made of its rule, file and pointer, which no edit above it changes.

    What these have in common is numbered, so that no two findings of a file are taken for one.
    """
    file = from_root(result.file, run)
    times: Counter[tuple[str, str]] = Counter()
    for one in result.findings:
        key = one.rule.key, one.pointer
        times[key] += 1
        whole = "\n".join([*key, file, str(result.document), str(times[key])])
        yield one, sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]
