"""Firefox and WebKit as tests drive them, each by the protocol that it has itself.

Firefox answers on a socket (Marionette), WebKit through `WebKitWebDriver`; the
commands of both are those of the W3C's WebDriver. Neither needs a driver from outside.
"""

from __future__ import annotations

import base64
import glob
import io
import json
import os
import shutil
import socket
import subprocess
import time
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, Protocol

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 60.0  # s; a busy machine is slow, but not broken
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
MAP = "Object.values(window).find((v) => v && v instanceof L.Map)"
# Stands before all else in a page that is opened: what it says, and what it asks for.
# The policy of the page comes after it, so that the page is judged as it is.
RECORDER = """<script>(function () {
  const said = window.landbaseSaid = [];
  ["error", "warn"].forEach(function (name) {
    const usual = console[name];
    console[name] = function () {
      said.push(name + ": " + [...arguments].join(" "));
      usual.apply(console, arguments);
    };
  });
  addEventListener("error", (event) => said.push("error: " + event.message));
  addEventListener("unhandledrejection", (event) =>
    said.push("rejected: " + event.reason));
  addEventListener("securitypolicyviolation", (event) => said.push(
    "forbidden: " + event.violatedDirective + " " + event.blockedURI));
})();</script>"""
# https://searchfox.org: what a Firefox of its own accord would do when it starts
QUIET = {
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.download.folderList": 2,
    "browser.download.alwaysOpenPanel": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "layout.css.prefers-color-scheme.content-override": 1,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "toolkit.startup.max_resumed_crashes": -1,
}


class Wire(Protocol):
    """How commands reach a browser."""

    def send(self, name: str, **values: Any) -> Any:
        """Send a command of WebDriver, and give what it answers."""


class EngineError(Exception):
    """A browser refuses a command."""


class Marionette:
    """The socket of a Firefox: a length, a colon, and a list as JSON."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
            except ConnectionRefusedError:
                if process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                break
        self._file = self._socket.makefile("rb")
        self._number = 0
        self._answer()  # its greeting

    def _answer(self) -> Any:
        digits = b""
        while (sign := self._file.read(1)) != b":":
            digits += sign
        return json.loads(self._file.read(int(digits)))

    def send(self, name: str, **values: Any) -> Any:
        self._number += 1
        text = json.dumps([0, self._number, f"WebDriver:{name}", values]).encode()
        self._socket.sendall(b"%d:%s" % (len(text), text))
        _, _, error, answer = self._answer()
        if error:
            raise EngineError(error["message"])
        whole = isinstance(answer, dict) and set(answer) == {"value"}
        return answer["value"] if whole else answer

    def close(self) -> None:
        self._file.close()
        self._socket.close()


_PATHS = {
    "NewSession": ("POST", "/session"),
    "DeleteSession": ("DELETE", ""),
    "SetTimeouts": ("POST", "/timeouts"),
    "SetWindowRect": ("POST", "/window/rect"),
    "Navigate": ("POST", "/url"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "FindElement": ("POST", "/element"),
    "ElementClick": ("POST", "/element/{id}/click"),
    "ElementSendKeys": ("POST", "/element/{id}/value"),
    "PerformActions": ("POST", "/actions"),
    "TakeScreenshot": ("GET", "/screenshot"),
}


class WebDriver:
    """The same commands as requests to a driver of this machine."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self._port, self._process = port, process
        self._session = ""

    def send(self, name: str, **values: Any) -> Any:
        method, path = _PATHS[name]
        if "id" in values:
            path = path.format(id=values.pop("id"))
        body = json.dumps(values) if method == "POST" else None
        answer = self._asked(method, self._session + path, body)["value"]
        if isinstance(answer, dict) and "error" in answer:
            raise EngineError(f"{answer['error']}: {answer.get('message')}")
        if name == "NewSession":
            self._session = f"/session/{answer['sessionId']}"
        return answer

    def _asked(self, method: str, path: str, body: str | None) -> Any:
        until = time.monotonic() + PATIENCE
        while True:
            connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            try:
                connection.request(method, path, body)
                return json.loads(connection.getresponse().read())
            except ConnectionRefusedError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)
            finally:
                connection.close()


