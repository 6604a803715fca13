"""The columns under which the figures of published bulletins are handed out, and their rows."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from opendata import Column, Day, Number
from oversight.bulletins.models.bulletin_figure import BulletinFigure
from pairs.pairs import batch_tables
from pairs.pairs.batch_tables import TRANSLATION

from .bulletin_document import Document

AS_OF = _("The day whose end the figure refers to; empty where the source gives none.")

LAST_PART = _("The last part of the bulletin's public address.")
OF_BULLETIN = _("The day to whose end it refers; empty where the source gives none.")
IN_ENGLISH = _("As an English source has it, or a translation of this portal.")
NUMBERS = _("Their numbers, with spaces between them.")

BULLETINS = [
    Column("address", "通报", "Bulletin", LAST_PART),
    Day("as_of", "截至日期", "As of", OF_BULLETIN),
    Day("stated_on", "发布日期", "Stated on", _("The day on which the source published stated figures.")),
    Column("scope", "范围", "Scope", _("In the words of the bulletin."), 24),
    Column("scope_en", "英文范围", "Scope in English", TRANSLATION, 30),
    Column("batches", "批次", "Batches", NUMBERS, refers="batches", several=True),
    Column("headline", "通报语", "Headline", _("The ministry's sentence."), 60),
    Column("headline_en", "英文通报语", "Headline in English", TRANSLATION, 60),
    Column("qualifier", "限定语", "Qualifier", _("What the source says of all its figures."), 16),
    Column("qualifier_en", "英文限定语", "Qualifier in English", IN_ENGLISH, 24),
    Column("source", "来源", "Source", _("Empty where it was computed here."), 50),
    Number("reporting", "填报对数", "Pairs it comes from", _("Empty where its figures were stated.")),
    Number("pairs", "应报对数", "Pairs in all", _("As the notices declare them.")),
    Day("published_on", "本站发布日期", "Published here on", _("From then on it never changes.")),
    Day("restated_on", "措辞更正日期", "Wording corrected on", _("Words and sources of what was stated.")),
    Column("corrections", "更正", "Corrections", _("Added since, one a line."), 50),
    Column("corrections_en", "英文更正", "Corrections in English", _("Added since, one a line."), 50),
]
COLUMNS = [
    Column("bulletin", "通报", "Bulletin", LAST_PART, refers="bulletins"),
    Day("as_of", "截至日期", "As of", AS_OF),
    Day("stated_on", "发布日期", "Stated on", _("The day on which the source published a stated figure.")),
    Column("scope", "范围", "Scope", _("In the words of the bulletin."), 24),
    Column("scope_en", "英文范围", "Scope in English", TRANSLATION, 30),
    Column("measure", "指标", "Measure", _("Its short name; indicators are called as in the activities."), 20),
    Column("name", "名称", "Name", _("The name of the measure, as it stood then."), 24),
    Column("name_en", "英文名称", "English name", TRANSLATION, 36),
    Column("wording", "表述", "Wording", _("As published."), 16),
    Column("wording_en", "英文表述", "Wording in English", IN_ENGLISH, 24),
    Column("qualifier", "限定语", "Qualifier", _("What the source says of all its figures."), 16),
    Column("qualifier_en", "英文限定语", "Qualifier in English", IN_ENGLISH, 24),
    Number("value", "数值", "Value", _("The computed value; of a stated figure the number in its wording.")),
    Column("unit", "单位", "Unit", _("Different units are never added.")),
    Column("unit_en", "英文单位", "Unit in English", TRANSLATION),
    Column(
        "origin",
        "数据性质",
        "Origin",
        _("Computed here from what is logged, or stated elsewhere with its source."),
        16,
        BulletinFigure.Origin.choices,
    ),
    Number("reporting", "填报对数", "Pairs it comes from", _("Empty where the figure was stated.")),
    Number("pairs", "应报对数", "Pairs in all", _("As the notices declare them; empty where the figure was stated.")),
    Column("rule", "统计口径", "Rule", _("How it was counted, as it stood then."), 50),
    Column("source", "来源", "Source", _("Empty where it was computed here."), 50),
    Column("source_en", "英文来源", "Source in English", _("Where the figure is given in English, if elsewhere."), 50),
    Column(
        "translated",
        "本站译文",
        "Our translation",
        _("Which wording is this portal's translation, if one is."),
        20,
        BulletinFigure.Translated.choices,
    ),
    Column("data_hash", "数据校验码", "Data hash", _("SHA-256 of every row that went into a computed figure."), 30),
    Number("corrected", "更正", "Corrections", _("How many corrections the bulletin has; they are shown on its page.")),
]
QUALIFIED_NOT = {"qualifier": "", "qualifier_en": ""}  # a qualifier is the source's, of what it stated
ABOUT = ("as_of", "stated_on", "scope", "scope_en", "qualifier", "qualifier_en")


def bulletin_rows(bulletins):
    """One row for each of `bulletins`, from its snapshot and its corrections."""
    for bulletin in bulletins.with_notes():
        document, notes = Document(bulletin.snapshot), bulletin.notes.all()
        published, restated = document.published_on, document.restated_on
        yield {column.key: document.facts.get(column.key) for column in BULLETINS} | {
            "address": bulletin.address,
            "batches": " ".join(str(number) for number in document.facts["batches"]),
            "published_on": published and localdate(published),
            "restated_on": restated and localdate(restated),
            "corrections": "\n".join(note.note for note in notes),
            "corrections_en": "\n".join(note.note_en for note in notes),
        }


def rows(bulletins):
    """One row for each figure of `bulletins`, from their snapshots alone."""
    for bulletin in bulletins.with_notes():
        about = {name: bulletin.snapshot.get(name) for name in ABOUT}
        about |= {"bulletin": bulletin.address, "corrected": len(bulletin.notes.all())}
        for figure in bulletin.snapshot["figures"]:
            words = about if figure["origin"] == BulletinFigure.Origin.STATED else about | QUALIFIED_NOT
            yield {column.key: figure.get(column.key) for column in COLUMNS} | words


def facts(listing):
    """What stands at the head of a JSON answer."""
    return batch_tables.facts(listing)
