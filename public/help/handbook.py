"""A handbook as it stands in `docs/`, in one language, cut into chapters; read once for each process.

Each file has the Chinese handbook before the line of three dashes and the English one after it. Markdown alone is
rendered: markup in a handbook would be shown as text. Headings get the names that code hosts give them, so that a link
within the handbooks leads to the same place there and here.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import override
from markdown_it import MarkdownIt

DOCS = settings.BASE_DIR / "docs"
HANDBOOKS = ("coordinators", "officers", "inspectors", "staff")
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
PICTURES = frozenset(path.stem for path in (DOCS / "pictures").glob("*.png"))
OTHER_HALF = re.compile(r"^English: \[below\]\(#.*\)\.?$", re.MULTILINE)  # each language has a page of its own here
SIGNS = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Chapter:
    """A heading of the second or third level with all that stands under it, up to the next one."""

    slug: str
    title: str
    level: int
    html: str
    text: str

    def holds(self, words):
        return all(word in f"{self.title} {self.text}".casefold() for word in words.casefold().split())


@dataclass(frozen=True)
class Handbook:
    name: str
    title: str
    chapters: tuple  # the first one is what stands before the first heading

    def sections(self):
        """What stands before the first heading, then each heading of the second level with all that stands under it."""
        found = []
        for chapter in self.chapters:
            if chapter.level < 3 or not found:
                found.append([])
            found[-1].append(chapter)
        return found

    def found(self, words):
        """The chapters that hold all these words."""
        return [chapter for chapter in self.chapters if chapter.holds(words)]


def slug_of(heading):
    """The name of a heading as code hosts make it."""
    return SIGNS.sub("", heading.strip().lower()).replace(" ", "-")


@cache
def handbook(name, language):
    """The handbook `name` in a language of the portal; in English for one that has none of its own."""
    halves = re.split(r"^---$", (DOCS / f"{name}.md").read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE)
    half = halves[0] if language == settings.LANGUAGE_CODE else halves[-1]
    with override(language):
        return cut(name, parsed(OTHER_HALF.sub("", half)))


def parsed(text):
    """The parts of a text, with pictures and links as they are found here."""
    parts = MARKDOWN.parse(text)
    for part in parts:
        for child in part.children or ():
            if child.type == "image":
                name = PurePosixPath(child.attrs["src"]).stem
                child.attrs |= {"src": reverse("desk_help_picture", args=[name]), "loading": "lazy"}
            elif child.type == "link_open":
                child.attrs["href"] = link_address(child.attrs["href"])
    return parts


def link_address(target):
    """Where a link of a handbook leads: within it, into another one, to the net; else to the list of handbooks."""
    file, _sign, heading = target.partition("#")
    name = PurePosixPath(file).stem
    if not file or target.startswith("https://"):
        return target
    if name not in HANDBOOKS:
        return reverse("desk_help")
    return reverse("desk_handbook", args=[name]) + (f"#{heading}" if heading else "")


def cut(name, parts):
    """The Handbook of these parts, each with its place in the list."""
    starts = [place for place, part in enumerate(parts) if part.type == "heading_open" and part.tag in ("h2", "h3")]
    head = parts[: starts[0]]
    title = next(part.content for part, before in zip(head[1:], head, strict=False) if before.tag == "h1")
    opening = Chapter("", title, 1, rendered(head[3:], title), plain(head[3:]))
    chapters = [chapter(parts[start:end]) for start, end in zip(starts, [*starts[1:], len(parts)], strict=True)]
    return Handbook(name, title, (opening, *chapters))


def chapter(parts):
    heading, rest = parts[1].content, parts[3:]
    title = "".join(child.content for child in parts[1].children if child.type in ("text", "code_inline"))
    return Chapter(slug_of(heading), title, int(parts[0].tag[1]), rendered(rest, title), plain(rest))


def rendered(parts, title):
    """The markup of these parts; a wide table scrolls by itself, and is called by the `title` of its chapter."""
    html = MARKDOWN.renderer.render(parts, MARKDOWN.options, {})
    scrolling = format_html('<div class="scroll" tabindex="0" role="group" aria-label="{}"><table>', title)
    html = html.replace("<table>", scrolling).replace("</table>", "</table></div>").replace("<th></th>", "<td></td>")
    return mark_safe(html)  # made by the renderer, which escapes all text


def plain(parts):
    """The words of these parts, as a search reads them."""
    return " ".join(child.content for part in parts for child in part.children or () if child.type != "image")
