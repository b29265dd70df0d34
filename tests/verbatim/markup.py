"""What a browser reads in a piece of HTML: tags with where links lead, and the words between."""

from html.parser import HTMLParser

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


class _Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: value or "" for name, value in attrs if (tag, name) != ("a", "rel")}
        self.parts.append(("<", tag, *(f"{name}={value}" for name, value in kept.items())))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append((">", tag))

    def handle_data(self, data: str) -> None:
        # Two runs of words are one.
        if self.parts and self.parts[-1][0] == "=":
            data = self.parts.pop()[1] + data
        self.parts.append(("=", data))


def read(html: str) -> list[tuple[str, ...]]:
    """Tags, attributes and words in order; `rel` of a link says nothing to a reader."""
    reader = _Read()
    reader.feed(html.strip())
    reader.close()
    return reader.parts


def renders(html: str, text: str) -> bool:
    """Whether HTML is the rendering of a Markdown text, and of nothing else."""
    return read(html) == read(_MARKDOWN.render(text))
