"""Check many generated proposals on Dask's local workers, in one process, and with --jobs 2: the same results, how fast.

    python benchmarks/scale.py [COUNT]        # 100,000 unless said otherwise

needs the optional dependencies `scale`. docs/scale.md tells what it shows.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from generate import FAULTY, NZQA, proposal

from mcred_check import check_text, load_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from mcred_check.model import RuleSet

_BLOCK = 250
_DAY = date(2026, 11, 23)
Summary = tuple[Counter[str], int]
"""How many proposals came out how, and the sum of their results' digests, in which the order makes no difference."""


def summary(numbers: range, rule_sets: tuple[RuleSet, ...]) -> Summary:
    """Write some proposals, check each, and keep no more than their summary: what a worker does."""
    counts: Counter[str] = Counter()
    digests = 0
    for number in numbers:
        random = Random(number)  # noqa: S311 -- the same figures each time are what is wanted
        text = proposal(random, faulty=random.random() < FAULTY)
        for result in check_text(text, f"{number:06}.yaml", rule_sets, as_of=_DAY, folder=NZQA):
            counts["ready" if result.ready else "not ready"] += 1
            counts["findings"] += len(result.findings)
            told = repr(
                (result.file, result.ready, [(one.rule.key, one.message, one.place) for one in result.findings])
            )
            digests += int.from_bytes(sha256(told.encode()).digest()[:8])
    return counts, digests


def together(one: Summary, other: Summary) -> Summary:
    """Add two summaries up."""
    return one[0] + other[0], one[1] + other[1]


@cache
def _rules() -> tuple[RuleSet, ...]:
    """Load the rules once in each process."""
    return load_rules()


def of_block(start: int, *, count: int) -> Summary:
    """Summarise a block of proposals."""
    return summary(range(start, min(start + _BLOCK, count)), _rules())


def with_dask(count: int) -> Summary:
    """Check on two local workers, which sum up among themselves."""
    import dask.bag as db  # noqa: PLC0415 -- an optional dependency
    from distributed import Client, LocalCluster  # noqa: PLC0415

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster),
    ):
        blocks = db.from_sequence(range(0, count, _BLOCK), npartitions=2 * -(-count // (40 * _BLOCK)))
        done: Summary = blocks.map(partial(of_block, count=count)).fold(together).compute()
    return done


def alone(count: int) -> Summary:
    """Check in this process."""
    whole: Summary = (Counter(), 0)
    for start in range(0, count, _BLOCK):
        whole = together(whole, of_block(start, count=count))
    return whole


def with_jobs(count: int) -> Summary:
    """Check the same proposals as files, with the command and two processes, which counts them below its report."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            random = Random(number)  # noqa: S311
            text = proposal(random, faulty=random.random() < FAULTY)
            Path(folder, f"{number:06}.yaml").write_text(text, "utf-8")
        shutil.copytree(NZQA / "evidence", Path(folder, "evidence"))
        report = Path(folder, "report.txt")
        command = [sys.executable, "-m", "mcred_check", "check", folder, "--as-of", _DAY.isoformat(), "--jobs", "2"]
        begin = time.perf_counter()
        with report.open("wb") as stream:
            subprocess.run(command, stdout=stream, check=False)
        took = time.perf_counter() - begin
        found = re.search(r"proposals: ([0-9,]+) ready, ([0-9,]+) not ready", report.read_text("utf-8"))
    print(f"{'--jobs 2, as files, to text':40} {took:8.1f} s {count / took:8.0f} proposals a second")
    ready, not_ready = [int(figure.replace(",", "")) for figure in found.groups()] if found else (0, 0)
    return Counter({"ready": ready, "not ready": not_ready}), 0


def timed(name: str, check: Callable[[int], Summary], count: int) -> Summary:
    """Time one way of checking."""
    begin = time.perf_counter()
    found = check(count)
    took = time.perf_counter() - begin
    print(f"{name:40} {took:8.1f} s {count / took:8.0f} proposals a second", flush=True)
    return found


def main() -> int:
    """Check in each way, and say whether the results are the same."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    dask = timed("Dask, two local workers", with_dask, count)
    one = timed("one process", alone, count)
    jobs, _ = with_jobs(count)
    same = dask == one and all(jobs[name] == one[0][name] for name in ("ready", "not ready"))
    print(f"{dict(one[0])}; {'the same results' if same else 'THE RESULTS DIFFER'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
