"""`schema`: the JSON Schema by which an editor completes and marks proposals."""

import json
from pathlib import Path
from typing import Annotated

import typer

from mcred_check import console


def schema(
    *,
    output: Annotated[
        str | None, typer.Option(metavar="PATH", help="Write it to a file, instead of to standard output.")
    ] = None,
) -> None:
    """Give the JSON Schema for editors.

    With it, an editor completes, explains and marks a proposal while it is written.
    """
    from mcred_check.editing import schema_for_editors
    from mcred_check.rules import bundle, rule_set
    from mcred_check.writing import write_whole

    raw = bundle()
    made = schema_for_editors(raw["proposal"], [rule_set(raw["sets"]["nzqa"])])
    text = f"{json.dumps(made, indent=1, ensure_ascii=False)}\n"
    if output is None:
        console.write([text])
    else:
        write_whole(output, [text], what="schema")
        modeline = f"# yaml-language-server: $schema={Path(output).name}"
        console.write([f"{output} is written. A proposal beside it names it in its first line:\n{modeline}\n"])
