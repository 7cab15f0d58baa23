"""Repairs: what is repaired and what is left alone, that nothing else changes, and how the command shows them."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import ref

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import SHAPE, routes
from work import steps

from mcred_check import rereading
from mcred_check.checking import Checker
from mcred_check.commands import fix as command
from mcred_check.dates import days_meant
from mcred_check.dialect import fields_of
from mcred_check.fixing import fixed
from mcred_check.loading import read
from mcred_check.reporting.difference import difference
from mcred_check.rules import bundle, load_rules, reading_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from weakref import ReferenceType

    from conftest import Run

    from mcred_check.fixing import Fixed
    from mcred_check.loading import Proposal
    from mcred_check.model import Finding, Json, Route

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = [path.read_text("utf-8") for path in sorted(ROOT.glob("examples/*/proposal.yaml"))]
RULES = load_rules()
CHECKER = Checker(RULES, date(2026, 11, 23), shape=SHAPE, reading=reading_rules(bundle()["reading"]))

NAME, QUOTES, SPLIT = (
    "the field is called ",
    "the whole text stands in quotes",
    "a text that holds a colon stands in quotes",
)
HIDDEN, SPACES = "a hidden character is no part of a name", "plain spaces stand where spaces belong"
TABS, CURLY = "spaces stand where tabs were", "the curly quotation marks are no part of the text"
FIGURES = "a text of figures stands in quotes, so that no program takes it for a number"
CHOICE, DAY = "the choice is written as the format writes it", "the date is written year-month-day"
NUMBER, TRUTH = "a number stands without quotes", "yes and no are written true and false"
TOTAL = "the total of the hours is what the activities add up to"

REPAIRED = [
    # Names.
    ("titel: Foo\n", "title: Foo\n", NAME + "title"),
    ("Title: Foo\n", "title: Foo\n", NAME + "title"),
    ("Learning outcomes: []\n", "learning_outcomes: []\n", NAME + "learning_outcomes"),
    ('"titel": Foo # why\n', "title: Foo # why\n", NAME + "title"),
    ("application: {ytpe: accredit}\n", "application: {type: accredit}\n", NAME + "type"),
    ("partners:\n  - {naem: A, role: B}\n", "partners:\n  - {name: A, role: B}\n", NAME + "name"),
    ("level: 3\n\u200btitle: Foo\n", "level: 3\ntitle: Foo\n", HIDDEN),
    ("title\xa0: Foo\n", "title: Foo\n", HIDDEN),
    # Names, and what they hide.
    ("Status: Draft\n", "status: draft\n", None),
    ("learning outcomes:\n- {id: A, outcme: B}\n", "learning_outcomes:\n- {id: A, outcome: B}\n", None),
    ("Hours: {ttal: '10'}\n", "hours: {total: 10}\n", None),
    # Quotes that are missing, or not right.
    ("title: Data: literacy\n", "title: 'Data: literacy'\n", QUOTES),
    ("title: Foreman's data: literacy  # why\n", 'title: "Foreman\'s data: literacy"  # why\n', QUOTES),
    ("title: @Home\n", "title: '@Home'\n", QUOTES),
    ("title: 100% fun: [a]\n", "title: '100% fun: [a]'\n", QUOTES),
    ("title: [New] Foo\n", "title: '[New] Foo'\n", QUOTES),
    ("title: *New\n", "title: '*New'\n", QUOTES),
    ("title: 'Barista's craft'\n", 'title: "Barista\'s craft"\n', QUOTES),
    ('title: "Foo" and bar\n', "title: '\"Foo\" and bar'\n", QUOTES),
    ('support:\n  file: "C:\\x"\n', "support:\n  file: 'C:\\x'\n", QUOTES),
    ("partners:\n  - name: A: b\n    role: c\n", "partners:\n  - name: 'A: b'\n    role: c\n", QUOTES),
    ("overlap:\n  sources:\n    - Level 4: A: x\n", "overlap:\n  sources:\n    - 'Level 4: A: x'\n", QUOTES),
    ("overlap:\n  sources:\n    - A4: b  # why\n", "overlap:\n  sources:\n    - 'A4: b'  # why\n", SPLIT),
    ("nzsced:\n  code: 050301\n", "nzsced:\n  code: '050301'\n", FIGURES),
    ("standards: [{version: 1}]\n", "standards: [{version: '1'}]\n", FIGURES),
    ("title: 1:30\n", "title: '1:30'\n", FIGURES),
    ("level: '3'\n", "level: 3\n", NUMBER),
    ("credits: “10”\n", "credits: 10\n", NUMBER),
    ("title: “Data literacy”\n", "title: Data literacy\n", CURLY),
    ("title: ‘Data: literacy’\n", "title: 'Data: literacy'\n", None),
    # Spaces.
    ("title:Foo\nlevel: 3\n", "title: Foo\nlevel: 3\n", SPACES),
    ("title:\xa0Foo\nlevel: 3\n", "title: Foo\nlevel: 3\n", SPACES),
    (
        "level: 3\npurpose:\n\xa0 skills: a\n  knowledge: b\n",
        "level: 3\npurpose:\n  skills: a\n  knowledge: b\n",
        SPACES,
    ),
    ("level: 3\ntitle:\u200bFoo\n", "level: 3\ntitle: Foo\n", SPACES),
    ("purpose:\n\tskills: a\n\tknowledge: b\n", "purpose:\n  skills: a\n  knowledge: b\n", TABS),
    ("partners:\n  - name: a\n  \trole: b\n", "partners:\n  - name: a\n    role: b\n", TABS),
    ("hours:\n  total: 10\n\tdirected: 4\n", "hours:\n  total: 10\n  directed: 4\n", TABS),
    # Choices, dates, truth values.
    ("status: Draft\n", "status: draft\n", CHOICE),
    ("status: drafft\n", "status: draft\n", CHOICE),
    (
        "applicant: {kind: PTE}\ndelivery: {modes: [Online]}\n",
        "applicant: {kind: pte}\ndelivery: {modes: [online]}\n",
        CHOICE,
    ),
    ("applicant: {kind: Te Pūkenga}\n", "applicant: {kind: te-pukenga}\n", CHOICE),
    ("delivery: {modes: [on site]}\n", "delivery: {modes: [on-site]}\n", CHOICE),
    ("judgements: [{verdict: Not_met}]\n", "judgements: [{verdict: not-met}]\n", CHOICE),
    ("level_descriptors: “2025”\n", "level_descriptors: '2025'\n", CHOICE),
    ("application: {date: 3 November 2026}\n", "application: {date: 2026-11-03}\n", DAY),
    ("application: {date: '2026/11/03'}\n", "application: {date: 2026-11-03}\n", DAY),
    ("entry: {open: Yes}\n", "entry: {open: true}\n", TRUTH),
    ("entry: {open: 'false'}\n", "entry: {open: false}\n", TRUTH),
    # A total.
    (
        "credits: 10\nhours:\n  # planned\n  activities: [{hours: 60}, {hours: 40}]\n",
        "credits: 10\nhours:\n  # planned\n  total: 100\n  activities: [{hours: 60}, {hours: 40}]\n",
        TOTAL,
    ),
    (
        "credits: 2.0\r\nhours:\r\n  activities: [{hours: 20}]\r\n",
        "credits: 2.0\r\nhours:\r\n  total: 20\r\n  activities: [{hours: 20}]\r\n",
        TOTAL,
    ),
    (
        "credits: 1\nhours:\n  total: # later\n  activities: [{hours: 10}]\n",
        "credits: 1\nhours:\n  total: 10 # later\n  activities: [{hours: 10}]\n",
        TOTAL,
    ),
    (
        "credits: 1\nhours: {activities: [{hours: 10}]}\n",
        "credits: 1\nhours: {total: 10, activities: [{hours: 10}]}\n",
        TOTAL,
    ),
]

LEFT_ALONE = [
    "title: Foo # a comment\nlevel: 3\n",
    "application: {date: 03/04/2026}\n",  # which is the month?
    "application: {date: 31 June 2026}\n",
    "application: {type: list-and-accredit}\n",  # like two of the choices
    "applicant: {kind: gpte}\n",
    "status: final\n",
    "title: A\ntitel: B\n",  # the right field is there
    "datte: 2026-11-03\n",
    "x-titel: Foo\n",
    "Partners:\n- {naem: A, zzz: B}\n",  # with the right name, another field would be wrong
    "Hours: {total: '10', direct: '5 or 6'}\n",
    "hours: total: 100\n",  # a group on one line, not a text
    "hours: {total: {a: b}}\n",
    "title: {a: b}\n",
    "title:\n  a: b\n  c: d\n",
    "purpose:\n  skills:\n    knowledge: a\n",  # a field of the format, further in than it belongs
    "partners:\n  - name: A role: B\n    role: c\n",
    'title: "Foo\nlevel: 3\n',
    "title: 'It''s Barista's craft'\n",
    'title: "Foo" and "bar"\n',
    "title: Foo: bar #1\n",  # a comment, or the first?
    "title: Foo: bar\n  baz\n",
    "title: > Foo\n",
    "title: [Foo\n",
    "delivery:\n  modes: [online, blended\n",
    "title: Foo:\n  bar: baz\n",
    "a: b: c\n- d\n",
    "need:\n  summary: “We need it,” they say.\n  evidence: [{says: ‘Yes.’}]\n",
    "level: 3 credits\n",
    "entry: {open: perhaps}\n",
    "credits: 10\nhours: {activities: [{hours: 60}, {name: a}]}\n",
    "credits: 10\nhours: {activities: [{hours: 60}]}\n",
    "credits: 10\nhours: {directed: 40, activities: [{hours: 100}]}\n",
    "credits: 10\nhours: {total: 90, activities: [{hours: 100}]}\n",
    "a: &x [*x]\ntitle: A\n",
    "application: {date: &d 2026-11-03}\nneed: {evidence: [{date: *d}]}\n",
    "? [a, b]\n: c\n",
    "- a\n",
    "\n# nothing\n",
    "purpose:\n  skills: a\n    knowledge: b\n",
    "partners:\n  - name: a\n - name: b\n",
]


@pytest.mark.parametrize(("text", "after", "told"), REPAIRED, ids=[repr(text)[:60] for text, _, _ in REPAIRED])
def test_what_can_only_be_meant_in_one_way_is_written_so(text: str, after: str, told: str | None) -> None:
    found = fixed(text.encode(), SHAPE)
    assert found.data.decode() == after
    assert told is None or {done.told for done in found.done} == {told}
    assert found.left == len(read(after.encode(), "a.yaml", SHAPE)[0].faults)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_could_be_meant_in_two_ways_is_left_alone(text: str) -> None:
    found = fixed(text.encode(), SHAPE)
    assert found.data.decode() == text
    assert found.done == ()


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("3 November 2026", ["2026-11-03"]),
        ("3rd Nov. 2026", ["2026-11-03"]),
        ("03-nov-2026", ["2026-11-03"]),
        ("November 3, 2026", ["2026-11-03"]),
        ("Sept 3rd 2026", ["2026-09-03"]),
        ("2026/1/5", ["2026-01-05"]),
        ("2026.01.05", ["2026-01-05"]),
        ("2026–01–05", ["2026-01-05"]),
        ("23/11/2026", ["2026-11-23"]),
        ("11/23/2026", ["2026-11-23"]),
        ("5/5/2026", ["2026-05-05"]),
        ("03/04/2026", ["2026-04-03", "2026-03-04"]),
        ("3 Novembre 2026", []),
        ("32/13/2026", []),
        ("3/11/26", []),
        ("2026/11", []),
        ("November 2026", []),
        ("next week", []),
    ],
)
def test_a_date_is_repaired_only_where_it_can_be_one_day(written: str, days: list[str]) -> None:
    assert days_meant(written) == days
    found = fixed(f"application:\n  date: {written}\n".encode(), SHAPE).data.decode()
    assert found == f"application:\n  date: {days[0] if len(days) == 1 else written}\n"


def test_several_repairs_go_together_and_the_rest_is_left() -> None:
    text = "titel: Data: literacy\nlevel: ‘3’\nstatus: draff\ncredits: ten\nmodes: [a\n"
    assert fixed(text.encode(), SHAPE).data.decode() == text.replace("Data: literacy", "'Data: literacy'")
    mended = text.replace("modes: [a\n", "")
    found = fixed(mended.encode(), SHAPE)
    assert found.data.decode() == "title: 'Data: literacy'\nlevel: 3\nstatus: draft\ncredits: ten\n"
    assert [done.line for done in found.done] == [1, 1, 2, 3]
    assert found.left == 1


def test_a_repair_that_would_not_be_read_leaves_the_others() -> None:
    text = "lveel: three\ntitel: A\nstatus: Draft\n"
    assert fixed(text.encode(), SHAPE).data.decode() == "lveel: three\ntitle: A\nstatus: draft\n"


def test_each_document_of_a_file_is_repaired() -> None:
    text = "titel: A\n---\n# nothing\n---\ntitel: B\nstatus: Draft\n"
    assert fixed(text.encode(), SHAPE).data.decode() == "title: A\n---\n# nothing\n---\ntitle: B\nstatus: draft\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_the_encoding_its_mark_and_the_line_ends_stay(encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    text = "titel: Māori \U0001f33f\r\n\r\nlevel: '3'   # three\r\n"
    found = fixed(mark + text.encode(encoding), SHAPE)
    assert found.data == mark + text.replace("titel", "title").replace("'3'", "3").encode(encoding)


@pytest.mark.parametrize("data", [b"title: M\xe4ori\n", b"title: \x07\n", b"title: A\n" * 300_000])
def test_what_is_no_text_is_left_as_it_is(data: bytes) -> None:
    found = fixed(data, SHAPE)
    assert (found.data, found.done, found.left) == (data, (), 1)


def test_a_text_with_very_many_broken_lines_is_left_as_it_is() -> None:
    found = fixed(b"partners:\n" + b"  - name: A: b\n" * 120, SHAPE)
    assert (found.done, found.before, found.left, found.tried) == ((), found.after, 1, False)
    assert len(fixed(b"partners:\n" + b"  - name: A: b\n" * 90, SHAPE).done) == 90


def test_very_many_slips_take_no_longer_than_anybody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def slips(count: int) -> bytes:
        return b"need:\n  evidence:\n" + b"    - {dat: 1 May 2026}\n" * count

    assert len(fixed(slips(100), SHAPE).done) == 200
    monkeypatch.setattr(rereading, "_LETTERS", 50_000)
    found = fixed(slips(440), SHAPE)
    assert (found.done, found.data, found.left, found.tried) == ((), slips(440), 440, False)
    assert steps(fixed, slips(440), SHAPE) < 6 * steps(fixed, slips(110), SHAPE)


# --- Properties -------------------------------------------------------------------------------------------------------

PIECES = [
    *(
        "\xa0",
        "\u200b",
        "\t",
        ": ",
        "- ",
        "'",
        '"',
        "#",
        " #",
        "“",
        "”",
        "[",
        "]",
        "{",
        "}",
        "|",
        ">",
        "*",
        "&",
        "!",
        "%",
    ),
    *("@", "`", ",", "\n", "\r\n", " ", "  ", ":", "x", "012", "yes", "é", "?", "-", "\ufeff", "---\n"),
]
VALUES = """\
te reo Māori|Te Reo|On site|in person|ONLINE|Labour market dataa|DRAFT|“submission”|sub mission|n/a|none
yes|No|“yes”|'true'|on|3.0|'3'|"3.50"|٣|3,000|$5|\xa03|3\u200b|{a: b}|[a, b]|!x y|&a b|*a|-|a: b|>
1 May 2026|May 1, 2026|1st May 2026|3/4/2026|13/4/2026|2026/1/2|31/2/2026|“2026-05-01”|2026–5–1|11.12.2026|May 2026\
""".replace("\n", "|").split("|")
"""What people write for a choice, a number, a truth value or a date, and what YAML has a meaning for."""
_FIELD = re.compile(r"(?m)^( *)(- )?(\w+):(?= )(.*)$")


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Give an example with some of the slips that people make, and some that nobody would."""
    text = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(1, 4))):
        how = draw(st.sampled_from(["put in", "take out", "in a field", "dates", "quotes", "values"]))
        if how == "put in":
            at = draw(st.integers(0, len(text)))
            text = text[:at] + draw(st.sampled_from(PIECES)) + text[at:]
        elif how == "take out":
            at = draw(st.integers(0, len(text)))
            text = text[:at] + text[at + draw(st.integers(1, 3)) :]
        elif how == "dates":
            form = draw(st.sampled_from([r"\1/\2/\3", r"\3/\2/\1", r"\3 November \1"]))
            text = re.sub(r"(\d{4})-(\d\d)-(\d\d)", form, text, count=draw(st.integers(1, 3)))
        elif how == "quotes":
            text = re.sub(r"(?m): (\d+)$", draw(st.sampled_from([r": '\1'", r": “\1”"])), text, count=2)
        else:
            fields = list(_FIELD.finditer(text))
            field = fields[draw(st.integers(0, len(fields) - 1))] if fields else None
            if field:
                value = f"{field[1]}{field[2] or ''}{field[3]}: {draw(st.sampled_from(VALUES))}"
                slip = draw(st.sampled_from(_slips(field))) if how == "in a field" else value
                text = text[: field.start()] + slip + text[field.end() :]
    return text.replace("\n", "\r\n") if draw(st.integers(0, 9)) == 0 else text


