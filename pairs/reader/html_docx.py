"""Tables in web pages and Word documents, read as streams: no tree is ever built."""

from contextlib import suppress

from lxml import etree

from . import limits
from .grid import TableBuilder

_BLOCKS = frozenset(
    ["p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "dd", "dt"]
)
_SILENT = frozenset(["script", "style", "template", "noscript", "title"])


def html_grids(text):
    """The tables of a web page, and its other text. RefusedError when the page is too big."""
    if len(text) > limits.MAX_HTML:
        raise limits.RefusedError("too_big", limit=limits.MAX_HTML // limits.MEGABYTE)
    if text.count("<") - text.count("</") > limits.MAX_TAGS:
        raise limits.RefusedError("unpacked_too_big")
    page, clock = _Page(), limits.TimeLimit()
    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True, huge_tree=False)
    with suppress(etree.LxmlError):  # what could be read of a page cut short is judged like any other
        for at in range(0, len(text), limits.PIECE):
            parser.feed(text[at : at + limits.PIECE].encode("utf-8", "replace"))
            clock.check()
        parser.close()
    page.builder.close()
    return page.builder.grids, "".join(page.builder.loose)


class _Page:
    """What the HTML parser tells: tags and text, in order, with the ends that the page leaves out."""

    def __init__(self):
        self.builder = TableBuilder()
        self.silent = 0
        self.elements = 0

    def start(self, tag, attributes):
        self.elements += 1
        if self.elements > limits.MAX_TAGS:
            raise limits.RefusedError("unpacked_too_big")
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self.builder.open_table()
        elif tag == "tr":
            self.builder.open_row()
        elif tag in ("td", "th"):
            self.builder.open_cell(_span(attributes.get("colspan")), _span(attributes.get("rowspan")))
        elif tag in _BLOCKS:
            self.builder.text("\n")

    def end(self, tag):
        if tag in _SILENT:
            self.silent -= 1
        elif tag == "table":
            self.builder.close_table()
        elif tag == "tr":
            self.builder.close_row()
        elif tag in ("td", "th"):
            self.builder.close_cell()
        elif tag in _BLOCKS:
            self.builder.text("\n")

    def data(self, text):
        if not self.silent:
            self.builder.text(text)

    def close(self):
        return None


def _span(value):
    return int(value) if value and value.isdecimal() and len(value) <= 6 else 1


def docx_grids(package):
    """The tables of a Word document, and its other text."""
    document = _Document()
    package.parse("word/document.xml", document.start, document.end, document.text)
    document.builder.close()
    return document.builder.grids, "".join(document.builder.loose)


class _Document:
    """What the XML of a Word document tells."""

    def __init__(self):
        self.builder = TableBuilder()
        self.open = False

    def start(self, tag, attributes):
        if tag == "t":
            self.open = True
        elif tag == "tc":
            self.builder.open_cell()
        elif tag == "tr":
            self.builder.open_row()
        elif tag == "tbl":
            self.builder.open_table()
        elif tag == "gridSpan":
            self.builder.span(_span(_val(attributes)))
        elif tag == "vMerge":
            self.builder.merge(begins=_val(attributes) == "restart")
        elif tag in ("br", "cr"):
            self.builder.text("\n")
        elif tag == "tab":
            self.builder.text("\t")

    def text(self, data):
        if self.open:
            self.builder.text(data)

    def end(self, tag):
        if tag == "t":
            self.open = False
        elif tag == "tc":
            self.builder.close_cell()
        elif tag == "tr":
            self.builder.close_row()
        elif tag == "tbl":
            self.builder.close_table()
        elif tag == "p":
            self.builder.text("\n")


def _val(attributes):
    return next((value for name, value in attributes.items() if name.endswith(":val")), "")
