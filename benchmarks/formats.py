"""Time each form of report on 10,000 findings, beyond the check that finds them.

    python benchmarks/formats.py [FINDINGS]

The findings are those of examples/poor that are not met, over and over as of so many proposals, each with a message
of its own. What is counted is the processor's time.
"""

from __future__ import annotations

import gc
import sys
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time

from mcred_check import check, load_proposals, load_rules
from mcred_check.reporting.formats import SUFFIXES, Look, form, in_bytes

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5


def main(count: int) -> None:
    """Print a line for each form: the seconds it takes, and the size of what it writes."""
    report = check(load_proposals(ROOT / "examples" / "poor"), load_rules(), as_of=date(2026, 11, 23))
    (result,) = report.results
    unmet = sum(one.outcome == "not met" for one in result.findings)
    results = []
    for number in range(-(-count // unmet)):
        findings = tuple(one._replace(message=f"{one.message} ({number})") for one in result.findings)
        results.append(result._replace(file=f"proposals/{number:05}.yaml", findings=findings))
    many = report._replace(results=tuple(results))
    print(f"{len(results)} proposals, {len(results) * unmet} findings not met; median of {RUNS} runs")
    for name in SUFFIXES:
        taken = []
        for _ in range(RUNS):
            gc.collect()
            start = process_time()
            size = len(in_bytes(many, form(name, Look())))
            taken.append(process_time() - start)
        print(f"{name:9} {median(taken):6.2f} s  {size / 1e6:6.1f} MB")


if __name__ == "__main__":
    main(int(*sys.argv[1:] or ["10000"]))
