"""The report of a month as a Word file: what counts by mechanism, what still waits, and every entry in a line."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.activities.models.activity import Activity
from core.templatetags.formatting import figure, period
from oversight.bulletins import docx_writer as word

MOST = 500  # entries of one report; a file of many more is read by nobody and takes long to write


def too_many():
    return _("A report holds at most %(most)s entries: choose a month or other filters.") % {"most": MOST}


def of(listing, now):
    """The file as bytes: the entries that the list was asked for, in the order of their days."""
    entries = list(listing.qs.for_rows().order_by("ends_on", "pk"))
    found = Activity.objects.counted().filter(pk__in=listing.qs.order_by().values("pk"))
    counted = set(found.values_list("pk", flat=True))
    file = word.a_document()
    word.describe(file, title_of(listing), now)
    file.add_paragraph(title_of(listing), style="Title")
    file.add_paragraph(summary(listing, entries, counted, now))
    for heading, rows in parts(entries, counted):
        file.add_heading(heading, 1)
        word.table(file, *rows)
    return word.as_bytes(file)


def title_of(listing):
    month = dict(listing.form.fields["month"].choices).get(listing.values.get("month"))
    return _("Assistance work: %(month)s") % {"month": month} if month else _("Assistance work: entries")


def summary(listing, entries, counted, now):
    """What the report is of, in a sentence or two."""
    facts = {"all": len(entries), "counted": len(counted), "day": date_format(now, "DATE_FORMAT")}
    told = _("%(all)s entries as of %(day)s, %(counted)s of which count: both sides have confirmed them.") % facts
    asked = [f"{chip['label']}{_(': ')}{chip['words']}" for chip in listing.chips]
    return told + (" " + _("Chosen by: %(filters)s.") % {"filters": _(", ").join(asked)} if asked else "")


def parts(entries, counted):
    """The headings of the report, each with the heads and the rows of its table."""
    sums = by_mechanism(entry for entry in entries if entry.pk in counted)
    heads = [_("Mechanism"), _("Activities"), _("Figures")]
    if sums:
        rows = [[str(one), str(number), listed(figures)] for one, (number, figures) in sums.items()]
        yield _("What counts"), (heads, rows)
    heads = [_("Day"), _("Pair"), _("Activity"), _("Figures"), _("Status")]
    yield _("Entries"), (heads, map(line, entries))


def by_mechanism(entries):
    """The number of activities and the sum of each indicator, by mechanism."""
    found = {}
    for entry in sorted(entries, key=lambda one: (one.kind.mechanism.number, one.kind.mechanism_id)):
        number, sums = found.get(entry.kind.mechanism, (0, {}))
        for row in entry.figures():
            if row.counted_value is not None:
                sums[row.indicator] = sums.get(row.indicator, 0) + row.counted_value
        found[entry.kind.mechanism] = (number + 1, sums)
    return found


def listed(sums):
    """Figures with their units, as one text."""
    return _(", ").join(
        f"{one.local_name} {figure(value)} {one.unit_after_name(value)}".rstrip() for one, value in sums.items()
    )


def days(entry):
    """When it took place, or is to."""
    if entry.starts_on and entry.ends_on:
        return period(entry.starts_on, entry.ends_on)
    day = entry.ends_on or entry.starts_on
    return date_format(day, "DATE_FORMAT") if day else "–"


def line(entry):
    figures = {row.indicator: row.counted_value for row in entry.figures() if row.counted_value is not None}
    names = " ← ".join(side.local_name for side in entry.pair.sides)
    status = entry.get_status_display()
    return [days(entry), names, entry.local_title or str(entry.kind), listed(figures), status]
