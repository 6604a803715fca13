"""What a pair must not be by the rules of its action and its batch; the form holds to it."""

from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from pairs.reader.row_reader import MAX_SERIAL, spans

from .dependents import in_words

IDENTITY = ("batch", "recipient", "supporter")  # what a pair is
HELD_FAST = _(
    "This can no longer be corrected, because records depend on the pair (%(dependents)s). "
    "If the supporter was replaced, or the pair ended, record that with its day."
)
SERIAL_TAKEN = _("Another pair of this batch already has this serial number.")
HELD_ELSEWHERE = _("This recipient is already paired in %(batch)s, whose period overlaps.")
OUTSIDE = _("%(name)s does not lie in %(place)s, which this action helps.")
FROM_HOME = _("%(name)s lies in %(place)s, which this action helps.")


def faults(pair):
    """Every message by field for a pair that has a batch and a recipient."""
    return {**recipient(pair), **serial(pair), **role(pair), **home_supporter(pair)}


def correction(pair):
    """Universities, and the batch, are corrected only while nothing hangs on the pair; a merge of records is none."""
    stored = type(pair).objects.filter(pk=pair.pk).first() if pair.pk else None
    changed = [name for name in IDENTITY if stored and getattr(stored, f"{name}_id") != getattr(pair, f"{name}_id")]
    if not changed or not (hanging := stored.dependents()):
        return {}
    return {name: HELD_FAST % {"dependents": in_words(hanging)} for name in changed}


def recipient(pair):
    """A recipient has one supporter at a time, unless its action allows several."""
    if pair.batch.action.several_supporters or pair.ended_on:
        return {}
    if pair.siblings(recipient=pair.recipient).lasting(pair.first_day).exists():
        return {"recipient": _("This recipient already has a supporter in this batch; change that pair instead.")}
    beside = type(pair).objects.filter(batch__in=pair.batch.contemporaries(), recipient=pair.recipient)
    beside = beside.lasting(pair.first_day)
    held = beside.select_related("batch").first()
    return {"recipient": HELD_ELSEWHERE % {"batch": held.batch}} if held else {}


def serial(pair):
    """A number belongs to one place of the list: one pair, or the group of one recipient."""
    if not pair.serial:
        return {}
    if not pair.batch.has_serials:
        return {"serial": _("The list of this batch has no serial numbers; leave it empty.")}
    same = pair.siblings(serial=pair.serial)
    if pair.batch.action.several_supporters or pair.shares_place:
        same = same.exclude(recipient=pair.recipient)
    return {"serial": SERIAL_TAKEN} if same.exists() else {}


def role(pair):
    """A role is one of its own action, and one supporter of a recipient leads."""
    if not pair.role:
        return {}
    if pair.role.action_id != pair.batch.action_id:
        return {"role": _("This role belongs to another action.")}
    others = pair.siblings(recipient=pair.recipient, role__is_lead=True).lasting(pair.first_day)
    led = pair.role.is_lead and not pair.ended_on and others.exists()
    return {"role": _("Another supporter of this recipient leads already.")} if led else {}


def home_supporter(pair):
    """An action may refuse supporters from the provinces that it helps."""
    action = pair.batch.action
    refuses = action.home_supporters == action.HomeSupporters.REFUSED
    if not (refuses and pair.supporter_id and action.is_home(pair.supporter.province)):
        return {}
    return {"supporter": FROM_HOME % {"name": pair.supporter.name, "place": action.place}}


def doubts(batch, recipient, supporter, pair=None):
    """What an import would warn of, as (code, field, message); `pair` is the row that is changed."""
    action, others = batch.action, batch.pairs.present().exclude(pk=pair and pair.pk)
    if not action.helps(recipient.province):
        yield "outside_province", "recipient", OUTSIDE % {"name": recipient.name, "place": action.place}
    if action.home_supporters == action.HomeSupporters.ASKED and action.is_home(supporter.province):
        yield "home_supporter", "supporter", FROM_HOME % {"name": supporter.name, "place": action.place}
    if other := others.filter(supporter=supporter).first():
        facts = {"name": supporter.name, "other": other.recipient_name}
        yield (
            "supporter_twice",
            "supporter",
            _("%(name)s supports %(other)s too; accept this if the notice says so.") % facts,
        )
    if other := others.filter(recipient=supporter).first():
        message = _("%(name)s is the recipient of another pair of this batch; accept this if the notice says so.")
        yield "both_sides", "supporter", message % {"name": supporter.name}
    if pair and (pair.pk or pair.replaces_id) or batch.declared_pairs is None:
        return
    if batch.pairs.as_printed().count() >= batch.declared_pairs:
        facts = {"batch": batch, "declared": batch.declared_pairs}
        yield "count", "batch", _("%(batch)s has all the %(declared)s pairs that its notice declares already.") % facts


def doubtful_number(batch, serial, pair):
    """What an import would warn of a number of the list, as (code, field, message); `pair` has it, or is to have it."""
    if not serial or serial == pair.serial or serial > MAX_SERIAL:  # one too large is refused, not counted up to
        return
    if pair.pk and pair.serial:
        facts = {"name": pair.recipient_name, "old": pair.serial, "new": serial}
        yield "serial_changed", "serial", _("The number of %(name)s changes from %(old)s to %(new)s.") % facts
    highest = batch.pairs.exclude(pk=pair.pk).aggregate(highest=Max("serial"))["highest"] or 0
    if wanting := set(range(highest + 1, serial)):
        facts = {"value": spans(wanting, 1)}
        yield (
            "gaps",
            "serial",
            ngettext_lazy(
                "Number %(value)s is missing from the list.",
                "The numbers %(value)s are missing from the list.",
                len(wanting),
            )
            % facts,
        )
