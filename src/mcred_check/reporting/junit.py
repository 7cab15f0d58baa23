"""The report as JUnit XML, as test runners write it: a suite for each proposal, a case for each rule, met or not."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mcred_check.reporting.escaping import in_xml
from mcred_check.reporting.places import from_root
from mcred_check.reporting.verdict import citation, verdict, waiver
from mcred_check.wording import document_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mcred_check.model import Finding, Outcome, Result, Rule, Run, Summary

_COUNTED: Final = re.compile(r'  <testsuite name="[^"]*" tests="([0-9]+)" failures="([0-9]+)" errors="([0-9]+)"')
_NOT_ABOUT: Final = ' message="Not applicable: the rule is not about this proposal."'


def part(result: Result, run: Run) -> str:
    """Write a proposal's suite, with the rules in the order of the scorecard."""
    file = from_root(result.file, run)
    found: dict[str, list[Finding]] = {}
    for one in result.findings:
        found.setdefault(one.rule.key, []).append(one)
    rules = {rule.key: rule for rule in (*result.passed, *result.not_applicable)}
    rules |= {key: some[0].rule for key, some in found.items()}
    told = {
        "verdict": verdict(result),
        "stage": result.stage,
        "edition": ", ".join(one.edition.title for one in result.editions),
        "as_of": run.as_of.isoformat(),
    }
    name = document_of(file, result.document)
    lines = [f"  <testsuite{_attributes(name=name, **_counts(result, found, run))}>", "    <properties>"]
    lines += [f"      <property{_attributes(name=label, value=value)}/>" for label, value in told.items()]
    lines.append("    </properties>")
    for key, outcome in result.outcomes.items():
        some = found.get(key, [])
        lines += _case(rules[key], some, file, _inner(outcome, some, result, run))
    return "\n".join([*lines, "  </testsuite>"])


def assemble(summary: Summary, parts: Iterable[str]) -> Iterator[str]:
    """Write the document: the suites within one, and the files that were passed over as skipped."""
    passed_over = len(summary.passed_over)
    total = Counter(tests=passed_over, failures=0, errors=0)
    for text in parts:
        total.update(dict(zip(total, map(int, _COUNTED.match(text).groups()), strict=True)))  # type: ignore[union-attr]
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites{_attributes(name="mcred-check", **_texts(total))}>\n'
    for text in parts:
        yield f"{text}\n"
    if passed_over:
        counts = {"tests": passed_over, "failures": 0, "errors": 0, "skipped": passed_over}
        yield f"  <testsuite{_attributes(name='Passed over', **_texts(counts))}>\n"
        for file, reason in summary.passed_over:
            case = _attributes(classname="passed-over", name=from_root(file, summary.run))
            skipped = f"<skipped{_attributes(message=f'Passed over: {reason}.')}/>"
            yield f"    <testcase{case}>\n      {skipped}\n    </testcase>\n"
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _counts(result: Result, found: Mapping[str, Sequence[Finding]], run: Run) -> dict[str, str]:
    """Count a proposal's cases: what gates fails, and what nobody can tell yet is skipped."""
    firsts = [some[0] for some in found.values()]
    gating = [run.gates(one, result.stage) for one in firsts]
    still_open = sum(one.outcome != "not met" and not gates for one, gates in zip(firsts, gating, strict=True))
    failures, errors = (sum(gating), 0) if result.complete else (0, sum(gating))
    skipped = still_open + len(result.not_applicable)
    return _texts({"tests": len(result.outcomes), "failures": failures, "errors": errors, "skipped": skipped})


def _texts(counts: Mapping[str, int]) -> dict[str, str]:
    return {name: str(count) for name, count in counts.items()}


def _case(rule: Rule, found: Sequence[Finding], file: str, inner: tuple[str, str] | None) -> Iterator[str]:
    """Write a case, with an element in it that says how it came out, unless it passed."""
    line = f' line="{found[0].place.line}"' if found else ""
    case = f'    <testcase{_named(rule.key, rule.criterion, rule.title)} file="{in_xml(file)}"{line}'
    if inner is None:
        yield f"{case}/>"
        return
    tag, attributes = inner
    body = "\n".join([in_xml(told) for one in found for told in _told(one, file)])
    yield f"{case}>"
    yield f"      <{tag}{attributes}>{body}</{tag}>" if body else f"      <{tag}{attributes}/>"
    yield "    </testcase>"


@lru_cache(maxsize=1024)  # the same rules for every proposal
def _named(key: str, criterion: str, title: str) -> str:
    set_id, _, name = key.partition("/")
    return _attributes(classname=f"{set_id}.{criterion}", name=f"{name} {title}")


def _inner(outcome: Outcome, found: Sequence[Finding], result: Result, run: Run) -> tuple[str, str] | None:
    """Give the name and the attributes of the element that says how a rule came out; None where it is met."""
    if outcome == "met":
        return None
    if outcome == "not applicable":
        return "skipped", _NOT_ABOUT
    first = found[0]
    if run.gates(first, result.stage):
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        tag = "failure" if result.complete else "error"
        return tag, _attributes(type=first.rule.severity, message=first.message + more)
    if outcome == "not met":
        return "system-out", ""
    labels = {"judge": f"For a person to judge: {first.message}", "to do": f"To do: {first.message}"}
    return "skipped", _attributes(message=labels.get(outcome) or waiver(first))


def _told(finding: Finding, file: str) -> Iterator[str]:
    """Say where a finding is, what it is, what to do, and where the rule comes from."""
    yield f"{file}:{finding.place.line}:{finding.place.column}: {finding.message}"
    if finding.fix:
        yield f"  Next step: {finding.fix}"
    yield f"  {finding.rule.severity}, {finding.rule.key}: {citation(finding.rule)}"


def _attributes(**given: str) -> str:
    return "".join([f' {name}="{in_xml(value)}"' for name, value in given.items()])
