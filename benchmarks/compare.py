"""Time mcred-check against its peers, in pairs and in one run; quote the medians of the ratios.

    python benchmarks/compare.py [--runs N] [--files N ...] [--quick]

builds the wheel, installs it and the peers into an environment of its own (benchmarks/.venv, kept for the next run), compiles
their bytecode, and prints one table. Machines drift, ratios hold: each run of ours is timed beside a run of the peer.
ajv-cli takes part where npm can install it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from statistics import median
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ENVIRONMENT = HERE / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / "python")
PROGRAM = str(BIN / "mcred-check")
PEERS = ("check-jsonschema", "sourcemeta-jsonschema", "yamllint")
AJV = ENVIRONMENT / "node_modules" / ".bin" / "ajv"
GOOD = ROOT / "rules" / "nzqa" / "sample.yaml"
POOR = ROOT / "examples" / "poor"
AS_OF = ("--as-of", "2026-11-23")
UNREADABLE = "  stands_alone: Alone: "
"""What makes a generated proposal unreadable; sourcemeta's validator stops the whole run at such a file."""


class Work(NamedTuple):
    """Two commands to time against each other, and what the ratio is to be at most."""

    name: str
    ours: list[str]
    peer: list[str]
    at_least: str
    aim: str
    runs: int


class Timed(NamedTuple):
    """One run of a command: seconds from start to end, and the peak memory of its largest process in MiB."""

    seconds: float
    memory: float


def install() -> None:
    """Put the wheel and the peers into the benchmark's own environment."""
    if not Path(PYTHON).exists():
        venv.create(ENVIRONMENT, with_pip=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *PEERS], check=True)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True)
    subprocess.run([*pip, str(ROOT)], check=True)
    subprocess.run([PYTHON, "-m", "compileall", "-q", str(ENVIRONMENT)], check=False, stdout=subprocess.DEVNULL)
    npm = shutil.which("npm")
    if npm and not AJV.exists():
        subprocess.run(
            [npm, "install", "--silent", "--prefix", str(ENVIRONMENT), "ajv-cli", "ajv-formats"], check=False
        )


