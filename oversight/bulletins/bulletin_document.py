"""What a published bulletin says, kept as data, and read from there alone: nothing else can change it any more."""

import datetime
import hashlib
import json
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.localized import by_language, localized
from core.versioning import as_stored

FORMAT = 2  # 1 had neither stated_on, qualifier and restated_at nor source_en and translated
OF_BULLETIN = ("as_of", "stated_on", "published_at", "scope", "scope_en", "qualifier", "qualifier_en", "source")
OF_BULLETIN += ("headline", "headline_en", "reporting", "pairs")
BILINGUAL = ("name", "unit", "wording", "rule", "note")
PLAIN = ("measure", "origin", "value", "source", "source_en", "translated")
PLAIN += ("reporting", "pairs", "data_hash", "last", "in_headline")


def of(bulletin):
    """The snapshot of a bulletin as it stands: JSON holds all of it."""
    wholes = bulletin.wholes
    figures = [a_figure(figure, wholes) for figure in bulletin.figures.all() if figure.included]
    facts = {"format": FORMAT, "batches": bulletin.batch_numbers, "figures": figures}
    return facts | {name: as_stored(getattr(bulletin, name)) for name in OF_BULLETIN}


def a_figure(figure, wholes):
    """The facts of a figure; where it counts a part of another of the bulletin, the measure of that as `part_of`."""
    words = {name: getattr(figure, name) for field in BILINGUAL for name in (field, f"{field}_en")}
    whole = wholes.get(figure.measure) if figure.is_computed else None
    return words | {name: getattr(figure, name) for name in PLAIN} | ({"part_of": whole} if whole else {})


def hash_of(snapshot):
    """SHA-256 of the snapshot in one fixed form, whatever order the database keeps its keys in."""
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class LocalizedDict:
    """Facts by name, those in two languages in the language of the page."""

    def __init__(self, facts):
        self.facts = facts

    def __getattr__(self, name):
        if name.startswith("local_"):
            return localized(self.facts, name.removeprefix("local_"))
        try:
            return self.facts[name]
        except KeyError:
            raise AttributeError(name) from None


class FigureLine(LocalizedDict):
    """One figure of a published bulletin."""

    def __init__(self, facts):
        super().__init__({"source_en": "", "translated": "", "part_of": ""} | facts)

    @property
    def is_our_translation(self):
        """Whether the wording in the language of the page is this portal's translation of the source."""
        return self.translated == by_language("zh", en="en")

    @property
    def held_by(self):
        """The source that holds the wording of the page, or that from which it was translated."""
        return self.source if self.is_our_translation else self.local_source

    @property
    def also_in(self):
        """The source that gives the figure in other words of the page's language than the translation."""
        return self.local_source if self.is_our_translation and self.local_source != self.source else ""

    @property
    def is_computed(self):
        return self.origin == "computed"

    @property
    def change(self):
        """By how much it has grown since then; None where one of the two was not computed."""
        comparable = self.last and self.is_computed and self.last["origin"] == "computed"
        return self.value - self.last["value"] if comparable else None

    @property
    def change_in_words(self):
        """What has changed since the bulletin before; a dash for a first figure."""
        if not self.last:
            return "–"
        day = datetime.date.fromisoformat(self.last["as_of"])
        facts = {"day": date_format(day), "wording": localized(self.last, "wording")}
        if self.change is None:
            return _("%(day)s: %(wording)s") % facts
        if not self.change:
            return _("none since %(day)s") % facts
        return _("%(change)s since %(day)s") % (facts | {"change": f"{self.change:+,}"})


class Document(LocalizedDict):
    """A bulletin as its snapshot tells it, in the language of the page."""

    def __init__(self, facts):
        super().__init__({"stated_on": None, "qualifier": "", "qualifier_en": "", "restated_at": None} | facts)

    @property
    def title(self):
        """Scope and day; the day is one of publication where the source gives no day for the figures."""
        facts = {"scope": self.local_scope, "day": date_format(self.day)}
        if self.facts["as_of"]:
            return _("%(scope)s, as of %(day)s") % facts
        return _("%(scope)s, published on %(day)s") % facts

    @cached_property
    def figures(self):
        return [FigureLine(facts) for facts in self.facts["figures"]]

    @property
    def day(self):
        return datetime.date.fromisoformat(self.facts["as_of"] or self.facts["stated_on"])

    @property
    def restated_on(self):
        """The moment at which words and sources of what was stated were corrected, None where they never were."""
        moment = self.facts["restated_at"]
        return datetime.datetime.fromisoformat(moment) if moment else None

    @property
    def published_on(self):
        """The moment of publication, None for a draft."""
        moment = self.facts["published_at"]
        return datetime.datetime.fromisoformat(moment) if moment else None

    @property
    def leading(self):
        """What stands on top: the computed figures, or the stated ones where nothing was computed; never a mixture."""
        return self.computed or self.stated

    @property
    def computed(self):
        return [figure for figure in self.figures if figure.is_computed]

    @property
    def stated(self):
        return [figure for figure in self.figures if not figure.is_computed]
