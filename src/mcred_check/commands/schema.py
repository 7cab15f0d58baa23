"""`schema`: the JSON Schema by which an editor completes and marks proposals."""

from pathlib import Path

from mcred_check import console
from mcred_check.commands import options


def schema(
    *,
    output: options.Output = None,
    as_of: options.AsOf = None,
    rules: options.Rules = None,
    config: options.ConfigFile = None,
    no_config: options.NoConfig = False,
) -> None:
    """Give the JSON Schema for editors.

    With it, an editor completes, explains and marks a proposal while it is written. It is made of the rules in force
    and those of the configuration above the file that is written, or above the folder that you are in.
    """
    from mcred_check.editing import schema_for_editors
    from mcred_check.reporting.escaping import as_indented_json
    from mcred_check.rulebook import Rulebook
    from mcred_check.rules import bundle
    from mcred_check.writing import write_whole

    raw = bundle()
    checker = options.checker_for(output or ".", raw, rules, named=config, ignored=no_config, as_of=as_of)
    made = schema_for_editors(raw["proposal"], Rulebook.of(checker))
    text = as_indented_json(made, indent=1)
    if output is None:
        console.write([text])
    else:
        write_whole(output, [text], what="schema")
        modeline = f"# yaml-language-server: $schema={Path(output).name}"
        console.write([f"{output} is written. A proposal beside it names it in its first line:\n{modeline}\n"])