def _slips(field: re.Match[str]) -> list[str]:
    margin, hyphen, name, value = field[1], field[2] or "", field[3], field[4]
    turned = f"{name[:1]}{name[2:3]}{name[1:2]}{name[3:]}"
    return [
        f"{margin}{hyphen}{turned}:{value}",
        f"{margin}{hyphen}{name.capitalize()}:{value}",
        f"{margin}{hyphen}{name}:{value}: more",
        f"{margin}{hyphen}{name}: “{value.strip()}”",
        f"{margin}{hyphen}{name}:\xa0{value.strip()}",
        f"{margin.replace('  ', chr(9), 1)}{hyphen}{name}:{value}",
    ]


def places(proposals: list[Proposal]) -> dict[Route, Json]:
    """Give every value that stands alone, by the route in its file."""
    found: dict[Route, Json] = {}
    for one in proposals:
        for route in routes(one.data):
            item = one.data
            for step in route:
                item = item[step]
            if not isinstance(item, dict | list):
                found[(one.document, *one.origin(route))] = item
    return found


def unmet(proposals: list[Proposal]) -> list[Finding]:
    return [one for proposal in proposals for one in CHECKER.check(proposal).findings if one.outcome == "not met"]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=damaged())
def test_fixing_is_safe(text: str) -> None:
    data = text.encode()
    found = fixed(data, SHAPE)
    assert fixed(found.data, SHAPE).data == found.data, "fixing twice changes nothing"
    if not found.done:
        assert found.data == data
        return
    before, after = read(data, "a.yaml", SHAPE), read(found.data, "a.yaml", SHAPE)
    if not all(one.found for one in before):
        return  # nothing could be read, so there is nothing to hold the repairs against
    faults = [
        {(one.document, fault.rule, fault.pointer) for one in some for fault in one.faults} for some in (before, after)
    ]
    assert faults[1] <= faults[0], "no repair adds a fault"
    repaired = {tuple(pointer.split("/")[1:]) for _, _, pointer in faults[0] - faults[1]}
    old, new = places(before), places(after)
    assert old.keys() <= new.keys(), "no value is lost"
    for route, item in new.items():
        steps = tuple(map(str, route[1:]))
        mended = any(steps[: len(one)] == one for one in repaired) or steps == ("hours", "total")
        assert mended or old[route] == item, "no value changes that had no fault"
    touched = repaired | {("hours", "total")} if old.keys() != new.keys() else repaired
    if not any(overlap(one, deciding) for one in touched for deciding in (("status",), ("application", "date"))):
        known = {(one.rule.key, one.message) for one in unmet(before)}
        for one in unmet(after):
            routes_of = {route for part in (one.rule.expect, one.rule.when) for route in fields_of(part)}
            brought_to_light = any(overlap(route, way) for route in routes_of for way in touched)
            assert (one.rule.key, one.message) in known or brought_to_light, "no repair adds a finding of what was read"


