"""What an entry says, answer by answer, and what became of it, step by step."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.models import Indicator, Measure, Stage, Status
from activities.models.life import WORDS
from pairs.templatetags.said import figure

from .both import shown


@dataclass
class Answer:
    """One line: what was asked, what was answered, and what is wrong with it."""

    field: str
    label: str
    text: str
    fault: str = ""
    unit: str = ""


def answers(activity, faults=None):
    """What an entry says, in the order in which it is asked; empty words are left out unless something is wrong."""
    faults, labels = dict(faults or {}), field_labels(activity)
    one_day = not activity.kind.is_period and activity.starts_on == activity.ends_on
    words = [Answer(name, labels[name], shown(getattr(activity, name)), faults.get(name, "")) for name in WORDS]
    said = [each for each in words if each.fault or each.text and not (one_day and each.field == "ends_on")]
    return said + figures(activity)


def figures(activity):
    """Every figure the kind asks for; one that was not reported says so."""
    if activity.stage == Stage.PLANNED:
        return []
    there = {row.indicator_id: row for row in activity.figures()}
    asked = {indicator.pk: indicator for indicator in activity.kind.asked_indicators}
    asked |= {pk: row.indicator for pk, row in there.items()}
    return [a_figure(indicator, there.get(pk)) for pk, indicator in asked.items()]


def a_figure(indicator, row):
    value = row.counted_value if row else None
    text = _("not reported") if value is None else figure(value)
    return Answer(f"n_{indicator.code}", indicator.local_name, text, "", "" if value is None else indicator.local_unit)


def field_labels(activity):
    first, last = _("Day"), _("Last day")
    if activity.kind.is_period:
        first, last = _("First day of the period"), _("Last day of the period")
    elif activity.starts_on != activity.ends_on and activity.starts_on:
        first = _("First day")
    labels = {"title": _("Title"), "starts_on": first, "ends_on": last, "starts_at": _("Time"), "link": _("Link")}
    return labels | {"place": _("Where"), "description": _("Description"), "title_en": _("English title")}


def changes(correction):
    """What a correction would change: label, as it stands, as proposed."""
    labels = field_labels(correction.activity) | names_of_indicators(correction.measures)
    return [(labels.get(name, name), told(old), told(new)) for name, old, new in correction.changes]


def names_of_indicators(codes):
    return {one.code: str(one) for one in Indicator.objects.in_bulk(list(codes), field_name="code").values()}


def told(value):
    if value is None or value == "":
        return _("empty")
    return figure(value) if isinstance(value, int) else str(value)


# What became of it


@dataclass
class Event:
    """One step in the life of an entry."""

    when: object
    who: object
    what: str
    reason: str = ""
    changed: list = ()


def story(activity):
    """The life of an entry from its history, the last step first."""
    records = list(activity.history.select_related("history_user").order_by("history_date", "history_id"))
    labels, figures_of = field_labels(activity), figure_changes(activity)
    events, before = [], None
    for record in records:
        changed = [labels[name] for name in WORDS if before and getattr(before, name) != getattr(record, name)]
        changed += figures_of.get(record.version, [])
        events.append(Event(record.history_date, record.history_user, step_of(before, record), why(record), changed))
        before = record
    return events[::-1]


def why(record):
    return record.history_change_reason or ""


def step_of(before, after):
    """The step that led from one stored state to the next, in words."""
    if before is None:
        return _("Taken from a public source") if after.source else _("Written down")
    if after.merged_into_id and not before.merged_into_id:
        return _("Merged into another entry")
    if after.stage != before.stage:
        return _("Cancelled") if after.stage == Stage.CANCELLED else _("Reported as held")
    if after.status != before.status:
        return step_to(after)
    return _("Changed")


def step_to(after):
    if after.status == Status.CONFIRMED and after.on_behalf:
        return _("Confirmed by the ministry on behalf of a side")
    steps = {
        Status.SUBMITTED: _("Submitted"),
        Status.CONFIRMED: _("Confirmed"),
        Status.RETURNED: _("Returned"),
        Status.WITHDRAWN: _("Withdrawn"),
        Status.DRAFT: _("Opened again"),
    }
    return steps[after.status]


def figure_changes(activity):
    """By version of the entry, the figures changed with it: “签约毕业生：3 → 5”."""
    rows = (
        Measure.history.filter(activity_id=activity.pk)
        .select_related("indicator")
        .order_by("history_date", "history_id")
    )
    versions = list(activity.history.order_by("version").values_list("version", "history_date"))
    changed, before = {}, {}
    for row in rows:
        value, old = (row.value if row.agreed is None else row.agreed), before.get(row.indicator_id)
        version = next((v for v, when in reversed(versions) if when <= row.history_date), 1)
        if row.indicator_id in before and old != value:
            words = {"name": str(row.indicator), "old": told(old), "new": told(value)}
            changed.setdefault(version, []).append(_("%(name)s: %(old)s → %(new)s") % words)
        before[row.indicator_id] = value
    return changed
