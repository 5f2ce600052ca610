"""Read a page as a person would: its words, its addresses, and how hard its sentences are."""

import re
from html.parser import HTMLParser

UNREAD = {"script", "style", "option", "svg", "title"}
VOID = {"input", "meta", "link", "br", "img", "hr", "path", "circle"}
BLOCKS = {"p", "li", "h1", "h2", "h3", "legend", "summary", "label", "span", "div", "section", "dt", "dd", "a"}
SENTENCE_ENDS = re.compile(r"[.!?:]+(?=\s|$)|\n+")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LONG = 6


class Page(HTMLParser):
    """``elements`` are (name, attributes); ``main`` is the text of the main column, one block a line."""

    def __init__(self, response):
        super().__init__()
        self.elements, self.title = [], ""
        self._open, self._main = [], []
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in BLOCKS - {"a", "span"}:
            self._main.append("\n")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag in BLOCKS - {"a", "span"}:
            self._main.append("\n")

    def handle_data(self, data):
        if "title" in self._open:
            self.title += data
        elif "main" in self._open and not UNREAD & set(self._open):
            self._main.append(data)

    @property
    def main(self):
        lines = (" ".join(line.split()) for line in "".join(self._main).split("\n"))
        return "\n".join(line for line in lines if line)

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]

    def addresses(self):
        """Return everything the browser would fetch or go to, with the element it stands on."""
        return [
            (tag, attrs[name])
            for tag, attrs in self.elements
            for name in ("href", "src", "action", "srcset", "poster", "data")
            if attrs.get(name)
        ]


def sentences(text):
    found = (WORD.findall(part) for part in SENTENCE_ENDS.split(text))
    return [words for words in found if words]


def lix(text):
    """Return the Danish readability figure: words a sentence, and long words in a hundred."""
    parts = sentences(text)
    words = [word for part in parts for word in part]
    return len(words) / len(parts) + 100 * sum(len(word) > LONG for word in words) / len(words)


def words_in_a_sentence(text):
    parts = sentences(text)
    return sum(map(len, parts)) / len(parts)