def overlap(route: Route, way: Route) -> bool:
    """Tell whether one of two routes leads to the other or on from it; `*` stands for any item."""
    return all(one in {"*", other} for one, other in zip(route, way, strict=False))


def test_a_repair_brings_to_light_what_the_rules_say_of_the_value() -> None:
    before, after = (read(text.encode(), "a.yaml", SHAPE) for text in ("credits: “45”\n", "credits: 45\n"))
    assert fixed(b"credits: \xe2\x80\x9c45\xe2\x80\x9d\n", SHAPE).data == b"credits: 45\n"
    known = {one.rule.key for one in unmet(before)}
    assert [one.rule.key for one in unmet(after) if one.rule.key not in known] == ["nzqa/credits-at-most-40"]


# --- The command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Give a folder with a proposal to repair, one that needs nothing, and a file that is no proposal."""
    (tmp_path / "a.yaml").write_text("# kept\ntitel: Café\nlevel:\xa03\nstatus: drunk\ncredits: 10\n", "utf-8")
    (tmp_path / "b.yaml").write_text("title: Café\n", "utf-8")
    (tmp_path / "c.yaml").write_text("other: thing\n", "utf-8")
    return tmp_path


def test_repairs_are_shown_and_not_made(run: Callable[..., Run], faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (faulty / "a.yaml").read_bytes()
    monkeypatch.chdir(faulty)
    result = run("fix", ".")
    assert result.code == 1
    name = "a.yaml"
    assert result.out == (
        f"{name}: 2 repairs\n  line 2  {NAME}title\n  line 3  {SPACES}\n\n"
        f"--- {name}\n+++ {name} (repaired)\n@@ -1,5 +1,5 @@\n # kept\n-titel: Café\n-level:\\xa03\n"
        "+title: Café\n+level: 3\n status: drunk\n credits: 10\n\n"
        "2 repairs in 1 of 2 files. Nothing is changed yet.\nTo make them: mcred-check fix --write .\n"
    )
    assert (faulty / "a.yaml").read_bytes() == before


def test_repairs_are_made_on_request_and_then_there_are_none(
    run: Callable[..., Run], faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(faulty)
    result = run("fix", "--write", ".")
    assert result.code == 0
    assert result.out.endswith(
        "2 repairs in 1 of 2 files, made.\n"
        "Check again, because what is read only now may not meet a rule:\nmcred-check check .\n"
    )
    assert (faulty / "a.yaml").read_text("utf-8") == "# kept\ntitle: Café\nlevel: 3\nstatus: drunk\ncredits: 10\n"
    result = run("fix", ".")
    assert result.code == 0
    assert result.out == "Nothing to repair in 2 files.\nWhat is left for you: mcred-check check .\n"


def test_a_command_to_copy_is_never_broken(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = tmp_path / "kōwhai-" / ("a" * 100)
    folder.mkdir(parents=True)
    file = folder / "a b.yaml"
    file.write_text("titel: Café\nstatus: drunk\n", "utf-8")
    assert f'\nTo make them:\nmcred-check fix --write "{file}"\n' in run("fix", str(file)).out
    assert f'\nmcred-check fix "{file}"\n' in run("check", str(file)).out
    assert f'\nmcred-check check "{file}"\n' in run("fix", "--write", str(file)).out
    assert f'\nWhat is left for you:\nmcred-check check "{file}"\n' in run("fix", str(file)).out
    new = folder / "new one.yaml"
    assert f'\nCheck it as often as you like:\nmcred-check check "{new}"\n' in run("new", str(new)).out


def test_the_difference_can_be_coloured(run: Callable[..., Run], faulty: Path) -> None:
    result = run("fix", str(faulty), "--color", "always")
    assert "\x1b[32m+title: Café\x1b[0m" in result.out


def test_the_examples_and_the_sample_need_no_repair(run: Callable[..., Run]) -> None:
    result = run(
        "fix", "rules/nzqa/sample.yaml", *(str(one.parent) for one in ROOT.glob("examples/[!p]*/proposal.yaml"))
    )
    assert result.code == 0
    assert result.out == "Nothing to repair in 14 files.\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("fix", "nowhere.yaml"), "nowhere.yaml: cannot be read: No such file or directory."),
        (("fix", "tests"), "There is no proposal to repair in tests."),
        (("fix", "-"), "Standard input cannot be repaired in its place; give the name of a file."),
    ],
)
def test_what_cannot_be_repaired_exits_2(run: Callable[..., Run], args: tuple[str, ...], said: str) -> None:
    result = run(*args)
    assert result.code == 2
    assert said in result.err
    assert result.out == ""


def test_a_file_that_is_no_text_is_named_and_hides_no_other(run: Callable[..., Run], faulty: Path) -> None:
    (faulty / "d.yaml").write_bytes(b"title: M\xe4ori\n")
    result = run("fix", str(faulty))
    assert result.code == 2
    assert "d.yaml: The text is not UTF-8 from line 1 on" in result.err
    assert "2 repairs in 1 of 2 files." in result.out
    alone = run("fix", str(faulty / "d.yaml"))
    assert alone.code == 2
    assert alone.out == ""


def test_a_file_that_goes_away_is_named(run: Callable[..., Run], faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(Path, "read_bytes", fail)
    result = run("fix", str(faulty / "a.yaml"))
    assert result.code == 2
    assert "a.yaml: The file cannot be opened: No such file or directory." in result.err


def test_a_file_with_too_many_slips_to_try_is_named_and_hides_no_other(run: Callable[..., Run], faulty: Path) -> None:
    (faulty / "b.yaml").write_text("partners:\n" + "  - name: A: b\n" * 120, "utf-8")
    result = run("fix", str(faulty))
    assert result.code == 2
    assert "2 repairs. Nothing is changed yet." in result.out
    assert "b.yaml: There are too many slips to tell in a short time which repairs are safe. Mend" in result.err


def test_of_many_files_only_one_is_held_at_a_time(
    run: Callable[..., Run], faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Text(str):
        __slots__ = ("__weakref__",)  # of a plain one it cannot be told whether it is still there

    held: list[ReferenceType[Text]] = []

    def watched(data: bytes, shape: Json) -> Fixed:
        assert sum(one() is not None for one in held) <= 1
        found = fixed(data, shape)
        before = Text(found.before)
        held.append(ref(before))
        return found._replace(before=before)

    monkeypatch.setattr(command, "fixed", watched)
    for number in range(3):
        shutil.copy(faulty / "a.yaml", faulty / f"d{number}.yaml")
    assert "8 repairs in 4 of 5 files" in run("fix", str(faulty)).out
    assert len(held) == 5


def test_what_a_proposal_holds_cannot_steer_the_terminal(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("titel: A\n# B\u202eC\n", "utf-8")
    result = run("fix", str(tmp_path / "a.yaml"))
    assert "\n # B\\u202eC\n" in result.out
    assert "\u202e" not in result.out


# --- The difference ---------------------------------------------------------------------------------------------------


def test_texts_that_are_alike_have_no_difference() -> None:
    assert list(difference(["a", "b"], ["a", "b"], "f")) == []


@settings(max_examples=60, deadline=None)
@given(st.data())
@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not there")
def test_the_difference_is_one_that_patch_applies(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    before = data.draw(st.lists(st.sampled_from(["", "a", "b", "c: d"]), min_size=1, max_size=30))
    after = [data.draw(st.sampled_from([line, line, line, "new"])) for line in before]
    if data.draw(st.booleans()):
        after.insert(data.draw(st.integers(0, len(after))), "added")
    folder = tmp_path_factory.mktemp("patch")
    (folder / "f").write_text("".join(f"{line}\n" for line in before), "utf-8")
    lines = "".join(f"{line}\n" for line in difference(before, after, "f"))
    if lines:
        done = subprocess.run(
            ["patch", "-s", "f"], cwd=folder, input=lines, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + lines
    assert (folder / "f").read_text("utf-8").split("\n")[:-1] == after
