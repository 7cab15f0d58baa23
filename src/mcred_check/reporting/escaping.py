"""Text written for the place where it goes: Markdown, JSON, XML, an address or a workflow command."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mcred_check.reporting.safe import COMMAND, HIDDEN, visible

if TYPE_CHECKING:
    from mcred_check.model import Json

_OF_THE_WEB: Final = ("https://", "http://")
_IN_ADDRESS: Final = ":/?#@!$&'*+,;=%~"
_IN_PATH: Final = "/!$&'()*+,;=@~"
_MARKDOWN: Final = re.compile(r"[\\`*_\[\]<>|~$&#]|:(?=//)|(?<=(?i:www))\.")  # the last two would begin a link
_BLOCK: Final = re.compile(r"^(?:[0-9]{1,9}(?=[.)])|(?=[-+=]))")  # would begin a list, or underline a heading
_NOTICED: Final = re.compile(r"@(?=\w)|#(?=\d)")
_NO_WIDTH: Final = "&#8203;"
_HIDDEN: Final = re.compile(f"[{HIDDEN}]|{COMMAND}")
_NOT_IN_XML: Final = re.compile("[\ufffe\uffff]")


@lru_cache(maxsize=2048)  # the same rules speak of many proposals
def in_markdown(text: str) -> str:
    """Write a text so that Markdown takes nothing in it for its own, and no name, number or address for a link."""
    marked = _BLOCK.sub(r"\g<0>\\", _MARKDOWN.sub(r"\\\g<0>", visible(text).strip()))
    return _NOTICED.sub(rf"\g<0>{_NO_WIDTH}", marked)


def as_code(text: str) -> str:
    """Write a text as code, or as it stands where it holds what would end the code."""
    shown = visible(text)
    return in_markdown(text) if "`" in shown or "|" in shown or shown != shown.strip() else f"`{shown}`"


def linked(text: str, address: str) -> str:
    """Write a text as a link to a page of the web, or without a link where the address is of another kind."""
    whole = as_address(address)
    return f"[{in_markdown(text)}]({whole})" if whole else in_markdown(text)


def as_address(address: str) -> str:
    """Write the address of a page of the web with its escapes; empty where it is of another kind."""
    return quote(address, safe=_IN_ADDRESS, errors="surrogatepass") if address.startswith(_OF_THE_WEB) else ""


def as_json(value: Json) -> str:
    """Write JSON on one line, with an escape for what cannot be seen, or what a CI machine would obey."""
    text = json.dumps(value, ensure_ascii=False)
    seen = text.isascii() and text.isprintable() and "::" not in text and "##" not in text
    return text if seen else _HIDDEN.sub(_escaped, text)


def as_indented_json(value: Json, *, indent: int = 2) -> str:
    """Write JSON with the same escapes, each value on a line of its own, and a line break at the end."""
    return _HIDDEN.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=indent)) + "\n"


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}" if found[0].isascii() else json.dumps(found[0])[1:-1]


@lru_cache(maxsize=2048)
def in_xml(text: str) -> str:
    """Write a text for an element or, between double quotes, an attribute."""
    return held_by_xml(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def held_by_xml(text: str) -> str:
    """Write a text for a program that escapes it in XML and is stopped by what XML cannot hold."""
    return _NOT_IN_XML.sub("", visible(text))


def in_uri(path: str) -> str:
    """Write a path with `/` between its parts for an address."""
    return quote(path, safe=_IN_PATH, errors="surrogatepass")


def in_command(text: str) -> str:
    """Write a text on one line as the message of a workflow command."""
    return visible(text).replace("%", "%25")


def in_property(text: str) -> str:
    """Write a text on one line as a property of a workflow command."""
    return in_command(text).replace(":", "%3A").replace(",", "%2C")
