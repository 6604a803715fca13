"""What a list must not say (errors) and what an editor must agree to (warnings)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pairs.pairs.models.action import Action
from pairs.pairs.models.batch import Batch, Side
from pairs.pairs.models.dependents import dependents_of, in_words
from pairs.pairs.models.pair import Pair
from pairs.pairs.models.pair_rules import FROM_HOME, HELD_ELSEWHERE, OUTSIDE
from pairs.reader import ListIssue
from pairs.reader.row_reader import spans

from . import groups

# The titles that the published lists print; findings name the column by them in every language.
COLUMN = {Side.RECIPIENT: "受援高校", Side.SUPPORTER: "支援高校"}
SERIAL_COLUMN = "序号"
REPLACED = gettext_lazy(
    "%(pair)s can no longer be corrected, because records depend on it (%(dependents)s). If the supporter was "
    "replaced, record that with its day; otherwise correct the row."
)
MOST_RANGES = 20
HomeSupporters = Action.HomeSupporters
RECIPIENT, SUPPORTER = COLUMN[Side.RECIPIENT], COLUMN[Side.SUPPORTER]


def errors(plan):
    """Everything for which the whole list is refused, but for the names."""
    yield from number_of_rows(plan)
    yield from wrong_rows(plan)
    yield from other_codes(plan)
    yield from named_twice(plan)
    yield from held_elsewhere(plan)
    yield from serial_taken(plan)
    yield from led_twice(plan)
    yield from replaced(plan)
    if not swapped(plan):
        yield from home_supporters(plan, HomeSupporters.REFUSED)
    else:
        message = _(
            "The two columns seem to be exchanged: most supporters lie in %(province)s and most recipients outside. "
            "Exchange the titles of the columns."
        )
        yield ListIssue("columns_swapped", message % {"province": province(plan)})


def warnings(plan):
    """Everything that is applied only when the editor accepts it."""
    yield from supporter_twice(plan)
    yield from on_both_sides(plan)
    if not swapped(plan):
        yield from outside_province(plan)
        yield from home_supporters(plan, HomeSupporters.ASKED)
    yield from gaps(plan)
    yield from serial_changed(plan)
    for pair in plan.missing:
        message = _("The list does not name %(pair)s, which the batch holds. Nothing is deleted by an import.")
        yield ListIssue("missing", message % {"pair": pair}, column=RECIPIENT, value=pair.recipient_name)


# Errors


def number_of_rows(plan):
    """A complete list has as many rows as declared, a partial one not more."""
    own, given, listed = plan.batch.declared_pairs, plan.given, places_listed(plan)
    facts = {"declared": plan.declared, "number": listed}
    if None not in (own, given) and own != given:
        message = _("%(batch)s declares %(own)s pairs, not %(given)s; correct the batch or the number given.")
        yield ListIssue("declared", message % {"batch": plan.batch, "own": own, "given": given}, value=str(given))
    if not plan.rows:
        if not plan.reading.errors:
            yield ListIssue("empty", _("The list has no rows; check that the file holds the list."))
    elif plan.declared is None:
        return
    elif listed > plan.declared:
        message = _("The notice declares %(declared)s pairs and the list has %(number)s; remove what does not belong.")
        yield ListIssue("count", message % facts, value=str(listed))
    elif plan.batch.list_status == Batch.ListStatus.COMPLETE and listed + unread(plan) < plan.declared:
        message = _(
            "The notice declares %(declared)s pairs and the list has %(number)s; "
            "complete the list, or mark the batch's list as partial."
        )
        yield ListIssue("count", message % facts, value=str(listed))


def places_listed(plan):
    """How many places the rows are about: who took the place of another that is listed too is not counted again."""
    listed = {found.pair.pk for found in plan.matches if found.pair}
    return plan.rows - sum(found.pair.replaces_id in listed for found in plan.matches if found.pair)


def unread(plan):
    """How many rows the reader may have left out because something in them is wrong."""
    return len({error.row for error in plan.reading.errors if error.row} - {row.row for row in plan.reading.rows})


def wrong_rows(plan):
    """Rows of another batch or with a number that no row should have, and pairs of a university with itself."""
    number = plan.batch.number
    for row in plan.reading.rows:
        if row.serial is not None and not plan.batch.has_serials:
            message = _("The list of this batch has no serial numbers; remove the column, or change the batch.")
            yield ListIssue("serial_not_expected", message, row.row, SERIAL_COLUMN, str(row.serial))
        if row.batch not in (None, number):
            message = _("This row belongs to batch %(other)s, and the list is imported into batch %(number)s.")
            facts = {"other": row.batch, "number": number}
            yield ListIssue("other_batch", message % facts, row.row, "批次", str(row.batch))
    for found in plan.matches:
        if found.recipient.pk == found.supporter.pk:
            itself = next(rule for rule in Pair._meta.constraints if rule.name == "pair_two_universities")
            message = itself.get_violation_error_message()
            yield ListIssue("same_university", message, found.row.row, SUPPORTER, found.row.supporter)


def other_codes(plan):
    """Codes that are of another university than the name beside them, or of none."""
    for found in plan.matches:
        for side in Side:
            code, known = getattr(found.row, f"{side}_code"), getattr(found, side)
            if code and (other := plan.names.coded(code)) != known:
                message = _("The code %(code)s is that of %(other)s, not of %(name)s. Correct the name or the code.")
                if not other:
                    message = _("No university has the code %(code)s, which stands beside %(name)s. Correct it.")
                facts = {"code": code, "other": other and other.name, "name": known.name}
                offered = (other.name,) if other else ()
                printed = getattr(found.row, side)
                yield ListIssue("code_differs", message % facts, found.row.row, COLUMN[side], printed, offered)


def named_twice(plan):
    """A recipient in two rows, or the same pair in two rows where a recipient may have several supporters."""
    first = {}
    for found in plan.matches:
        several = plan.batch.action.several_supporters or shares_place(found)
        row = first.setdefault((found.recipient.pk, found.supporter.pk if several else None), found.row)
        if row is not found.row:
            message = _("%(name)s is already in row %(row)s; a recipient may stand in a list once.")
            if several:
                message = _("The pair of %(name)s in this row is already in row %(row)s.")
            facts = {"name": found.row.recipient, "row": row.row}
            yield ListIssue("recipient_twice", message % facts, found.row.row, RECIPIENT, found.row.recipient)


def shares_place(found):
    """Whether a row names one of several pairs that stood at one place, one after the other."""
    return bool(found.pair and found.pair.shares_place)


def held_elsewhere(plan):
    """A recipient paired at the same time in another batch of the action."""
    if plan.batch.action.several_supporters:
        return
    rows = {found.recipient.pk: found.row for found in plan.matches}
    batches = {batch.pk: batch for batch in plan.batch.contemporaries()}
    held = Pair.objects.filter(batch__in=batches).lasting(plan.batch.starts).order_by("pk")
    for recipient, batch in held.values_list("recipient_id", "batch"):
        if row := rows.get(recipient):
            message = HELD_ELSEWHERE % {"batch": batches[batch]}
            yield ListIssue("held_elsewhere", message, row.row, RECIPIENT, row.recipient)


def serial_taken(plan):
    """A number that the list gives to one pair while another would still have it; a group of supporters shares one."""
    several = plan.batch.action.several_supporters
    holders = {pair.serial: (pair.recipient_id, pair.recipient_name) for pair in plan.missing if pair.serial}
    for found in sorted(plan.matches, key=lambda found: found.row.serial is not None):
        holder, name = holders.get(found.serial, (None, ""))
        if holder and not ((several or shares_place(found)) and holder == found.recipient.pk):
            message = _("Number %(serial)s belongs to %(name)s in this batch; change or delete that pair first.")
            facts = {"serial": found.serial, "name": name}
            yield ListIssue("serial_taken", message % facts, found.row.row, SERIAL_COLUMN, str(found.serial))
        elif found.serial:
            holders[found.serial] = found.recipient.pk, found.row.recipient


def led_twice(plan):
    """Two supporters that would lead the group of one recipient."""
    stated = {found.pair.pk for found in plan.matches if found.pair and found.role}
    leads = {role.pk for role in plan.roles.all if role.is_lead}
    others = (pair for pair in plan.pairs if pair.role_id in leads and pair.pk not in stated and not pair.ended_on)
    leading = {pair.recipient_id: pair.supporter_name for pair in others}
    for found in plan.matches if leads else ():
        if found.role and found.role.is_lead and not (found.pair and found.pair.ended_on):
            other = leading.setdefault(found.recipient.pk, found.row.supporter)
            if other != found.row.supporter:
                message = _("%(name)s already has %(other)s as the lead; a group has one.")
                facts = {"name": found.row.recipient, "other": other}
                yield ListIssue("led_twice", message % facts, found.row.row, groups.ROLE, found.row.role)


def replaced(plan):
    """Another supporter for a pair on which something hangs: that is an event with a day, and no correction."""
    changes = [found for found in plan.changed if "supporter_id" in found.values]
    hanging = dependents_of([found.pair for found in changes])
    for found in changes:
        if dependents := hanging.get(found.pair.pk):
            message = REPLACED % {"pair": found.pair, "dependents": in_words(dependents)}
            url = f"{reverse('admin:pairs_pair_end', args=[found.pair.pk])}?supporter={found.supporter.pk}"
            yield ListIssue("replaced", message, found.row.row, SUPPORTER, found.row.supporter, url=url)


def swapped(plan):
    """Most supporters lie in the provinces that the action helps, and most recipients do not."""
    action, half = plan.batch.action, len(plan.matches) / 2
    recipients = sum(not action.helps(found.recipient.province) for found in plan.matches)
    supporters = sum(action.is_home(found.supporter.province) for found in plan.matches)
    return recipients > half and supporters > half


# Names


def name_faults(names, row, recipients, supporters):
    """Errors about the two names of `row`, borne by `recipients` and `supporters`: by nobody or by several."""
    for side, bearers in ((Side.RECIPIENT, recipients), (Side.SUPPORTER, supporters)):
        if side == Side.RECIPIENT and row.filled:
            continue  # said of the row in which it stands
        if not bearers:
            yield unknown_name(names, row, side)
        elif len(bearers) > 1:
            yield ambiguous_name(row, side, bearers)


def unknown_name(names, row, side):
    """The error for a name that no university bears; nothing is corrected, only suggested."""
    name = getattr(row, side)
    facts = {"name": name}
    if known := names.in_simplified(name):
        suggestions = [known]
        facts["known"] = known
        message = _("“%(name)s” is in traditional characters; write %(known)s.")
    elif meant := names.meant_by(name):
        suggestions = [known.name for known in meant]
        facts["meant"] = _(", ").join(str(known) for known in meant)
        message = _(
            "No list is read by “%(name)s”, a short or former name or initials. Write the full name: %(meant)s."
        )
    elif suggestions := names.similar(name):
        facts["similar"] = _(", ").join(suggestions)
        message = _(
            "No university is called “%(name)s”. Similar names: %(similar)s. "
            "Correct the list, or add this name to its university first."
        )
    else:
        message = _(
            "No university is called “%(name)s”. Correct the list, or add the university to the directory first."
        )
    return ListIssue("unknown_name", message % facts, row.row, COLUMN[side], name, tuple(suggestions))


def ambiguous_name(row, side, bearers):
    """The error for a name that more than one university bears, with all of them and their codes."""
    name = getattr(row, side)
    message = _(
        "Several universities are called “%(name)s”: %(bearers)s. Write a name that only one of them bears."
    ) % {
        "name": name,
        "bearers": _(", ").join(str(known) for known in bearers),
    }
    return ListIssue("ambiguous_name", message, row.row, COLUMN[side], name, tuple(str(known) for known in bearers))


# Warnings


def supporter_twice(plan):
    """A supporter in more than one pair of the batch as it would be."""
    supported = {pair.supporter_id: pair.recipient_name for pair in plan.missing if not pair.ended_on}
    for found in plan.matches:
        other = supported.get(found.supporter.pk)
        if other is None:
            supported[found.supporter.pk] = found.row.recipient
        else:
            message = _("%(name)s supports %(other)s too; accept this if the notice says so.")
            facts = {"name": found.row.supporter, "other": other}
            yield ListIssue("supporter_twice", message % facts, found.row.row, SUPPORTER, found.row.supporter)


def outside_province(plan):
    for found in plan.matches:
        if not (found.row.filled or plan.batch.action.helps(found.recipient.province)):
            facts = {"name": found.row.recipient, "place": province(plan)}
            yield ListIssue("outside_province", OUTSIDE % facts, found.row.row, RECIPIENT, found.row.recipient)


def home_supporters(plan, rule):
    """Supporters from a province that the action helps, where `rule` is what it says of them."""
    action = plan.batch.action
    for found in plan.matches if action.home_supporters == rule else ():
        if action.is_home(found.supporter.province):
            message = FROM_HOME % {"name": found.row.supporter, "place": action.place}
            yield ListIssue("home_supporter", message, found.row.row, SUPPORTER, found.row.supporter)


def on_both_sides(plan):
    """A supporter of one row that is the recipient of another: the slip of a column."""
    rows = {found.recipient.pk: found.row.row for found in plan.matches}
    for found in plan.matches:
        other = rows.get(found.supporter.pk)
        if other not in (None, found.row.row):
            message = _("%(name)s is the recipient of row %(row)s; accept this if the notice says so.")
            facts = {"name": found.row.supporter, "row": other}
            yield ListIssue("both_sides", message % facts, found.row.row, SUPPORTER, found.row.supporter)


def gaps(plan):
    """Numbers between 1 and the highest that no pair of the batch would have."""
    listed = {row.serial for row in plan.reading.rows if row.serial}
    if not listed:
        return
    kept = [found.serial for found in plan.matches] + [pair.serial for pair in plan.missing]
    serials = listed.union(filter(None, kept))
    if wanting := set(range(1, max(serials))) - serials:
        value = spans(wanting, MOST_RANGES)
        message = ngettext(
            "Number %(value)s is missing from the list.",
            "The numbers %(value)s are missing from the list.",
            len(wanting),
        )
        yield ListIssue("gaps", message % {"value": value}, column=SERIAL_COLUMN, value=value)


def serial_changed(plan):
    for found in plan.matches:
        old = found.pair and found.pair.serial
        if old and old != found.serial:
            message = _("The number of %(name)s changes from %(old)s to %(new)s.")
            facts = {"name": found.row.recipient, "old": old, "new": found.serial}
            yield ListIssue("serial_changed", message % facts, found.row.row, SERIAL_COLUMN, f"{old} → {found.serial}")


def province(plan):
    return plan.batch.action.place
