"""Put an example of each form of report into docs/formats.md; with --check, say whether they are fresh."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "formats.md"
GOLDEN = ROOT / "tests" / "golden"
RULE = "nzqa/hours-match-credits"
EXAMPLES = {  # the golden report, what of it is about the rule, and the language of that
    "text": ("poor.txt", rf"\n\n([0-9]+ (?:(?!\n\n).)*{RULE}.*?)\n\n", "text"),
    "json": ("poor.json", rf'({{"rule": "{RULE}"[^\n]*}})', "json"),
    "sarif": ("poor.sarif", rf'({{"ruleId": "{RULE}"[^\n]*}})', "json"),
    "junit": ("poor.xml", rf'\n    (<testcase [^\n]*"{RULE.partition("/")[2]} .*?</testcase>)', "xml"),
    "github": ("poor.github", rf"\n(::[^\n]*={RULE}:[^\n]*)", "text"),
    "gitlab": ("poor.gitlab", rf'\n  ({{[^\n]*"{RULE}"[^\n]*}})', "json"),
    "markdown": ("poor.md", rf"\n([0-9]+\. [^\n]*\\\n   [^\n]*{RULE}.*?)\n\n", "markdown"),
    "html": ("poor.html", rf'\n(<li class="item must">(?:(?!</li>).)*{RULE}.*?</li>)', "html"),
}


def page(text: str) -> str:
    """Give the page with its examples made anew."""
    return re.sub(
        r"<!-- example: (\w+) -->\n(?:\n```\w+\n.*?\n```\n)?", lambda found: _block(found[1]), text, flags=re.DOTALL
    )


def _block(form: str) -> str:
    name, pattern, language = EXAMPLES[form]
    found = re.search(pattern, (GOLDEN / name).read_text("utf-8"), re.DOTALL)
    if found is None:
        message = f"{name} has nothing about {RULE}"
        raise SystemExit(message)
    told = found[1].replace("\n    ", "\n") if language == "xml" else found[1]
    if language == "json":
        told = json.dumps(json.loads(told), ensure_ascii=False, indent=2)
    return f"<!-- example: {form} -->\n\n```{language}\n{told}\n```\n"


def main() -> int:
    """Write the page, or check it."""
    old = PAGE.read_text("utf-8")
    new = page(old)
    if "--check" in sys.argv[1:]:
        if old != new:
            print("docs/formats.md is stale: run python scripts/make_format_page.py")
        return old != new
    PAGE.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
