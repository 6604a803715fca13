"""What a picture shows, as a sentence that stands above it; where there is too little to say anything, it says that."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.formatting import figure

from .milestone_durations import FEWEST


def numbers(**values):
    """Whole numbers as people write them."""
    return {name: figure(value) for name, value in values.items()}


def reporting(found):
    """From how many pairs something is on record."""
    all_pairs, pairs = found.of_pairs, found.activities["pairs"]
    if not pairs:
        text = ngettext(
            "The pair has no activity on record that counts yet.",
            "None of the %(all)s pairs has an activity on record that counts yet.",
            all_pairs,
        )
    elif pairs == all_pairs:
        text = _("Every pair has at least one activity on record that counts: %(all)s of %(all)s.")
    else:
        text = _("Activities that count are on record for %(number)s of %(all)s pairs; for %(silent)s there is none.")
    return text % numbers(number=pairs, all=all_pairs, silent=all_pairs - pairs)


def month(one):
    return date_format(one.first, "YEAR_MONTH_FORMAT")


def growth(found, one):
    """How what is counted has grown in one action."""
    words = {"name": found.name} | numbers(sum=one.events)
    if not one.months:
        return _("%(name)s: nothing is on record yet.") % words
    if not one.drawn:
        return _("%(name)s: all of it comes from reports on periods, so that no month stands for itself.") % words
    words |= {"first": month(one.drawn[0]), "last": month(one.drawn[-1])}
    if len(one.drawn) == 1:
        return _("%(name)s: all %(sum)s ended in one month, %(first)s; one month shows no growth.") % words
    if not one.most:
        return _("%(name)s: %(sum)s from %(first)s to %(last)s; no single month added the most.") % words
    words |= {"month": month(one.most)} | numbers(most=one.most.events)
    return _("%(name)s: %(sum)s from %(first)s to %(last)s; %(month)s added the most, %(most)s.") % words


def division(found, one):
    """Which part of a division is the largest."""
    first = [part for part in one.telling if part.amount.value == one.most]
    words = {"name": found.name} | numbers(sum=one.sum, most=one.most)
    if not first:
        return _("%(name)s: nothing is on record yet.") % words
    words |= {"part": first[0].label, "percent": min(round(100 * one.most / one.sum), 99)}
    if len(one.telling) == 1:
        text = _("%(name)s: all %(sum)s come from one part, “%(part)s”.")
    elif one.sum < FEWEST:
        text = _("%(name)s: only %(sum)s on record, too few to compare.")
    elif len(first) > 1:
        text = _("%(name)s: no single part is the largest; several have %(most)s of %(sum)s each.")
    else:
        text = _("%(name)s: “%(part)s” has the most, %(most)s of %(sum)s (%(percent)s%%).")
    return text % words


def days(number):
    """A number of days, with half of one where a quartile falls between two."""
    return f"{number:.1f}".removesuffix(".0")


def step(one):
    """How long a step took."""
    words = numbers(known=one.known, all=one.of_pairs)
    if not one.known:
        return _("The days are not known for any pair.")
    if not one.quartiles:
        return _("The days are known for only %(known)s of %(all)s pairs: too few for a median.") % words
    words |= dict(zip(("lower", "median", "upper"), map(days, one.quartiles), strict=True))
    words |= {"shortest": one.shortest, "longest": one.longest}
    if one.shortest == one.longest:
        text = ngettext(
            "All %(known)s pairs whose days are known took %(median)s day.",
            "All %(known)s pairs whose days are known took %(median)s days.",
            one.shortest,
        )
        return text % words
    if words["lower"] == words["upper"]:
        return _("At least half of the %(known)s pairs whose days are known took %(median)s days.") % words
    text = _(
        "Half of the %(known)s pairs whose days are known took no more than %(median)s days;"
        " the middle half took %(lower)s to %(upper)s."
    )
    return text % words


def flow(one):
    """Where the support comes from."""
    if not one.counts:
        return _("The supporters' provinces of these pairs are not known.")
    (province, most), *rest = one.provinces
    words = {"place": one.action.place, "province": province.label}
    words |= numbers(most=most, all=sum(one.counts.values()), number=len(one.counts))
    if not rest:
        text = _("All support for %(place)s comes from one province: %(province)s.")
    elif rest[0][1] == most:
        text = _("Support for %(place)s comes from %(number)s provinces; no single one supports the most pairs.")
    else:
        text = _(
            "Support for %(place)s comes from %(number)s provinces;"
            " %(province)s supports the most pairs, %(most)s of %(all)s."
        )
    return text % words


def commitments(found):
    """Under which mechanism the most pairs have promised something, and how many did something there."""
    columns = found.grid.columns
    most = max((column.promised for column in columns), default=0)
    if not most:
        return _("No commitment of an agreement in force is on record for these pairs.")
    first = next(column for column in columns if column.promised == most)
    words = {"mechanism": found.listing.in_words(first.mechanism)}
    words |= numbers(all=found.of_pairs, promised=most, done=first.done)
    text = _(
        "The most pairs, %(promised)s of %(all)s, have commitments under “%(mechanism)s”;"
        " %(done)s have activities there that count."
    )
    return text % words


def lines(found):
    """How many of the pairs of a page have nothing on record."""
    page, silent = found.listing.page, sum(line.is_empty for line in found.lines)
    text = _("Pairs %(first)s to %(last)s: each has a commitment or an activity on record.")
    if silent:
        text = _("Pairs %(first)s to %(last)s: %(silent)s have neither a commitment nor an activity on record.")
    return text % numbers(first=page.start_index(), last=page.end_index(), silent=silent)
