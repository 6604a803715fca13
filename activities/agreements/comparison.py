"""What one edition of an agreement says otherwise than the one before it, line by line."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.templatetags.formatting import figure

ALIKE = 0.4  # of the characters of two commitments, for one to count as the other changed
BY_CHARACTER = 250_000  # pairs of characters that are compared; longer lines are shown whole


class ChangeKind(TextChoices):
    ADDED = "added", gettext_lazy("Added")
    CHANGED = "changed", gettext_lazy("Changed")
    REMOVED = "removed", gettext_lazy("Removed")


@dataclass
class Difference:
    """A line that is new, gone or says something else: of what, and both texts, empty where there is none."""

    what: str
    before: str
    now: str

    @property
    def kind(self):
        if not self.before:
            return ChangeKind.ADDED
        return ChangeKind.CHANGED if self.now else ChangeKind.REMOVED

    @property
    def parts(self):
        """Both texts in parts: (of the former, of the present), each a list of (text, whether the other lacks it)."""
        if not (self.before and self.now) or len(self.before) * len(self.now) > BY_CHARACTER:
            return [(self.before, False)], [(self.now, False)]
        former, present = [], []
        for tag, a, b, c, d in SequenceMatcher(None, self.before, self.now, autojunk=False).get_opcodes():
            former += [(self.before[a:b], tag != "equal")] if b > a else []
            present += [(self.now[c:d], tag != "equal")] if d > c else []
        return former, present

    @property
    def marked(self):
        """Both texts for a page: (the former with what goes struck out, the present with what is new underlined)."""
        former, present = self.parts
        return marked(former, "<del>{}</del>"), marked(present, "<ins>{}</ins>")


def marked(parts, mark):
    return format_html_join("", "{}", ((format_html(mark, text) if differs else text,) for text, differs in parts))


@dataclass
class EditionComparison:
    """An edition beside the one before it: what differs, and how many commitments stand as they were."""

    former: object
    differences: list
    unchanged: int


def compared(former, edition):
    """The EditionComparison of two editions, which have their commitments in `promises`."""
    before, now = by_mechanism(former.promises), by_mechanism(edition.promises)
    found = [Difference(_("Goals"), *pair) for pair in lines(former.goals, edition.goals)]
    if period(former) != period(edition):
        found.append(Difference(pgettext("agreement", "Period"), period(former), period(edition)))
    unchanged = 0
    for mechanism in sorted({*before, *now}, key=lambda one: (one.number, one.pk)):
        pairs, same = matched(before.get(mechanism, []), now.get(mechanism, []))
        found += [Difference(str(mechanism), *pair) for pair in pairs]
        unchanged += same
    return EditionComparison(former, found, unchanged)


def lines(before, now):
    """The lines of two texts that differ, as (before, now); one of them is empty where a line was added or removed."""
    old, new = ([line.strip() for line in text.splitlines() if line.strip()] for text in (before, now))
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from zip_longest(old[a:b], new[c:d], fillvalue="")


def period(edition):
    days = (date_format(day, "DATE_FORMAT") if day else "–" for day in (edition.starts, edition.ends))
    return " – ".join(days)


def by_mechanism(promises):
    """What is promised under each mechanism, in words."""
    found = {}
    for promise in promises:
        found.setdefault(promise.mechanism, []).append(in_words(promise))
    return found


def in_words(promise):
    """A commitment with its indicator and target in one line."""
    if not promise.indicator:
        return promise.text
    amount = f" {figure(promise.target)} {promise.indicator.unit_of(promise.target)}" if promise.target else ""
    return f"{promise.text} · {promise.indicator.local_name}{amount}"


def matched(before, now):
    """The commitments of a mechanism that differ, as (before, now), the likest together; and how many are the same."""
    old, new = list(before), list(now)
    for text in before:
        if text in new:
            old.remove(text)
            new.remove(text)
    same, pairs = len(before) - len(old), []
    for text in old:
        nearest = max(new, key=lambda other: likeness(text, other), default="")
        if nearest and likeness(text, nearest) >= ALIKE:
            new.remove(nearest)
        else:
            nearest = ""
        pairs.append((text, nearest))
    return [*pairs, *(("", text) for text in new)], same


def likeness(one, other):
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