class Engine:
    """A browser that runs, and the page that it shows."""

    def __init__(self, name: str, wire: Wire, downloads: Path) -> None:
        self.name, self._wire, self.downloads = name, wire, downloads

    def size(self, width: int, height: int) -> None:
        """Give the window a size; the page has a little less."""
        self._wire.send("SetWindowRect", x=0, y=0, width=width, height=height)

    def open(self, path: Path, hash_: str = "") -> None:
        """Open a file as it is, but for what records what it says."""
        page = path.read_text("utf-8").replace("<head>", f"<head>{RECORDER}", 1)
        copy = path.with_name(f"{path.stem} {self.name}.html")
        copy.write_text(page, "utf-8")
        self._wire.send("Navigate", url="about:blank")
        self._wire.send("Navigate", url=copy.as_uri() + hash_)
        self.run(
            "for (const layer of Object.values(map._layers)) await layer.ready;"
            "while (Object.values(map._layers).some((layer) => layer.ready && "
            "layer._waiting && (layer._frame || layer._waiting.length)))"
            "  await new Promise((done) => setTimeout(done, 10));"
        )

    def run(self, script: str, *values: Any) -> Any:
        """Run a script with the map and `values`, and give what it returns."""
        body = f"return (async (...values) => {{ const map = {MAP}; {script} }})"
        return self._wire.send(
            "ExecuteScript", script=f"{body}(...arguments)", args=list(values)
        )

    def until(self, script: str, *values: Any) -> Any:
        """Wait until an expression says something else than nothing."""
        return self.run(
            f"const until = performance.now() + {PATIENCE * 900}; let found;"
            f"while (!(found = {script})) {{"
            f"  if (performance.now() > until) throw new Error('never: ' + {script!r});"
            "  await new Promise((done) => setTimeout(done, 10)); } return found;",
            *values,
        )

    def _find(self, css: str) -> str:
        found = self._wire.send("FindElement", using="css selector", value=css)
        return str(found[ELEMENT])

    def click(self, css: str) -> None:
        """Click on the first of what a selector finds, as a hand does."""
        self._wire.send("ElementClick", id=self._find(css))

    def type(self, css: str, text: str) -> None:
        """Type a text into a field."""
        self._wire.send("ElementSendKeys", id=self._find(css), text=text)

    def drag(self, *places: tuple[float, float]) -> None:
        """Press at the first place, go to the others, and let go."""
        moves = [
            {"type": "pointerMove", "duration": 20, "x": round(x), "y": round(y)}
            for x, y in places
        ]
        down, up = ({"type": f"pointer{way}", "button": 0} for way in ("Down", "Up"))
        actions = [moves[0], down, *moves[1:], up]
        mouse = {"type": "pointer", "id": "mouse", "actions": actions}
        self._wire.send("PerformActions", actions=[mouse])

    def texts(self, css: str) -> list[str]:
        """Give the texts of all that a selector finds."""
        found: list[str] = self.run(
            "return [...document.querySelectorAll(values[0])]"
            ".map((node) => node.textContent)",
            css,
        )
        return found

    def image(self) -> Image.Image:
        """Give what is to be seen."""
        png = base64.b64decode(self._wire.send("TakeScreenshot"))
        return Image.open(io.BytesIO(png)).convert("RGB")

    def assert_clean(self) -> None:
        """Nothing said, nothing forbidden, nothing asked for."""
        assert self.run("return window.landbaseSaid") == []
        asked = self.run(
            "return performance.getEntriesByType('resource').map((e) => e.name)"
        )
        assert [url for url in asked if not url.startswith(("blob:", "data:"))] == []


def free_port() -> int:
    """Give a port that nobody has."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(*command: str, **extra: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program while it is needed."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, **extra},
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


@contextmanager
def firefox(folder: Path) -> Iterator[Engine]:
    """Start Firefox without a window, with a profile of its own."""
    port, downloads = free_port(), folder / "downloads"
    downloads.mkdir()
    own = {"marionette.port": port, "browser.download.dir": str(downloads)}
    lines = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});"
        for name, value in (QUIET | own).items()
    ]
    (folder / "user.js").write_text("\n".join(lines), "utf-8")
    path = shutil.which("firefox-esr") or shutil.which("firefox") or ""
    command = (path, "--marionette", "--headless", "--no-remote", "--profile")
    with (
        _running(*command, str(folder)) as process,
        closing(Marionette(port, process)) as wire,
    ):
        wire.send("NewSession", capabilities={})
        wire.send("SetTimeouts", script=1000 * PATIENCE)
        yield Engine("firefox", wire, downloads)


@contextmanager
def webkit(folder: Path) -> Iterator[Engine]:
    """Start WebKit's small browser on a screen that nobody sees."""
    port, downloads = free_port(), folder / "downloads"
    downloads.mkdir()
    config = folder / "config"
    config.mkdir()
    (config / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{downloads}"\n', "utf-8")
    binary = max(glob.glob("/usr/lib/*/webkit*gtk-*/MiniBrowser"))  # noqa: PTH207
    with _screen() as screen, _running(
        "WebKitWebDriver", f"--port={port}", DISPLAY=screen, HOME=str(folder),
        XDG_CONFIG_HOME=str(config), GDK_BACKEND="x11", LIBGL_ALWAYS_SOFTWARE="1",
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS="1", NO_AT_BRIDGE="1",
    ) as process:  # fmt: skip
        wire = WebDriver(port, process)
        options = {"binary": binary, "args": ["--automation"]}
        wanted = {"webkitgtk:browserOptions": options}
        wire.send("NewSession", capabilities={"alwaysMatch": wanted})
        wire.send("SetTimeouts", script=1000 * PATIENCE)
        try:
            yield Engine("webkit", wire, downloads)
        finally:
            wire.send("DeleteSession")


@contextmanager
def _screen() -> Iterator[str]:
    """Run a screen without a monitor, and give its name."""
    reads, writes = os.pipe()  # on which it says its number as soon as it is there
    command = [
        "Xvfb", "-displayfd", str(writes), "-screen", "0", "2200x1400x24",
        "-nolisten", "tcp",
    ]  # fmt: skip
    with subprocess.Popen(
        command, pass_fds=[writes], stderr=subprocess.DEVNULL
    ) as process:
        os.close(writes)
        try:
            with os.fdopen(reads) as pipe:
                yield ":" + pipe.readline().strip()
        finally:
            process.terminate()
            process.wait(PATIENCE)


ENGINES = {"firefox": firefox, "webkit": webkit}
_NEEDED = {
    "firefox": [("firefox-esr", "firefox")],
    "webkit": [("WebKitWebDriver",), ("Xvfb",)],
}


def missing_parts(name: str) -> list[str]:
    """List the programs that an engine lacks here."""
    wanted = _NEEDED[name]
    return [names[0] for names in wanted if not any(map(shutil.which, names))]