def sourcemeta() -> str:
    """Give the native program inside sourcemeta's package, which its Python wrapper would start more slowly."""
    code = "import sourcemeta_jsonschema as s; print(s.__path__[0])"
    folder = subprocess.run([PYTHON, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    machine = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64", "arm64": "arm64"}[os.uname().machine]
    return str(Path(folder) / f"jsonschema-{sys.platform}-{'x86_64' if machine == 'x64' else machine}")


def shape(folder: Path) -> str:
    """Write the shape of a proposal as JSON, for the peers."""
    file = folder / "proposal.schema.json"
    code = "import json; from mcred_check.rules import bundle; print(json.dumps(bundle()['proposal']))"
    text = subprocess.run([PYTHON, "-c", code], check=True, capture_output=True, text=True).stdout
    file.write_text(json.dumps(json.loads(text)), encoding="utf-8")
    return str(file)


def run(command: list[str]) -> Timed:
    """Run a command once."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return Timed(time.perf_counter() - begin, usage.ru_maxrss / 1024)


def paired(work: Work) -> tuple[float, float, float]:
    """Time two commands in turn; give the median of ours, of the peer's and of the ratios."""
    run(work.ours), run(work.peer)
    pairs = [(run(work.ours).seconds, run(work.peer).seconds) for _ in range(work.runs)]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def small(folder: Path, runs: int) -> list[Work]:
    """Give the work of one file at a time."""
    schema = shape(folder)
    check = [PROGRAM, "check", str(GOOD), *AS_OF]
    poor = [PROGRAM, "check", str(POOR), *AS_OF]
    check_jsonschema = [str(BIN / "check-jsonschema"), "--schemafile", schema, str(GOOD)]
    nothing = [PYTHON, "-c", "pass"]
    works = [
        Work("check one good proposal : check-jsonschema", check, check_jsonschema, "0.35", "0.25", runs),
        Work("the same : python -c pass", check, nothing, "9", "6", runs),
        Work("the same : yamllint", check, [str(BIN / "yamllint"), str(GOOD)], "", "", runs),
        Work("--version : python -c pass", [PROGRAM, "--version"], nothing, "7", "5", runs),
        Work("--help : python -c pass", [PROGRAM, "--help"], nothing, "", "", runs),
        Work("report on a poor proposal : check-jsonschema", poor, check_jsonschema, "0.6", "0.4", runs),
        Work(
            "the same in colour : check-jsonschema", [*poor, "--color", "always"], check_jsonschema, "0.6", "0.4", runs
        ),
    ]
    if AJV.exists():
        data = folder / "good.json"
        code = (
            "import json, sys; from mcred_check import load_proposals as l; print(json.dumps(l(sys.argv[1])[0].data))"
        )
        data.write_bytes(subprocess.run([PYTHON, "-c", code, str(GOOD)], check=True, capture_output=True).stdout)
        ajv = [
            str(AJV),
            "validate",
            "--spec=draft2020",
            "--strict=false",
            "-c",
            "ajv-formats",
            "-s",
            schema,
            "-d",
            str(data),
        ]
        works.append(Work("the same : ajv-cli, given JSON", check, ajv, "", "", runs))
    return works


def generated(folder: Path, count: int) -> Path:
    """Generate proposals that can all be read."""
    home = folder / str(count)
    subprocess.run([sys.executable, str(HERE / "generate.py"), str(count), str(home)], check=True)
    for file in home.rglob("*.yaml"):
        if UNREADABLE in file.read_text("utf-8"):
            file.unlink()
    return home


def many(folder: Path, counts: list[int], runs: int) -> None:
    """Print the rows of many files: against the peers at 5,000 or the middle count, then growth and memory."""
    native, schema = sourcemeta(), shape(folder)
    middle = sorted(counts)[len(counts) // 2]
    homes = {count: generated(folder, count) for count in sorted(counts)}
    ours = {count: [PROGRAM, "check", str(home), *AS_OF, "--jobs", "2"] for count, home in homes.items()}
    peer = [native, "validate", schema, str(homes[middle]), "--extension", ".yaml", "--continue"]
    show(Work(f"check {middle:,} proposals, two processes : sourcemeta", ours[middle], peer, "2.5", "1.0", runs))
    show(
        Work(
            "the same : sourcemeta --fast, which says no more than yes or no",
            ours[middle],
            [*peer, "--fast"],
            "",
            "",
            runs,
        )
    )
    a_tenth = [
        str(BIN / "check-jsonschema"),
        "--schemafile",
        schema,
        *map(str, sorted(homes[middle].rglob("*.yaml"))[::10]),
    ]
    pairs = [(run(ours[middle]).seconds, run(a_tenth).seconds * 10) for _ in range(2)]
    row(
        "the same : check-jsonschema (a tenth of the files, times ten)",
        median(one for one, _ in pairs),
        median(other for _, other in pairs),
        median(one / other for one, other in pairs),
        "0.03",
        "0.01",
    )
    timed = {count: [run(command) for _ in range(runs)] for count, command in ours.items()}
    each = {count: median(one.seconds for one in some) / count for count, some in timed.items()}
    least, most = min(each), max(each)
    row(f"a proposal of {most:,} : one of {least:,}", each[most], each[least], each[most] / each[least], "1.10", "")
    for count, some in timed.items():
        print(
            f"{f'peak memory of a process, {count:,} proposals':62} {median(one.memory for one in some):8.1f} MiB",
            "80",
            "40",
        )
    for form in ("text", "json"):
        one = run([PROGRAM, "check", str(homes[most]), *AS_OF, "--jobs", "2", "--format", form, "--show", "all"])
        print(f"{f'the same, {most:,} told in full as {form}':62} {one.memory:8.1f} MiB", "80", "40")


def findings() -> None:
    """Print how long 10,000 findings take in each form, the check itself aside."""
    code = f"""
import sys, time
from datetime import date
from mcred_check import check, load_proposals, load_rules
from mcred_check.reporting.formats import SUFFIXES, Look, form, in_bytes
report = check(load_proposals({str(POOR)!r}), load_rules(), as_of=date(2026, 11, 23))
found = len(report.results[0].findings)
report = report._replace(results=report.results * -(-10_000 // found))
for name in SUFFIXES:
    begin = time.perf_counter()
    in_bytes(report, form(name, Look()))
    took = time.perf_counter() - begin
    print(f"{{found * len(report.results):,}} findings as {{name:52}} {{took:8.3f}} s   1")
"""
    print(subprocess.run([PYTHON, "-c", code], check=True, capture_output=True, text=True).stdout, end="")


def row(name: str, ours: float, peer: float, ratio: float, at_least: str, aim: str) -> None:
    """Print a row of the table."""
    print(f"{name:62} {ours:8.4f} {peer:8.4f} {ratio:7.3f}  {at_least:5} {aim}", flush=True)


def show(work: Work) -> None:
    """Time a piece of work and print its row."""
    row(work.name, *paired(work), work.at_least, work.aim)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--runs", type=int, default=15, help="pairs of runs for one file; a third as many for many files"
    )
    parser.add_argument("--files", type=int, nargs="+", default=[1_000, 5_000, 10_000], help="how many proposals")
    parser.add_argument("--quick", action="store_true", help="one file at a time only")
    chosen = parser.parse_args()
    install()
    print(f"{'work':62} {'ours s':>8} {'peer s':>8} {'ratio':>7}  {'most':5} aim")
    with tempfile.TemporaryDirectory() as folder:
        for work in small(Path(folder), chosen.runs):
            show(work)
        findings()
        if not chosen.quick:
            many(Path(folder), chosen.files, max(3, chosen.runs // 3))


if __name__ == "__main__":
    main()
