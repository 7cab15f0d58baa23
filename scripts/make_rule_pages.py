"""Write docs/rules from the rules, a page a rule set with an anchor a rule; with --check, say whether it is fresh."""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from mcred_check.reporting.catalogue import AUTHORITY
from mcred_check.reporting.explain import SETTLES, SEVERITY, STAGE, SURENESS, block
from mcred_check.rule_files import read_set, read_yaml
from mcred_check.rules import reading_rules, rule_set
from mcred_check.wording import day, in_general, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcred_check.model import Example, Framework, Rule

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "rules"
MADE = "<!-- Made from the rules by scripts/make_rule_pages.py. -->"
KINDS = {"accepts": "Met by", "ignores": "Left alone", "rejects": "Not met by", "asks": "Asked of"}


def pages() -> dict[str, str]:
    """Give each page's text by its file name."""
    reading = reading_rules(read_yaml(ROOT / "rules" / "reading.yaml"))
    made = {"reading.md": "\n".join(_reading_page(reading)) + "\n"}
    for path in sorted(ROOT.glob("rules/*/framework.yaml")):
        loaded = rule_set(read_set(path.parent))
        made[f"{loaded.framework.id}.md"] = "\n".join(_page(loaded.framework, loaded.rules)) + "\n"
    return made


def _page(framework: Framework, rules: tuple[Rule, ...]) -> Iterator[str]:
    yield from (f"# {framework.title}", "", MADE, "")
    yield f"Authority: {framework.authority}; {AUTHORITY[framework.authority]}."
    yield "`mcred-check explain` with a rule's name, which stands below its title, says the same in a terminal."
    yield from ("", "| edition | in force from | instruments | what was not read |", "| --- | --- | --- | --- |")
    for one in framework.editions:
        doubt = f" ({_text(one.note)})" if one.note else ""
        yield f"| {one.title} | {day(one.start)}{doubt} | {_text('; '.join(one.instruments))} | {_text(one.unread)} |"
    for criterion in framework.criteria:
        yield from ("", f"## {criterion.title}")
        for rule in (one for one in rules if one.criterion == criterion.id):
            yield from _rule(rule, listed(one.title for one in framework.editions if one.id in rule.editions))


def _reading_page(rules: dict[str, Rule]) -> Iterator[str]:
    yield from ("# Reading a proposal", "", MADE, "")
    yield "These say that a file could not be read as it was meant. They are about the file, and not about NZQA's criteria."
    yield "None of them can be waived, because what was not read was not checked either."
    for rule in rules.values():
        yield from _rule(rule, "", heading="##")


def _rule(rule: Rule, editions: str, *, heading: str = "###") -> Iterator[str]:
    name = rule.key.partition("/")[2]
    yield from ("", f'{heading} <a id="{name}"></a>{_text(rule.title)}', "", f"`{rule.key}`", "")
    yield f"- **Asks**: {SEVERITY[rule.severity]}."
    yield f"- **Checked**: {STAGE[rule.stage]}."
    if editions:
        yield f"- **Editions**: {editions}."
    if editions and not rule.waivable:
        yield "- **Waivers**: none; this has to be met."
    if rule.covers:
        yield f"- **Catalogue**: {', '.join(rule.covers)} ([coverage](../coverage.md))."
    yield from ("", _text(rule.why), "")
    if rule.judge:
        yield from (f"**For a person to judge**: {_text(in_general(rule.judge))}", "")
    yield f"**How to meet it**: {_text(in_general(rule.fix))}"
    if rule.examples:
        yield from ("", "<details><summary>Examples: changes to the rule set's sample</summary>", "")
        for example in rule.examples:
            yield from _example(example)
        yield "</details>"
    yield from ("", f"**Source**: {_source(rule)}")
    if editions:
        yield from (
            "",
            f"**How sure**: {rule.basis}. {SURENESS[rule.basis]} What would settle it: {SETTLES[rule.basis]}",
        )
        yield from ("", f"Since version {rule.since}.")


def _example(example: Example) -> Iterator[str]:
    circumstances = [f"at stage {example.stage}"] if example.stage else []
    circumstances += [f"on {day(example.as_of)}"] if example.as_of else []
    yield f"{KINDS[example.kind]}: {_text(', '.join([example.name, *circumstances]))}"
    yield from ("", "```yaml", *(block(example.change) if example.change else ["# the sample as it is"]), "```", "")
    for said in (*example.messages, *filter(None, [example.question])):
        yield from (f"> {_text(said)}", "")


def _source(rule: Rule) -> str:
    source = rule.source
    title = f"[{_text(source.title)}]({source.url})" if source.url else _text(source.title)
    clause = f", {_text(source.clause)}" if source.clause else ""
    read = f", read on {day(source.read)}" if source.read else ""
    return f"{title}{clause}{read}."


def _text(text: str) -> str:
    """Escape what Markdown or HTML would take for its own."""
    return escape(text, quote=False).replace("|", "\\|").replace("*", "\\*").replace("[", "\\[").replace("_", "\\_")


def main() -> int:
    """Write the pages, or check them."""
    stale = 0
    for name, text in pages().items():
        path = PAGES / name
        if "--check" in sys.argv:
            fresh = path.is_file() and path.read_text("utf-8") == text
            print(f"docs/rules/{name} is {'fresh' if fresh else 'stale: run scripts/make_rule_pages.py'}")
            stale += not fresh
        else:
            PAGES.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
