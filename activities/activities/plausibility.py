"""What is asked about an entry before it is submitted: strange days and figures, in question form, with no judgement.

Nothing here refuses: each Question of `core.questions` is answered by a tick or a line of text, which the other side
reads. Its `digest` is a stable key: it is the same for the same figure, and another one for another figure. For many
entries at once, `known_about(entries)` reads what they are compared with in a constant number of queries.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Max
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext as _

from activities.catalogue.models import KindIndicator
from core.form_fields import is_within
from core.questions import Question, ask, remark_on
from core.templatetags.formatting import figure, period

from .models.activity import Activity
from .models.editing import Measure
from .models.question_answers import QuestionAnswer
from .models.states import Stage

OUTSIDE_PERIOD = "outside_period"
TIMES, NOTABLE = 10, 50  # so many times last month's largest figure is asked about, unless it is a small one


@dataclass
class Known:
    """What entries are compared with: the indicators of each kind, and the largest figures of each month."""

    indicators: dict = field(default_factory=dict)  # by kind: {code: indicator}
    largest: dict = field(default_factory=dict)  # by pair, kind, month and code


def known_about(activities, aside=None):
    """Return what `questions_about` compares these entries with, stored or not, in two queries.

    That with the key `aside` is none of these: an entry that moves to the next month is not its own month before.
    """
    held = [one for one in activities if one.ends_on and one.stage == Stage.HELD]
    known = Known()
    if not held:
        return known
    kinds, pairs = {one.kind_id for one in held}, {one.pair_id for one in held}
    links = KindIndicator.objects.filter(kind__in=kinds).select_related("indicator__usually_within")
    for link in links.order_by("kind", "position", "pk"):
        known.indicators.setdefault(link.kind_id, {})[link.indicator.code] = link.indicator
    months = {month_before(one.ends_on) for one in held}
    there = {"pair__in": pairs, "kind__in": kinds, "ends_on__range": (min(months), max(months) + timedelta(days=31))}
    standing = Activity.objects.standing().filter(**there).exclude(pk=aside)
    rows = Measure.objects.filter(activity__in=standing.order_by().values("pk")).order_by()
    keys = ("activity__pair", "activity__kind", "month", "indicator__code")
    for *key, most in (
        rows.annotate(month=TruncMonth("activity__ends_on"))
        .values(*keys)
        .annotate(most=Max(Coalesce("agreed", "value")))
        .values_list(*keys, "most")
    ):
        known.largest[tuple(key)] = most
    return known


def month_before(day):
    """Return the first day of the month before that of `day`."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def questions_about(activity, figures=None, known=None):
    """Return the Questions about an entry; `figures` by code of indicator, those that are stored unless given."""
    asked = period_questions(activity)
    if activity.stage != Stage.HELD or not activity.ends_on:
        return asked
    if figures is None:
        figures = {row.indicator.code: row.counted_value for row in activity.measures.select_related("indicator")}
    known = known or known_about([activity], aside=activity.pk)
    return [*asked, *chain_questions(activity, figures, known), *growth_questions(activity, figures, known)]


def ask_about(activity, by, answered=(), asked=(), questions=None):
    """Raise Unanswered for what is not answered yet, and keep the answers with the entry; `asked` is left out.

    Of any other record with `question_answers` the `questions` are given.
    """
    questions = questions_about(activity) if questions is None else questions
    if not questions:
        return
    there = set(activity.question_answers.values_list("digest", flat=True)) | set(asked)
    questions = [one for one in questions if one.digest not in there]
    ask(questions, answered)
    keep_answers([(activity, questions)], by, answered)


def keep_answers(asked, by, answered=()):
    """Keep what was answered to the questions about stored records, given as (record, questions)."""
    rows = []
    for record, questions in asked:
        for question in questions:
            remark = remark_on(question, answered)
            if remark is not None:
                facts = {"code": question.code, "digest": question.digest, "remark": remark, "by": by}
                rows.append(QuestionAnswer(**QuestionAnswer.of(record), **facts))
    for row in rows:
        row.full_clean(validate_unique=False, validate_constraints=False, exclude=["activity", "snapshot", "by"])
    QuestionAnswer.objects.bulk_create(rows, ignore_conflicts=True)


def answered_questions(activity, known=None):
    """Return (question, answer or None) for all that is asked about an entry as it stands."""
    answers = {row.digest: row for row in activity.question_answers.select_related("by")}
    return [(one, answers.get(one.digest)) for one in questions_about(activity, None, known)]


def chain_questions(activity, figures, known):
    """Ask about what is more than the figure that it usually stays within, such as more signed than applied."""
    indicators = known.indicators.get(activity.kind_id, {})
    for code, indicator in indicators.items():
        value, within = figures.get(code), indicator.usually_within
        if not value or within is None or within.code not in indicators:
            continue
        limit = figures.get(within.code)
        words = {"name": indicator.local_name, "value": figure(value), "other": within.local_name}
        if limit is None:
            message = _("“%(name)s” is %(value)s, but “%(other)s” is not reported. Check whether it is missing.")
        elif value > limit:
            words["limit"] = figure(limit)
            message = _("“%(name)s” is %(value)s, more than “%(other)s”, %(limit)s. Check both figures.")
        else:
            continue
        yield Question("chain", message % words, code, f"{value}/{limit}", remark=True)


def growth_questions(activity, figures, known):
    """Ask about what is many times the largest figure of this pair and kind in the month before."""
    indicators, month = known.indicators.get(activity.kind_id, {}), month_before(activity.ends_on)
    for code, indicator in indicators.items():
        value, most = figures.get(code) or 0, known.largest.get((activity.pair_id, activity.kind_id, month, code))
        if most and value >= NOTABLE and value >= TIMES * most:
            words = {"name": indicator.local_name, "value": figure(value), "most": figure(most)}
            message = _(
                "“%(name)s” is %(value)s; last month the most for this type of activity was %(most)s. Check the figure."
            )
            yield Question("growth", message % words, code, str(value), remark=True)


# Days outside of the period of the batch


def days_outside(activity):
    """The days of an activity that lie outside of the period, by field; an only day stands once, as the last."""
    outside = {}
    for name in ("ends_on",) if activity.starts_on == activity.ends_on else ("starts_on", "ends_on"):
        day = getattr(activity, name)
        if day and not (is_within(activity.pair.batch, day) and day >= activity.pair.first_day):
            outside[name] = day
    return outside


def period_questions(activity):
    """A Question for each day outside of the period."""
    outside = days_outside(activity)
    if not outside:
        return []
    labels = {"starts_on": _("First day"), "ends_on": _("Last day")}
    if activity.starts_on in (None, activity.ends_on):
        labels["ends_on"] = _("Day")
    message = _("This day lies outside of the batch's period (%(period)s). Correct it, or tick that it is right.")
    words = message % {"period": period_of(activity.pair.batch)}
    return [
        Question(OUTSIDE_PERIOD, words, name, day.isoformat(), labels[name], remark=True)
        for name, day in outside.items()
    ]


def period_of(batch):
    """The period of a batch, as its pages say it."""
    if batch.starts:
        return period(batch.starts, batch.ends, batch.in_months)
    return _("open-ended")
