"""What a pair must not be by the rules of its action and its batch; the form holds to it."""

from django.utils.translation import gettext_lazy as _

SERIAL_TAKEN = _("Another pair of this batch already has this serial number.")
HELD_ELSEWHERE = _("This recipient is already paired in %(batch)s, whose period overlaps.")
OUTSIDE = _("%(name)s does not lie in %(place)s, which this action helps.")
FROM_HOME = _("%(name)s lies in %(place)s, which this action helps.")


def faults(pair):
    """Every message by field for a pair that has a batch and a recipient."""
    return {**recipient(pair), **serial(pair), **role(pair), **home_supporter(pair)}


def recipient(pair):
    """A recipient has one supporter at a time, unless its action allows several."""
    if pair.batch.action.several_supporters:
        return {}
    if pair.siblings(recipient=pair.recipient).exists():
        return {"recipient": _("This recipient already has a supporter in this batch; change that pair instead.")}
    beside = type(pair).objects.filter(batch__in=pair.batch.contemporaries(), recipient=pair.recipient)
    held = beside.select_related("batch").first()
    return {"recipient": HELD_ELSEWHERE % {"batch": held.batch}} if held else {}


def serial(pair):
    """A number belongs to one place of the list: one pair, or the group of one recipient."""
    if not pair.serial:
        return {}
    if not pair.batch.has_serials:
        return {"serial": _("The list of this batch has no serial numbers; leave it empty.")}
    same = pair.siblings(serial=pair.serial)
    if pair.batch.action.several_supporters:
        same = same.exclude(recipient=pair.recipient)
    return {"serial": SERIAL_TAKEN} if same.exists() else {}


def role(pair):
    """A role is one of its own action, and one supporter of a recipient leads."""
    if not pair.role:
        return {}
    if pair.role.action_id != pair.batch.action_id:
        return {"role": _("This role belongs to another action.")}
    led = pair.role.is_lead and pair.siblings(recipient=pair.recipient, role__is_lead=True).exists()
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
    action, others = batch.action, batch.pairs.exclude(pk=pair and pair.pk)
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
    if not (pair and pair.pk) and batch.declared_pairs is not None and others.count() >= batch.declared_pairs:
        facts = {"batch": batch, "declared": batch.declared_pairs}
        yield "count", "batch", _("%(batch)s has all the %(declared)s pairs that its notice declares already.") % facts
