#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Opens one file in a real headless Chromium and says what came of it.

usage: chromium.py CHROMIUM PAGE OUT [MODE...]

MODE is NAME:WIDTHxHEIGHT:light|dark|print. For each, OUT/NAME.png is the whole page as it is seen, of print OUT/NAME.pdf
what would be printed. On stdout comes one JSON object: what the console said, what else than the page was asked for, the
elements of the page by their name with their count, their attributes' names, its visible text, and by mode the widths
of page and window and what sticks out of the window.

It speaks the DevTools protocol over two pipes, so that no port is needed and no library.
"""
import base64
import json
import os
import select
import subprocess
import sys
import tempfile
import time

PATIENCE_S = 50
FACTS = """(() => {
	const elements = {}, attributes = {};
	for (const e of document.querySelectorAll('*')) {
		elements[e.localName] = (elements[e.localName] || 0) + 1;
		for (const a of e.attributes) attributes[a.name] = (attributes[a.name] || 0) + 1;
	}
	return { title: document.title, text: document.body.innerText, elements, attributes };
})()"""
LAYOUT = """(() => {
	const window_width = document.documentElement.clientWidth;
	const outside = [...document.querySelectorAll('main *')].filter(e => {
		const r = e.getBoundingClientRect();
		return r.width && (r.right > window_width + 1 || r.left < -1);
	}).map(e => e.localName + '.' + e.getAttribute('class'));
	return { page: document.documentElement.scrollWidth, window: window_width, outside: outside.slice(0, 5),
		scheme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
		ground: getComputedStyle(document.body).backgroundColor, ink: getComputedStyle(document.body).color };
})()"""


class Browser:
    """One Chromium, and one page in it."""

    def __init__(self, program, directory):
        read_commands, self.commands = os.pipe()
        self.answers, write_answers = os.pipe()
        self.end = time.monotonic() + PATIENCE_S
        self.buffer, self.number, self.session = b"", 0, None
        self.console, self.requests, self.loaded = [], [], False

        def as_three_and_four():
            # Both may be 3 or 4 already: move them out of the way first.
            high = [os.dup2(read_commands, 60), os.dup2(write_answers, 61)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
             "--remote-debugging-pipe", f"--user-data-dir={directory}/profile", "about:blank"],
            preexec_fn=as_three_and_four, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=open(f"{directory}/stderr", "wb"), env={**os.environ, "HOME": directory})
        os.close(read_commands)
        os.close(write_answers)

    def message(self):
        """The next one, whatever it is."""
        while b"\0" not in self.buffer:
            left = self.end - time.monotonic()
            if left <= 0 or not select.select([self.answers], [], [], left)[0]:
                raise TimeoutError("Chromium does not answer")
            some = os.read(self.answers, 1 << 20)
            if not some:
                raise EOFError("Chromium has gone")
            self.buffer += some
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def note(self, message):
        """What the page does by itself."""
        method, about = message.get("method"), message.get("params", {})
        if method == "Log.entryAdded":
            self.console.append(about["entry"]["level"] + ": " + about["entry"]["text"])
        elif method == "Runtime.consoleAPICalled":
            self.console.append(about["type"] + ": " + json.dumps(about["args"]))
        elif method == "Runtime.exceptionThrown":
            self.console.append("exception: " + json.dumps(about["exceptionDetails"]))
        elif method == "Network.requestWillBeSent":
            self.requests.append(about["request"]["url"])
        elif method == "Page.javascriptDialogOpening":
            self.console.append("dialog: " + about["message"])
        elif method == "Page.loadEventFired":
            self.loaded = True

    def call(self, method, **parameters):
        self.number += 1
        command = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.commands, json.dumps(command).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.note(message)

    def open(self, url):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")
        self.call("Page.navigate", url=url)
        while not self.loaded:
            self.note(self.message())

    def evaluate(self, expression):
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"]["value"]

    def show(self, mode, out):
        name, size, look = mode.split(":")
        width, height = (int(n) for n in size.split("x"))
        scheme = "dark" if look == "dark" else "light"
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=width < 500)
        self.call("Emulation.setEmulatedMedia", media="print" if look == "print" else "screen",
                  features=[{"name": "prefers-color-scheme", "value": scheme}])
        seen = self.evaluate(LAYOUT)
        if look == "print":
            file, data = name + ".pdf", self.call("Page.printToPDF", preferCSSPageSize=True)["data"]
        else:
            file, data = name + ".png", self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        with open(os.path.join(out, file), "wb") as f:
            f.write(base64.b64decode(data))
        return seen

    def close(self):
        self.process.kill()
        self.process.wait()


def main(program, page, out, *modes):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        browser = Browser(program, directory)
        try:
            browser.open("file://" + os.path.abspath(page))
            facts = browser.evaluate(FACTS)
            facts["modes"] = {mode.split(":")[0]: browser.show(mode, out) for mode in modes}
            facts["console"], facts["requests"] = browser.console, browser.requests
        except (TimeoutError, EOFError, RuntimeError) as e:
            with open(f"{directory}/stderr", "rb") as f:
                sys.stderr.write(f"{e}\n" + f.read().decode(errors="replace")[-2000:])
            return 1
        finally:
            browser.close()
    json.dump(facts, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
