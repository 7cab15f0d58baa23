"""LibreOffice as a reader of Word files: pages and their text, as a person would see them."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_OFFICE: Final = shutil.which("soffice")
_READER: Final = shutil.which("pdftotext")

needs_office: Final = pytest.mark.skipif(
    not (_OFFICE and _READER) and not os.environ.get("MCRED_REQUIRE_OFFICE"),
    reason="LibreOffice Writer or pdftotext is not installed",
)
"""Skips a test where there is no office; with MCRED_REQUIRE_OFFICE=1 it fails there instead."""


def pages(document: Path) -> list[str]:
    """Convert a Word file to PDF beside it, and give the text of each page."""
    folder = document.parent
    assert _OFFICE, "soffice is not installed"
    assert _READER, "pdftotext is not installed"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = [_OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(document)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    read = [_READER, "-layout", str(document.with_suffix(".pdf")), "-"]
    text = subprocess.run(read, check=True, capture_output=True, text=True, timeout=60).stdout
    return text.removesuffix("\f").split("\f")
