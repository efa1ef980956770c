#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Says what is wrong with pages that -o html wrote; silent, and 0, where nothing is.

usage: htmlcheck.py PAGE...

Every element is closed by its own end tag in its own turn, no id stands twice, what refers to an id finds it, headings
skip no level; there is no element, attribute, address or rule of style by which a page could run something or load
something; and every pair of text and ground that the style names has the contrast of WCAG 2.1 AA in both schemes.
"""
import html.parser
import re
import sys

VOID = {"meta", "circle", "path", "line", "rect", "use"}
ALLOWED = VOID | set("""html head title style body main header section article h1 h2 h3 h4 p dl dt dd div ul li b code
    span small a pre time table thead tbody tr th td svg defs symbol g text""".split())
ATTRIBUTES = set("""lang charset http-equiv content name class id scope colspan role aria-hidden aria-label
    aria-labelledby data-label viewbox d cx cy r x y x1 x2 y2 width height stroke-dasharray text-anchor href""".split())
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
# Text on ground; 4.5 is for text of any size. The bars of the waterfall are graphics: 3.
PAIRS = [(ink, ground, 4.5) for ink in ("ink", "soft") for ground in ("page", "panel")]
PAIRS += [(f"{tone}", ground, 4.5) for tone in ("ok", "warn", "fail", "skip", "note") for ground in ("panel", tone + "-bg")]
PAIRS += [(ink, tone + "-bg", 4.5) for ink in ("ink", "soft") for tone in ("ok", "warn", "fail", "skip", "note")]
PAIRS += [(bar, ground, 3) for bar in ("dns", "tcp", "tls", "fail") for ground in ("page", "panel")]


class Walk(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.wrong, self.open, self.ids, self.references, self.headings = [], [], set(), set(), []
        self.style, self.policy, self.seen = "", None, set()

    def say(self, what):
        self.wrong.append(f"line {self.getpos()[0]}: {what}")

    def handle_starttag(self, tag, attributes):
        self.handle_any(tag, attributes)
        if tag in VOID and tag != "meta":
            self.say(f"<{tag}> is not closed")
        elif tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_any(tag, attributes)
        if tag not in VOID or tag == "meta":
            self.say(f"<{tag}/> closes nothing in HTML")

    def handle_any(self, tag, attributes):
        self.seen.add(tag)
        if tag not in ALLOWED:
            self.say(f"<{tag}> has no place here")
        for name, value in attributes:
            if name not in ATTRIBUTES:
                self.say(f"{tag} has the attribute {name}")
            if name == "href":
                self.references.add(value)
            elif name == "aria-labelledby":
                self.references.add("#" + value)
            elif name == "id":
                if value in self.ids:
                    self.say(f"the id {value} stands twice")
                self.ids.add(value)
        about = dict(attributes)
        if about.get("http-equiv") == "Content-Security-Policy":
            self.policy = about["content"]
        if tag == "th" and "scope" not in about:
            self.say("th without scope")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.say(f"</{tag}> closes another")

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.style += data
        elif re.search(r"[^\n\x20-\x7e\u2013]", data):
            self.say(f"text that is not plain: {data!r}")

    def handle_comment(self, data):
        self.say("a comment")

    def unknown_decl(self, data):
        self.say("a declaration")


def luminance(colour):
    colour = "".join(c * 2 for c in colour) if len(colour) == 3 else colour
    parts = [int(colour[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(p * weight for p, weight in zip(parts, (0.2126, 0.7152, 0.0722)))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def contrasts(style):
    """What is too faint, in the light scheme and in the dark one."""
    light, dark = style.split("prefers-color-scheme:dark", 1)
    scheme = dict(re.findall(r"--([a-z-]+):#([0-9a-f]+)", light))
    for name in ("light", "dark"):
        if name == "dark":
            scheme.update(re.findall(r"--([a-z-]+):#([0-9a-f]+)", dark.split("}}", 1)[0]))
        for ink, ground, least in PAIRS:
            ratio = contrast(scheme[ink], scheme[ground])
            if ratio < least:
                yield f"{name}: {ink} on {ground} has a contrast of {ratio:.2f}, not {least}"


def wrongs(text):
    walk = Walk()
    walk.feed(text)
    walk.close()
    yield from walk.wrong
    if walk.open:
        yield f"not closed: {walk.open}"
    for missing in walk.references - {"#" + i for i in walk.ids}:
        yield f"refers to {missing}, which is not in the page"
    if walk.headings[:1] != [1] or walk.headings.count(1) != 1:
        yield "not exactly one h1, and that first"
    if any(b > a + 1 for a, b in zip(walk.headings, walk.headings[1:])):
        yield f"headings skip a level: {walk.headings}"
    if walk.policy != POLICY:
        yield f"the policy is {walk.policy}"
    for needed in {"main", "title", "style", "h1"} - walk.seen:
        yield f"no {needed}"
    if re.search(r"url\(|@import|@font-face|https?:", walk.style):
        yield "the style could load something"
    if not text.startswith("<!DOCTYPE html>\n<html lang=\"en\">\n"):
        yield "does not begin as a page in English"
    yield from contrasts(walk.style)


def main(*pages):
    status = 0
    for page in pages:
        with open(page, encoding="ascii") as f:
            for wrong in wrongs(f.read()):
                print(f"{page}: {wrong}")
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
