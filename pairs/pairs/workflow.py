"""How a pair ends before its batch: its supporter is replaced, or it ends early. An event, and no correction.

What was done, promised, signed and counted stays with whoever did it; the successor begins with nothing. In both
functions `by` is the person who acts. ValidationError says by field what stands in the way, Unanswered what is asked.
"""

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.acts.recording import recording
from core.personal_data import given_reason
from core.questions import Question, ask
from core.versioning import keep

from .models import pair_rules
from .models.batch import Side
from .models.dependents import Dependent
from .models.pair import SNAPSHOT, Pair
from .models.pair_ending import EndKind

# Functions of a pair and a day, which give what an end on that day would cut off as a queryset of rows with a `pair`.
CUT_OFF = []


def cut_off(function):
    """Decorator: what rows of later days an end of their pair would cut off; for apps above this one too."""
    CUT_OFF.append(function)
    return function


@cut_off
def later_milestones(pair, day):
    return pair.milestones.filter(on__gt=day)


def after(pair, day):
    """What is dated after `day`, as Dependents."""
    found = [(rows, rows.count()) for rows in (find(pair, day) for find in CUT_OFF)]
    return [Dependent.of(rows, "pair", pair.pk, number) for rows, number in found if number]


def end_early(pair, by, *, last_day, reason, source, reason_en=""):
    """End the pair on `last_day`, without a successor."""
    with recorded(pair, by, reason):
        return _end(pair, by, EndKind.ENDED_EARLY, last_day, reason, reason_en, source)


def replace_supporter(pair, by, *, supporter, last_day, reason, source, reason_en="", role=None, printed=""):
    """End the pair on `last_day` and return its successor, which takes its place in the list from the next day on.

    `printed` is the supporter's name in the document that names it, where that is not today's.
    """
    with recorded(pair, by, reason):
        ended = _end(pair, by, EndKind.REPLACED, last_day, reason, reason_en, source)
        successor = Pair(batch=ended.batch, serial=ended.serial, recipient=ended.recipient, supporter=supporter)
        successor.replaces, successor.role, successor.source = ended, role, source
        successor.supporter_name = printed.strip()
        for name in (f"{Side.RECIPIENT}_{field}" for field in SNAPSHOT):
            setattr(successor, name, getattr(ended, name))
        successor.full_clean()
        ask(doubts(successor))
        keep(successor, by, ended.end_reason)
        return successor


def recorded(pair, by, reason):
    """The act that ends this pair: it can be undone while nothing hangs on the successor."""
    place = Pair.objects.filter(batch=pair.batch_id, recipient=pair.recipient_id)
    return recording("pair_end", f"{pair.batch} · {pair}", by, reason, watch=[place])


def doubts(pair):
    """A Question for all that an import would warn of."""
    about = f"{pair.batch_id}-{pair.recipient_id}-{pair.supporter_id}"
    for code, field, message in pair_rules.doubts(pair.batch, pair.recipient, pair.supporter, pair):
        yield Question(code, message, field, about)


def _end(pair, by, kind, last_day, reason, reason_en, source):
    pair.batch.lock()
    pair = Pair.objects.lock(pair.pk)
    refuse(pair, last_day, source)
    pair.ended_on, pair.end_kind, pair.end_source = last_day, kind, source.strip()
    pair.end_reason, pair.end_reason_en = given_reason(reason), reason_en.strip()
    pair.full_clean()
    keep(pair, by, pair.end_reason)
    return pair


def refuse(pair, last_day, source):
    """ValidationError with all that stands in the way of ending the pair on that day."""
    if pair.ended_on:
        raise ValidationError(_("This pair has ended already, on %(day)s.") % {"day": date_format(pair.ended_on)})
    faults = {} if source.strip() else {"source": [_("Name the document, or its address, that says so.")]}
    if wrong := list(wrong_day(pair, last_day)):
        faults["last_day"] = wrong
    if faults:
        raise ValidationError(faults)


def wrong_day(pair, day):
    """What is wrong with a last day: it lies outside of the pair's time, or would cut off what was done."""
    if day < pair.first_day:
        yield _("The pair begins on %(day)s; give that day or a later one.") % {"day": date_format(pair.first_day)}
    elif pair.batch.ends and day >= pair.batch.ends:
        message = _("The batch ends on %(day)s with all its pairs; give an earlier day.")
        yield message % {"day": date_format(pair.batch.ends)}
    for dependent in after(pair, day):
        message = _(
            "Records are dated after this day (%(dependents)s): withdraw or correct them first, or give a later day."
        )
        yield message % {"dependents": dependent}
