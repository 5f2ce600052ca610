"""Firefox, driven through the protocol it speaks itself (WebDriver BiDi), as far as the tests of the exit need it.

Playwright's Firefox is a build of its own that no package registry carries, and with Debian's it asks for a command
that the long-term release does not know.
"""

import json
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

PATIENCE = 30  # seconds
QUIET = """
user_pref("network.proxy.type", 0);
user_pref("intl.accept_languages", "da");
"""  # what asks the net by itself is off already in a Firefox that is driven
SCRIPTS = "Services.prefs.setBoolPref('javascript.enabled', {});"
OURS = "tests"  # scripts of the tests run beside the page's, also where the page may run none
IS_THERE = "document.documentElement && document.readyState !== 'loading'"  # an error page may never be 'complete'
EVERYTHING = (
    f"{IS_THERE} && ' ' + document.title + document.documentElement.textContent"
    " + [...document.querySelectorAll('input, textarea')].map(field => field.value).join(' ')"
)
KEYS = {"Shift": "\ue008", "Enter": "\ue007"}


class Failed(Exception):
    """Firefox refused a command, or did not come to where it was expected."""


class Firefox:
    def __init__(self, connection: ClientConnection) -> None:
        self.connection, self.sent = connection, 0
        self.version = self.send("session.new", capabilities={})["capabilities"]["browserVersion"]
        (self.window,) = self.send("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"]

    def send(self, method: str, **params: Any) -> Any:
        """Send one command and return its result; events that come between are of no interest here."""
        self.sent += 1
        self.connection.send(json.dumps({"id": self.sent, "method": method, "params": params}))
        while (answer := json.loads(self.connection.recv(timeout=PATIENCE))).get("id") != self.sent:
            pass
        if answer["type"] == "error":
            raise Failed(f"{method}: {answer['message']}")
        return answer["result"]

    @contextmanager
    def visitor(self, *, scripts: bool = True) -> Iterator["Visitor"]:
        """Give a fresh visitor with storage of their own, whose pages may run scripts or not."""
        target = {"context": self.window["context"]}
        self.send("script.evaluate", expression=SCRIPTS.format(str(scripts).lower()), target=target, awaitPromise=False)
        user = self.send("browser.createUserContext")["userContext"]
        yield Visitor(self, user)
        self.send("browser.removeUserContext", userContext=user)


class Visitor:
    def __init__(self, firefox: Firefox, user: str) -> None:
        self.firefox, self.user = firefox, user

    def open(self, address: str) -> "Tab":
        opened = self.firefox.send("browsingContext.create", type="tab", userContext=self.user)
        tab = Tab(self.firefox, opened["context"])
        tab.goto(address)
        return tab


class Tab:
    def __init__(self, firefox: Firefox, context: str) -> None:
        self.firefox, self.context = firefox, context

    def send(self, method: str, **params: Any) -> Any:
        return self.firefox.send(method, context=self.context, **params)

    def goto(self, address: str) -> None:
        self.send("browsingContext.navigate", url=address, wait="complete")

    def back(self) -> None:
        self.send("browsingContext.traverseHistory", delta=-1)
        time.sleep(0.5)  # a page that stops Back tells nobody

    def close(self) -> None:
        self.send("browsingContext.close")

    def go_offline(self) -> None:
        self.firefox.send(
            "emulation.setNetworkConditions", networkConditions={"type": "offline"}, contexts=[self.context]
        )

    def let_hang(self, site: str) -> None:
        """From here on nothing that is asked of ``site`` is answered."""
        self.firefox.send(
            "network.addIntercept",
            phases=["beforeRequestSent"],
            contexts=[self.context],
            urlPatterns=[{"type": "pattern", "hostname": urlsplit(site).hostname, "port": str(urlsplit(site).port)}],
        )

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression, evaluated beside the page's own scripts."""
        target = {"context": self.context, "sandbox": OURS}
        answer = self.firefox.send("script.evaluate", expression=expression, target=target, awaitPromise=True)
        if answer["type"] != "success":
            raise Failed(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    @property
    def address(self) -> str:
        return str(self.evaluate("location.href"))

    def everything(self) -> str:
        """Return the title, all text and every field's value, once there is a page to read."""
        return str(self.wait_for(EVERYTHING))

    def wait_for(self, expression: str) -> Any:
        """Evaluate until something comes that is not nothing, and return it."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if value := self.evaluate(expression):
                    return value
            except Failed:  # between two pages
                pass
            if time.monotonic() > deadline:
                raise Failed(f"not within {PATIENCE} s: {expression}")
            time.sleep(0.05)

    def wait_for_address(self, address: str) -> None:
        self.wait_for(f"location.href === {json.dumps(address)} && document.readyState === 'complete'")

    def click(self, selector: str) -> None:
        self.evaluate(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{ block: 'center' }})")
        (found, *_) = self.send("browsingContext.locateNodes", locator={"type": "css", "value": selector})["nodes"]
        middle = {"type": "element", "element": {"sharedId": found["sharedId"]}}
        moves = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": middle},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self.send("input.performActions", actions=[{"type": "pointer", "id": "mouse", "actions": moves}])

    def press(self, *keys: str) -> None:
        moves = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self.send("input.performActions", actions=[{"type": "key", "id": "keyboard", "actions": moves}])

    def fill(self, selector: str, text: str) -> None:
        self.click(selector)
        self.press(*text)


@contextmanager
def running(path: str, args: list[str], env: dict[str, str]) -> Iterator[Firefox]:
    """Start a Firefox with a profile of its own and stop it afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text(QUIET)
        command = [
            path, *args, "--headless", "--no-remote", "--profile", profile,
            "--remote-debugging-port", "0", "--remote-allow-system-access", "about:blank",
        ]  # fmt: skip
        with subprocess.Popen(
            command, env=env, stderr=subprocess.PIPE, text=True, errors="replace", start_new_session=True
        ) as process:
            try:
                with connect(f"{address_told(process)}/session", max_size=None, proxy=None) as connection:
                    yield Firefox(connection)
            finally:
                os.killpg(process.pid, signal.SIGKILL)  # its own group: Firefox and the processes of its pages


def address_told(process: "subprocess.Popen[str]") -> str:
    """Return the address Firefox says it listens on, and let it say what it likes from then on."""
    assert process.stderr
    said = []
    for line in process.stderr:
        if told := re.search(r"BiDi listening on (ws://\S+)", line):
            Thread(target=process.stderr.read, daemon=True).start()
            return told[1]
        said.append(line)
    raise Failed("Firefox did not start: " + "".join(said))
