"""Write the reports on the examples that the tests compare with; with --check, say which ones are stale."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mcred_check import check, load_proposals, load_rules
from mcred_check.fingerprints import fingerprints
from mcred_check.reporting import sheets
from mcred_check.reporting.formats import Look, form, render
from mcred_check.reporting.sheet import files_of, sheet

if TYPE_CHECKING:
    from mcred_check.model import Report

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "golden"
DAY = date(2026, 11, 23)
WITH_A_SHEET = ("digital-skills", "draft")
SHEETS: tuple[sheets.FormName, ...] = ("markdown", "html")
IN_EVERY_FORM = ("digital-skills", "poor")
WHOLE = ("html",)  # names rules that were met as well
ENDINGS = {"sarif": "sarif", "junit": "xml", "github": "github", "gitlab": "gitlab", "markdown": "md", "html": "html"}


def goldens() -> dict[str, str]:
    """Give every golden report by its file name; to be called in the root, because reports name files from there."""
    rule_sets = load_rules()
    paths = {path.parent.name: path for path in sorted(Path("examples").glob("*/proposal.yaml"))}
    reports = {}
    for name, path in (*paths.items(), ("examples", Path("examples"))):
        report = check(load_proposals(path), rule_sets, as_of=DAY)
        reports[f"{name}.txt"] = render(report, form("text", Look()))
        reports[f"{name}.json"] = render(report, form("json", Look()))
        for one in ENDINGS if name in IN_EVERY_FORM else ():
            shown = report if one in WHOLE else _with_few_rules(report)
            reports[f"{name}.{ENDINGS[one]}"] = render(shown, form(one, Look()))
        if name in WITH_A_SHEET:
            reports |= _sheets(name, report, path.parent)
    return reports


def _sheets(name: str, report: Report, folder: Path) -> dict[str, str]:
    """Give the sheet of a report's one proposal as Markdown and as a page."""
    (result,) = report.results
    blocks = list(sheet(result, report.run, fingerprints(folder, files_of(result))))
    written = {ENDINGS[form]: sheets.written(form, [blocks], title=result.title, run=report.run) for form in SHEETS}
    return {f"{name}.sheet.{ending}": "".join(map(str, pieces)) for ending, pieces in written.items()}


def _with_few_rules(report: Report) -> Report:
    """Leave out the rules that found nothing; docs/rules has all of them, and SARIF would list them again."""
    found = {one.rule.key for result in report.results for one in result.findings}
    sets = [one._replace(rules=tuple(rule for rule in one.rules if rule.key in found)) for one in report.run.rule_sets]
    reading = tuple(rule for rule in report.run.reading if rule.key in found)
    return report._replace(run=report.run._replace(rule_sets=tuple(sets), reading=reading))


def stale(reports: dict[str, str]) -> list[str]:
    """Name the golden files that differ from the reports, are missing, or belong to no example."""
    kept = {path.name: path.read_bytes() for path in FOLDER.glob("*")}
    fresh = {name: text.encode() for name, text in reports.items()}
    return sorted(name for name in kept.keys() | fresh.keys() if kept.get(name) != fresh.get(name))


def main() -> int:
    """Write the golden files, or check them."""
    os.chdir(ROOT)
    reports = goldens()
    names = stale(reports)
    if "--check" in sys.argv[1:]:
        for name in names:
            print(f"{name} is stale: run python scripts/make_goldens.py, and read what changed")
        return bool(names)
    FOLDER.mkdir(exist_ok=True)
    for name in names:
        if name in reports:
            (FOLDER / name).write_bytes(reports[name].encode())
        else:
            (FOLDER / name).unlink()
        print(name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
