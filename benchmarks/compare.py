"""Time mcred-check against its peers, in pairs and in one run; quote the medians of the ratios.

    python benchmarks/compare.py [RUNS]

builds the wheel, installs it and the peers into an environment of its own (benchmarks/.venv, kept for the next run), compiles
their bytecode, and prints a table. Machines drift, ratios hold: each run of ours is timed beside a run of the peer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ENVIRONMENT = HERE / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
PEERS = ("check-jsonschema",)
GOOD = ROOT / "rules" / "nzqa" / "sample.yaml"
POOR = ROOT / "examples" / "poor" / "proposal.yaml"
AS_OF = ("--as-of", "2026-11-23")


def install() -> None:
    """Put the wheel and the peers into the benchmark's own environment."""
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *PEERS], check=True)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True)
    subprocess.run([*pip, str(ROOT)], check=True)
    subprocess.run([str(PYTHON), "-m", "compileall", "-q", str(ENVIRONMENT)], check=False, stdout=subprocess.DEVNULL)


def shape(folder: Path) -> str:
    """Write the shape of a proposal as JSON, for the peers."""
    file = folder / "proposal.schema.json"
    code = "import json; from mcred_check.rules import bundle; print(json.dumps(bundle()['proposal']))"
    text = subprocess.run([str(PYTHON), "-c", code], check=True, capture_output=True, text=True).stdout
    file.write_text(json.dumps(json.loads(text)), encoding="utf-8")
    return str(file)


def seconds(command: list[str]) -> float:
    """Time one run of a command, from start to end."""
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - begin


def paired(ours: list[str], peer: list[str], runs: int) -> tuple[float, float, float]:
    """Time two commands in turn; give the median of ours, of the peer's and of the ratios."""
    seconds(ours), seconds(peer)
    pairs = [(seconds(ours), seconds(peer)) for _ in range(runs)]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    install()
    program = str(BIN / "mcred-check")
    nothing = [str(PYTHON), "-c", "pass"]
    with tempfile.TemporaryDirectory() as folder:
        peer = [str(BIN / "check-jsonschema"), "--schemafile", shape(Path(folder)), str(GOOD)]
        rows = [
            ("check one good proposal : check-jsonschema", [program, "check", str(GOOD), *AS_OF], peer, 0.35),
            ("check one good proposal : python -c pass", [program, "check", str(GOOD), *AS_OF], nothing, 9),
            ("--version : python -c pass", [program, "--version"], nothing, 7),
            ("report on a poor proposal : check-jsonschema", [program, "check", str(POOR), *AS_OF], peer, 0.6),
            (
                "the same in colour : check-jsonschema",
                [program, "check", str(POOR), *AS_OF, "--color", "always"],
                peer,
                0.6,
            ),
        ]
        print(f"{'work':50} {'ours s':>8} {'peer s':>8} {'ratio':>7}  at most")
        for name, ours, other, limit in rows:
            a, b, ratio = paired(ours, other, runs)
            print(f"{name:50} {a:8.3f} {b:8.3f} {ratio:7.3f}  {limit}")


if __name__ == "__main__":
    main()
