"""A browser without a window, driven over the pipe of Chromium's DevTools protocol, with no library in between."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

PHONE: Final = 600
"""Below this width a page is shown as a telephone does."""

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES: Final = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",  # the pages are our own, and root may have no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)

START: Final = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(one), fcntl.F_DUPFD, 10) for one in sys.argv[1:3]]
for end, name in zip(ends, (3, 4)):  # the browser reads from its descriptor 3, and writes to its descriptor 4
    os.dup2(end, name)
os.execv(sys.argv[3], sys.argv[3:])
"""


def found() -> str:
    """Give the path of a browser; empty where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), "")


class Browser:
    """A browser with one page. `events` gathers what the browser tells unasked, as pairs of a name and parameters."""

    def __init__(self, profile: Path) -> None:
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        switches = [*SWITCHES, f"--user-data-dir={profile}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, str(theirs_in), str(theirs_out), found(), *switches],
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._reader, self._writer = os.fdopen(ours_in, "rb", 0), os.fdopen(ours_out, "wb", 0)
        self._rest = b""
        self._count = 0
        self._session = ""
        self.events: list[tuple[str, dict[str, Any]]] = []
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        """Speak to the page from now on."""
        targets = self.call("Target.getTargets")["targetInfos"]
        target = next(one["targetId"] for one in targets if one["type"] == "page")
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        for domain in ("Page", "Network", "Log", "Audits"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the browser."""
        self._writer.close()
        self._reader.close()
        self._process.terminate()
        self._process.wait(20)

    def call(self, method: str, **params: Any) -> dict[str, Any]:  # noqa: ANN401 -- the protocol's JSON
        """Ask for something, and give the answer."""
        self._count += 1
        asked = {"id": self._count, "method": method, "params": params}
        if self._session:
            asked["sessionId"] = self._session
        self._writer.write(json.dumps(asked).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._count:
                assert "error" not in told, (method, told)
                return dict(told["result"])
            self.events.append((told["method"], told["params"]))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = self._reader.read(1 << 16)
            assert more, "the browser has gone"
            self._rest += more
        told, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(told))

    def open(self, file: Path, *, width: int = 1280, dark: bool = False) -> None:
        """Show a file, and wait until it is loaded; what was told of earlier ones is forgotten."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < PHONE
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media="screen", features=[scheme])
        self.events.clear()
        self.call("Page.navigate", url=file.resolve().as_uri())
        while not any(name == "Page.loadEventFired" for name, _ in self.events):
            told = self._next()
            self.events.append((told["method"], told["params"]))

    def run(self, script: str) -> Any:  # noqa: ANN401 -- whatever the script gives
        """Evaluate a script in the page; the page's own policy does not bind it."""
        told = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def tab(self) -> None:
        """Press the key that goes on to the next thing that takes keys."""
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)

    def pdf(self) -> bytes:
        """Print the page on the paper that its style asks for."""
        self.call("Emulation.setEmulatedMedia", media="")
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])
