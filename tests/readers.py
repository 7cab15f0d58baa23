"""Every form of report read back as those read it whom it is for."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias
from urllib.parse import unquote

from html5lib import HTMLParser
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.token import Token

    from mcred_check.model import Json

Found: TypeAlias = tuple[str, str, int, int, int | None, int | None]
"""A rule, a file, a line, a column, and the end where the form gives it."""

NAMES: Final = "error warning notice debug group endgroup echo add-mask add-matcher remove-matcher set-output set-env"
"""The workflow commands that a runner knows, but for the one that stops them."""


class Command(NamedTuple):
    """A workflow command that a runner obeyed."""

    name: str
    properties: dict[str, str]
    data: str


def obeyed(output: str) -> list[Command]:
    """Give the commands in an output that GitHub's runner obeys, read line by line as it does.

    It takes `::name properties::data` at the start of a line, blanks aside, or else `##[name properties]data` anywhere
    in one, if it knows the name; after `stop-commands` it knows only the word that was given with it.
    """
    known, stop, found = {*NAMES.split(), "stop-commands"}, "", []
    for line in re.split(r"\r\n|\r|\n", output):
        command = _modern(line.lstrip(), known) or _old(line, known)
        if command is None:
            continue
        if stop:
            if command.name == stop:
                known.discard(stop)
                stop = ""
        elif command.name == "stop-commands":
            stop = command.data.lower()
            known.add(stop)
        else:
            found.append(command)
    return found


def _modern(line: str, known: set[str]) -> Command | None:
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    return _command(line[2:end], line[end + 2 :], known, ",", "\r%0D \n%0A", "\r%0D \n%0A :%3A ,%2C")


def _old(line: str, known: set[str]) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    return _command(line[start + 3 : end], line[end + 1 :], known, ";", *["\r%0D \n%0A ;%3B ]%5D"] * 2)


def _command(head: str, data: str, known: set[str], between: str, in_data: str, in_properties: str) -> Command | None:
    name, _, rest = head.partition(" ")
    if name.lower() not in known:
        return None
    pairs = [pair.partition("=") for pair in rest.strip().split(between) if pair]
    properties = {key: _unescaped(value, in_properties) for key, _, value in pairs if key and value}
    return Command(name.lower(), properties, _unescaped(data, in_data))


def _unescaped(text: str, escapes: str) -> str:
    for one in escapes.split(" "):
        text = text.replace(one[1:], one[0])
    return text.replace("%25", "%")


def sarif(text: str) -> list[Found]:
    found = []
    for one in json.loads(text)["runs"][0]["results"]:
        place = one["locations"][0]["physicalLocation"]
        ends = [place["region"][name] for name in ("startLine", "startColumn", "endLine", "endColumn")]
        found.append((one["ruleId"], unquote(place["artifactLocation"]["uri"]), *ends))
    return found


def junit(text: str) -> list[Found]:
    """Read failures, errors and what a case prints; each finding begins a line with its place."""
    found: list[Found] = []
    for case in ET.fromstring(text).iter("testcase"):  # noqa: S314 -- our own
        for told in (case.find(tag) for tag in ("failure", "error", "system-out")):
            place = f"{case.get('file', '')}:"
            lines = [] if told is None else (told.text or "").split("\n")
            for line in (line.removeprefix(place) for line in lines if line.startswith(place)):
                set_id = case.get("classname", "").partition(".")[0]
                key = f"{set_id}/{case.get('name', '').partition(' ')[0]}"
                number, column, _ = line.split(":", 2)
                found.append((key, case.get("file", ""), int(number), int(column), None, None))
    return found


def github(text: str) -> list[Found]:
    return [
        (one["title"], one["file"], int(one["line"]), int(one["col"]), int(one["endLine"]), int(one["endColumn"]))
        for one in (command.properties for command in obeyed(text))
        if "file" in one
    ]


def gitlab(text: str) -> list[Found]:
    found = []
    for one in json.loads(text):
        where = one["location"]
        start, end = where["positions"]["begin"], where["positions"]["end"]
        assert (where["lines"]["begin"], where["lines"]["end"]) == (start["line"], end["line"])
        found.append(
            (one["check_name"], where["path"], start["line"], start["column"], end["line"], end["column"]),
        )
    return found


def markdown(text: str) -> list[Found]:
    """Read the numbered points, each with its place and its rule as code."""
    found: list[Found] = []
    numbered = 0
    for token in rendered(text):
        numbered += {"ordered_list_open": 1, "ordered_list_close": -1}.get(token.type, 0)
        codes = [child.content for child in token.children or () if child.type == "code_inline"]
        if numbered and len(codes) > 1:
            file, line, column = codes[0].rsplit(":", 2)
            found.append((codes[1], file, int(line), int(column), None, None))
    return found


def html(text: str) -> list[Found]:
    """Read the list items that say which rule they are about, and where in which file."""
    found: list[Found] = []
    unmet = {"item must", "item should", "item could"}
    for item in (one for one in parsed(text).iter("li") if one.get("class") in unmet):
        details = {seen(row[0]): row[1] for row in item.iter("div")}
        key = [seen(code) for code in details["Rule"].iter("code")][-1]
        file, line, column = seen(next(details["Where"].iter("code"))).rsplit(":", 2)
        found.append((key, file, int(line), int(column), None, None))
    return found


def parsed(told: str) -> ET.Element:
    """Parse a web page, and raise where it is not what the grammar of HTML says."""
    return HTMLParser(strict=True, namespaceHTMLElements=False).parse(told)  # type: ignore[no-any-return]


def seen(element: ET.Element) -> str:
    """Give what a reader sees of an element."""
    return " ".join("".join(element.itertext()).split())


def text(told: str) -> list[Found]:
    """Read the report with a line for each finding."""
    lines = re.findall(r"^(.+):([0-9]+):([0-9]+): (?:must|should|advice) (\S+) ", told, re.MULTILINE)
    return [(key, file, int(line), int(column), None, None) for file, line, column, key in lines]


def of_json(told: str) -> list[Found]:
    found = []
    for proposal in json.loads(told)["proposals"]:
        for one in (one for one in proposal["findings"] if one["outcome"] == "not met"):
            ends = [one[name] for name in ("line", "column", "end_line", "end_column")]
            found.append((one["rule"], proposal["file"], *ends))
    return found


READERS: Final[dict[str, Callable[[str], list[Found]]]] = {
    "text": text,
    "json": of_json,
    "sarif": sarif,
    "junit": junit,
    "github": github,
    "gitlab": gitlab,
    "markdown": markdown,
    "html": html,
}


def rendered(told: str) -> list[Token]:
    """Parse Markdown as GitHub does, as far as a report needs it."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(told)


def tags(told: str) -> set[str]:
    """Name what Markdown makes of a report."""
    tokens = rendered(told)
    inner = [child for token in tokens for child in token.children or ()]
    return {token.type.removesuffix("_open").removesuffix("_close") for token in (*tokens, *inner)}


def plain(token: Token) -> str:
    """Give what a reader sees of a line of text."""
    return "".join("\n" if one.type == "hardbreak" else one.content for one in token.children or ())


def values(told: Json) -> list[str]:
    """Give every text in JSON."""
    if isinstance(told, dict):
        return [one for value in told.values() for one in values(value)]
    if isinstance(told, list):
        return [one for value in told for one in values(value)]
    return [told] if isinstance(told, str) else []
