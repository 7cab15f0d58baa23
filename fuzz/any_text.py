"""Look for bytes on which a promise is broken, led by the code that they reach: `python fuzz/any_text.py --seconds 60`.

The seeds are the examples, the sample and what was found before (`cases/`); the words that are tried are YAML's and the
names of a proposal's fields. What breaks a promise is written to `cases/`, where the tests replay it from then on. It
needs atheris: `pip install -e ".[dev,fuzz]"`.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

from mcred_check.rules import bundle

HERE = Path(__file__).resolve().parent
CASES = HERE / "cases"
SAMPLE = HERE.parent / "rules" / "nzqa" / "sample.yaml"
WATCHED = ["mcred_check", "yaml"]
HANG, MEMORY, LARGEST = 60, 1_024, 4_096
"""Seconds, megabytes and bytes."""
DEARER = 16
"""Every so many inputs are also reported in each form, twice, read by the slower parser, and repaired."""

WORDS = (
    *(
        "\n- ",
        "\n  ",
        "\n    ",
        ": ",
        "\n---\n",
        "\n...\n",
        "&a ",
        "*a",
        "!!str ",
        "!x ",
        "|\n",
        "> \n",
        "? ",
        "<<: *a",
    ),
    *(
        "[",
        "]",
        "{",
        "}",
        ", ",
        '"',
        "'",
        "#",
        " #",
        "%",
        "@",
        "`",
        "\\x1b",
        "\\ud800",
        "\\U0010ffff",
        "\r\n",
        "\r",
        "\t",
    ),
    *(
        "\xa0",
        "\u200b",
        "\ufeff",
        "“",
        "\x85",
        "\u2028",
        "\x1b[31m",
        "::error::",
        "##[error]",
        "../",
        "ā",
        "e\u0304",
        "😀",
    ),
    *("1 May 2026", "3/4/2026", "May 1st, 2026", "“3”", "Te Reo Māori", "On site", "titel: ", "Level: ", "levle: "),
    *("2026-02-30", "1e9", "0x1f", "1_000", "012", "1:30", "~", "null", "true", "yes", "-0", "999999999999999", "0.1"),
)


def dictionary(words: list[str]) -> str:
    """Write words as libFuzzer takes them, each byte by its number."""
    return "".join('"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n' for word in words)


def seeds(files: list[Path]) -> list[bytes]:
    """Give the files, and each of their parts by itself, as far as they are not too large."""
    wholes = [file.read_bytes() for file in files]
    parts = {part for whole in wholes for part in re.split(rb"^(?=\w)", whole, flags=re.MULTILINE)}
    return [one for one in [*wholes, *sorted(parts)] if len(one) <= LARGEST]


def names(shape: object) -> set[str]:
    """Give the names of a proposal's fields, and the choices for their values."""
    if isinstance(shape, list):
        return {name for part in shape for name in names(part)}
    if not isinstance(shape, dict):
        return set()
    own = {f"{name}: " for name in shape.get("properties", {})} | {str(one) for one in shape.get("enum", ())}
    return own | {name for part in shape.values() for name in names(part)}


def watch() -> None:
    """Run libFuzzer by the arguments of this process, which does not return."""
    import atheris  # noqa: PLC0415 -- there is none for every platform

    sys.path.insert(0, str(HERE.parent / "tests"))
    with atheris.instrument_imports(include=WATCHED, enable_loader_override=False):
        import promises  # noqa: PLC0415 -- not before its imports are watched

    def hold(data: bytes) -> None:
        promises.reads(promises.reported(data), data)
        if crc32(data) % DEARER == 0:
            promises.kept_on(data)
            promises.both_parsers_agree(data)
            promises.repaired_once(data)

    atheris.Setup(sys.argv, hold)
    atheris.Fuzz()


def look(folder: Path, seconds: int, seed: int, corpus: Path) -> subprocess.CompletedProcess[str]:
    """Run for so many seconds from one seed, with a folder for what is needed on the way."""
    (folder / "seeds").mkdir()
    for number, one in enumerate(seeds([*HERE.parent.glob("examples/*/proposal.yaml"), SAMPLE, *CASES.iterdir()])):
        (folder / "seeds" / f"{number:03}").write_bytes(one)
    (folder / "words").write_text(dictionary([*WORDS, *sorted(names(bundle()["proposal"]))]), "ascii")
    options = {
        "seed": seed,
        "max_total_time": seconds,
        "timeout": HANG,
        "report_slow_units": HANG,
        "rss_limit_mb": MEMORY,
        "max_len": LARGEST,
        "dict": folder / "words",
        "artifact_prefix": f"{CASES}/",
        "print_final_stats": 1,
    }
    command = [sys.executable, "-c", "from any_text import watch; watch()", str(corpus), str(folder / "seeds")]
    command += [f"-{name}={value}" for name, value in options.items()]
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, errors="replace", check=False)


def main() -> int:
    """Say what was tried; fail where a promise was broken, and say where the case is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="how long to look")
    parser.add_argument("--seed", type=int, default=1, help="where the choices begin")
    parser.add_argument("--corpus", type=Path, help="a folder that keeps what reached new code, to go on from there")
    chosen = parser.parse_args()
    if find_spec("atheris") is None:
        print("The fuzzer was not run: atheris is not installed, and there is none for every platform.")
        return 0
    with tempfile.TemporaryDirectory() as name:
        corpus = (chosen.corpus or Path(name) / "found").resolve()
        corpus.mkdir(parents=True, exist_ok=True)
        done = look(Path(name), chosen.seconds, chosen.seed, corpus)
    tried = re.search(r"number_of_executed_units: ([0-9]+)", done.stderr)
    if done.returncode or not tried:
        print(done.stdout + done.stderr)
        print("A promise was broken, or the fuzzer failed. The case, if there is one, is now in fuzz/cases.")
        return 1
    print(f"Every promise was kept on {int(tried[1]):,} texts that the fuzzer made.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
