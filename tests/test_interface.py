"""What other programs call: texts and proposals to results."""

from __future__ import annotations

import pickle
import re
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT

import mcred_check
from mcred_check import check, check_text, interface, load_proposals, load_rules

DAY = date(2026, 11, 23)
NZQA = ROOT / "rules" / "nzqa"
SAMPLE = (NZQA / "sample.yaml").read_text("utf-8")


def test_a_text_is_checked_as_its_file_would_be() -> None:
    rule_sets = load_rules()
    (result,) = check_text(SAMPLE, "sample.yaml", rule_sets, as_of=DAY, folder=NZQA)
    (other,) = check(load_proposals(NZQA / "sample.yaml"), rule_sets, as_of=DAY).results
    assert result == other._replace(file="sample.yaml")
    assert check_text(SAMPLE.encode(), "sample.yaml", rule_sets, as_of=DAY, folder=NZQA) == (result,)


def test_a_text_may_hold_several_proposals_or_none_that_can_be_read() -> None:
    results = check_text("title: A\n---\ntitle: B\n", "two.yaml", load_rules(), as_of=DAY)
    assert [(one.document, one.title) for one in results] == [(1, "A"), (2, "B")]
    (unreadable,) = check_text("title: [\ud800", "odd.yaml", load_rules(), as_of=DAY)
    assert not unreadable.complete


def test_without_a_folder_no_evidence_is_found() -> None:
    (result,) = check_text(SAMPLE, "sample.yaml", load_rules(), as_of=DAY)
    assert {"nzqa/evidence-files-are-there"} <= {one.rule.key for one in result.findings}


def test_what_goes_in_and_what_comes_out_can_be_sent_elsewhere() -> None:
    arguments = pickle.loads(pickle.dumps((SAMPLE, "sample.yaml", load_rules())))  # noqa: S301 -- made here
    (result,) = check_text(*arguments, as_of=DAY, folder=NZQA)
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301


def test_rule_sets_are_compiled_once_while_they_and_the_day_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    make = interface._checker

    def counted(*args: object) -> object:
        made.append(args)
        return make(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(interface, "_checker", counted)
    one, other = load_rules(), load_rules()
    for sets, day in ((one, DAY), (list(one), DAY), (one, date(2027, 1, 1)), (other, DAY), (one, DAY)):
        check_text("title: A\n", "a.yaml", sets, as_of=day)
    assert len(made) == 4


def test_the_page_on_scale_tells_no_tale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", Path("docs/scale.md").read_text("utf-8"), re.DOTALL)
    exec(blocks[0], {})  # noqa: S102 -- the page's own example


def test_there_is_nothing_else() -> None:
    for name in mcred_check.__all__:
        assert callable(getattr(mcred_check, name))
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        getattr(mcred_check, "chekc")  # noqa: B009 -- which is the point
