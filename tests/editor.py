"""A real editor's YAML support, spoken to over its protocol: yaml-language-server, which VS Code's extension runs."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PATIENCE: Final = 60
_CAPABILITIES: Final = {
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
    },
    "workspace": {"configuration": True},
}
_SETTINGS: Final = {"hover": True, "completion": True, "validate": True, "schemaStore": {"enable": False}}


class Editor:
    """An editor with one folder open. Lines and columns count from 1, as a report's do."""

    def __init__(self, server: str, folder: Path) -> None:
        self._folder = folder
        self._server = subprocess.Popen(
            [server, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._heard: queue.Queue[Any] = queue.Queue()
        self._asked = 0
        self._problems: dict[str, Any] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        self._ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities=_CAPABILITIES)
        self._tell("initialized")

    def close(self) -> None:
        """End the server."""
        self._server.terminate()
        self._server.communicate(timeout=_PATIENCE)

    def open(self, name: str, text: str) -> str:
        """Open a file, and give its address."""
        uri = (self._folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", textDocument=document)
        return uri

    def problems(self, uri: str) -> list[tuple[int, str, str]]:
        """Give what is marked in a file: the line, the message and the part of the schema that says so."""
        if uri not in self._problems:
            self._wait(lambda _: uri in self._problems)
        return sorted(
            (one["range"]["start"]["line"] + 1, one["message"], one.get("source", "")) for one in self._problems[uri]
        )

    def hover(self, uri: str, line: int, column: int) -> str:
        """Give what is shown of a place."""
        found = self._ask("textDocument/hover", **_at(uri, line, column))
        return str(found["contents"]["value"]) if found else ""

    def complete(self, uri: str, line: int, column: int) -> dict[str, tuple[str, str]]:
        """Give what is offered at a place: each label with what it types in and what is said of it."""
        found = self._ask("textDocument/completion", **_at(uri, line, column))
        return {one["label"]: (one["insertText"], _words(one.get("documentation", ""))) for one in found["items"]}

    def _ask(self, method: str, **params: Any) -> Any:  # noqa: ANN401 -- whatever the protocol has
        self._asked += 1
        mine = self._asked
        self._send({"id": mine, "method": method, "params": params})
        return self._wait(lambda message: "method" not in message and message.get("id") == mine)["result"]

    def _tell(self, method: str, **params: Any) -> None:  # noqa: ANN401
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin is not None
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._server.stdin.flush()

    def _wait(self, met: Callable[[Any], bool]) -> Any:  # noqa: ANN401
        """Answer what the server asks and note what it says, until it says what is waited for."""
        while True:
            message = self._heard.get(timeout=_PATIENCE)
            if "id" in message and "method" in message:
                items = message.get("params", {}).get("items", [])
                self._send(
                    {"id": message["id"], "result": [_SETTINGS if one["section"] == "yaml" else {} for one in items]}
                )
            elif message.get("method") == "textDocument/publishDiagnostics":
                self._problems[message["params"]["uri"]] = message["params"]["diagnostics"]
            if met(message):
                return message

    def _listen(self) -> None:
        stream = self._server.stdout
        assert stream is not None
        while header := stream.readline():
            length = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            self._heard.put(json.loads(stream.read(length)))


def _at(uri: str, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line - 1, "character": column - 1}}


def _words(documentation: Any) -> str:  # noqa: ANN401 -- text, or text with its form
    return str(documentation["value"] if isinstance(documentation, dict) else documentation or "")
