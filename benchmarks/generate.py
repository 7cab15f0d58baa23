"""Write invented proposals like real ones, the same for the same seed: about 200 lines each, a tenth of them faulty.

    python benchmarks/generate.py COUNT FOLDER [SEED]

Each is a variation of the rule set's sample, with other words, sizes and dates; they share one folder of evidence.
"""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from shutil import copytree

NZQA = Path(__file__).resolve().parents[1] / "rules" / "nzqa"
_TOPICS = (
    "Coffee Service and Equipment Care", "Native Plant Propagation", "Welding Inspection", "Data Handling",
    "Kaiāwhina Practice", "Apiary Management", "Traffic Control Planning", "Solar Installation", "Weaving Harakeke",
    "Dairy Effluent Systems", "Drone Survey", "Early Literacy Support", "Pruning Kiwifruit", "Payroll",
)  # fmt: skip
_PLACES = ("Ōtautahi", "Kirikiriroa", "Tāmaki Makaurau", "Whakatū", "Ōtepoti", "Te Papaioea", "Rotorua", "Waihōpai")
_FIELDS = (
    ("110103", "Food and Beverage Service"),
    ("050301", "Horticulture"),
    ("020399", "Information Systems not elsewhere classified"),
)
_SIZES = (0.5, 1, 1, 1, 2, 2, 4)
_HOURS = re.compile(r"((?:hours|total): )([0-9]+)")

_FAULTS = (
    ("total: {total}\n", "total: {more}\n"),
    ("  weeks:", "  weaks:"),
    ("outcomes: [LO3]", "outcomes: [LO9]"),
    ("title: ", "title: National Diploma in "),
    ("evidence/youth-trust.md", "evidence/not-sent.md"),
    ("date: 2026-08-14", "date: 2026-08-34"),
    ("decision: supported", "decision: agreed"),
    ("level: {level}\n", "level: 11\n"),
    ("  owner: Academic manager\n", ""),
    ("  stands_alone: ", "  stands_alone: Alone: "),
)
"""What a faulty proposal has in place of what a good one has; the last cannot be read as YAML."""


FAULTY = 0.1
"""The share of proposals with a fault."""


def proposal(random: Random, *, faulty: bool) -> str:
    """Write one proposal."""
    text = (NZQA / "sample.yaml").read_text("utf-8")
    size, level = random.choice(_SIZES), random.choice((2, 3, 3, 4, 4, 5, 6))
    code, field = random.choice(_FIELDS)
    topic, place = random.choice(_TOPICS), random.choice(_PLACES)
    applied = date(2026, 11, 23) - timedelta(days=random.randrange(21))
    changes = {
        "Coffee Service and Equipment Care for Cafés": f"{topic} in {place} {random.randrange(1000)}",
        "\nlevel: 4": f"\nlevel: {level}",
        "'110103'\n  field: Food and Beverage Service": f"'{code}'\n  field: {field}",
        "credits: 10\n": f"credits: {10 * size:g}\n",
        "credits: 6,": f"credits: {6 * size:g},",
        "credits: 4,": f"credits: {4 * size:g},",
        "weeks: 10": f"weeks: {10 * size:g}",
        "fee_incl_gst: 590": f"fee_incl_gst: {590 * size:g}",
        "date: 2026-11-16": f"date: {applied}",
        "Kōwhai": random.choice(("Kōwhai", "Rātā", "Tōtara", "Nīkau", "Kauri", "Pōhutukawa")),
        "Ōtautahi": place,
    }
    for old, new in changes.items():
        text = text.replace(old, new)
    text = _HOURS.sub(lambda found: f"{found[1]}{int(found[2]) * size:g}", text)
    if faulty:
        figures = {"total": f"{100 * size:g}", "more": f"{110 * size:g}", "level": level}
        old, new = (part.format(**figures) for part in random.choice(_FAULTS))
        text = text.replace(old, new, 1)
    return text


def generate(count: int, folder: Path, *, seed: int = 0) -> None:
    """Write proposals into a folder, a hundred to a folder of its own, and the evidence that each hundred names."""
    random = Random(seed)  # noqa: S311 -- the same figures each time are what is wanted
    for number in range(count):
        home = folder / f"{number // 100:03}"
        if number % 100 == 0:
            copytree(NZQA / "evidence", home / "evidence", dirs_exist_ok=True)
        text = proposal(random, faulty=random.random() < FAULTY)
        (home / f"{number:06}.yaml").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    how_many, where, *seed = sys.argv[1:]
    generate(int(how_many), Path(where), seed=int(*seed or "0"))
