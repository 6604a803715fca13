"""A published bulletin as a Word file, in the language of the page it is asked for from."""

import io
import zipfile

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from core.localized import by_language

LATIN, BODY, HEADS = "Times New Roman", "仿宋", "黑体"  # the faces of official papers
SIZES = {"Normal": 12, "Title": 20, "Heading 1": 14}
ZIPPED_ON = (1980, 1, 1, 0, 0, 0)  # the same bulletin is the same file, byte for byte


def title_of(bulletin):
    return _("Bulletin: %(title)s") % {"title": bulletin.document.title}


def of(bulletin):
    """The file as bytes: paragraph, figures, sources, corrections, all from the snapshot and the notes."""
    document, file = bulletin.document, a_document()
    describe(file, title_of(bulletin), document.published_on)
    file.add_paragraph(title_of(bulletin), style="Title")
    if document.local_headline:
        file.add_paragraph(document.local_headline)
    if document.computed:
        file.add_heading(_("Computed here"), 1)
        heads = [_("Figure"), _("Wording"), _("Pairs"), pgettext("figure", "Change"), _("Rule")]
        table(file, heads, map(computed, document.computed))
    if document.stated:
        file.add_heading(_("Stated by the ministry"), 1)
        if qualifier := document.local_qualifier:
            file.add_paragraph(_("The source says of these figures: “%(qualifier)s”.") % {"qualifier": qualifier})
        table(file, [_("Figure"), _("Wording"), _("Source")], map(stated, document.stated))
    notes = bulletin.notes.all()
    if notes:
        file.add_heading(_("Corrections"), 1)
    for note in notes:
        file.add_paragraph(f"{date_format(note.added_at, 'DATE_FORMAT')}{_(': ')}{note.local_note}")
    closing(file, bulletin, document)
    return as_bytes(file)


def computed(figure):
    coverage = _("%(reporting)s of %(pairs)s") % {"reporting": figure.reporting, "pairs": figure.pairs}
    return [figure.local_name, figure.local_wording, coverage, figure.change_in_words, figure.local_rule]


def stated(figure):
    ours = _("The wording is our translation.") if figure.is_our_translation else ""
    words = [figure.held_by, figure.also_in, ours, figure.local_note]
    return [figure.local_name, figure.local_wording, " ".join(filter(None, words))]


def closing(file, bulletin, document):
    facts = {"published": date_format(document.published_on, "DATE_FORMAT"), "hash": bulletin.snapshot_hash}
    words = _("Published on %(published)s. SHA-256 of figures and text: %(hash)s.") % facts
    address = settings.SITE["address"]
    file.add_paragraph(f"{words} {address.rstrip('/')}{bulletin.get_absolute_url()}" if address else words)


# The file itself


def a_document():
    """An empty A4 page with the faces of official papers, for Latin and for Chinese letters."""
    file = Document()
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.6)
    for name, size in SIZES.items():
        face(file.styles[name], size, BODY if name == "Normal" else HEADS)
    file.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return file


def face(style, size, chinese):
    """Fonts are named for each script, and no theme of the template overrides them."""
    style.font.size, style.font.name = Pt(size), LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if "Theme" in attribute:
            del fonts.attrib[attribute]
    for script, name in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{script}"), name)
    style.font.color.rgb = None
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)


def describe(file, title, on):
    """Say in the properties of the file what it is, of whom, and of which day."""
    facts = file.core_properties
    facts.title, facts.author = title, settings.SITE["operator"] or settings.SITE["name"]
    facts.language = by_language("zh-CN", en="en-GB")
    facts.comments, facts.created, facts.modified = "", on, on


def table(file, heads, rows):
    """A table whose first row is repeated as its head on every page."""
    made = file.add_table(rows=1, cols=len(heads), style="Table Grid")
    write(made.rows[0], heads, bold=True)
    head = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(head)
    for texts in rows:
        write(made.add_row(), texts)
    file.add_paragraph()


def write(row, texts, bold=False):
    for cell, text in zip(row.cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = bold, Pt(10.5)


def as_bytes(file):
    raw, out = io.BytesIO(), io.BytesIO()
    file.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIPPED_ON), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
