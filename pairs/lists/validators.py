"""What a list must not say (errors) and what an editor must agree to (warnings)."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairs.pairs.models.batch import Batch, Side
from pairs.pairs.models.pair import HELD_ELSEWHERE, MAX_SERIAL, Pair
from pairs.reader import ListIssue

from .name_errors import COLUMN, SERIAL_COLUMN

MOST_RANGES = 20
RECIPIENT, SUPPORTER = COLUMN[Side.RECIPIENT], COLUMN[Side.SUPPORTER]


def errors(comparison, reading):
    """Everything for which the whole list is refused."""
    yield from number_of_rows(comparison, reading)
    yield from other_batch(comparison)
    yield from paired_with_itself(comparison)
    yield from named_twice(comparison)
    yield from held_elsewhere(comparison)
    yield from serial_out_of_range(comparison)
    yield from serial_taken(comparison)
    if swapped(comparison):
        message = _(
            "The two columns seem to be exchanged: most supporters lie in %(province)s and most recipients outside. "
            "Exchange the titles of the columns."
        )
        yield ListIssue("columns_swapped", message % {"province": province(comparison)})


def warnings(comparison):
    """Everything that is applied only when the editor accepts it."""
    yield from supporter_twice(comparison)
    if not swapped(comparison):
        yield from outside_province(comparison)
    yield from gaps(comparison)
    yield from serial_changed(comparison)
    yield from missing(comparison)


# Errors


def declared(comparison):
    """The number of pairs that the notice declares: the batch's own, else the one given with the list."""
    own = comparison.batch.declared_pairs
    return comparison.declared if own is None else own


def number_of_rows(comparison, reading):
    """A complete list has as many rows as declared, a partial one not more."""
    own, given, number = comparison.batch.declared_pairs, comparison.declared, len(comparison.rows)
    if None not in (own, given) and own != given:
        message = _("%(batch)s declares %(own)s pairs, not %(given)s; correct the batch or the number given.")
        yield ListIssue("declared", message % {"batch": comparison.batch, "own": own, "given": given}, value=str(given))
    if not number:
        if not reading.errors:
            yield ListIssue("empty", _("The list has no rows; check that the file holds the list."))
        return
    facts = {"declared": declared(comparison), "number": number}
    if facts["declared"] is None or number <= facts["declared"] <= number + unread(comparison, reading):
        return
    if number > facts["declared"]:
        message = _("The notice declares %(declared)s pairs and the list has %(number)s; remove what does not belong.")
        yield ListIssue("count", message % facts, value=str(number))
    elif comparison.batch.list_status == Batch.ListStatus.COMPLETE:
        message = _(
            "The notice declares %(declared)s pairs and the list has %(number)s; "
            "complete the list, or mark the batch's list as partial."
        )
        yield ListIssue("count", message % facts, value=str(number))


def unread(comparison, reading):
    """How many rows the reader may have left out because something in them is wrong."""
    return len({error.row for error in reading.errors if error.row} - {row.row for row in comparison.rows})


def other_batch(comparison):
    number = comparison.batch.number
    for row in comparison.rows:
        if row.batch not in (None, number):
            message = _("This row belongs to batch %(other)s, and the list is imported into batch %(number)s.")
            facts = {"other": row.batch, "number": number}
            yield ListIssue("other_batch", message % facts, row.row, "批次", str(row.batch))


def paired_with_itself(comparison):
    message = rule("pair_two_universities")
    for found in comparison.matches:
        if found.recipient.pk == found.supporter.pk:
            yield ListIssue("same_university", message, found.row.row, SUPPORTER, found.row.supporter)


def named_twice(comparison):
    """A recipient in two rows, or the same pair in two rows where a recipient may have several supporters."""
    for rows in repeated(comparison, lambda found: comparison.key(found.recipient.pk, found.supporter.pk)):
        for found in rows[1:]:
            message = _("%(name)s is already in row %(row)s; a recipient may stand in a list once.")
            if comparison.several:
                message = _("The pair of %(name)s in this row is already in row %(row)s.")
            facts = {"name": found.row.recipient, "row": rows[0].row.row}
            yield ListIssue("recipient_twice", message % facts, found.row.row, RECIPIENT, found.row.recipient)


def held_elsewhere(comparison):
    """A recipient paired at the same time in another batch of the action."""
    if comparison.several:
        return
    rows = {found.recipient.pk: found.row for found in comparison.matches}
    held = Pair.objects.held_beside(comparison.batch).order_by("pk").values_list("recipient_id", "batch_id")
    held = [(recipient, batch) for recipient, batch in held if recipient in rows]
    batches = Batch.objects.in_bulk({batch for _recipient, batch in held})
    for recipient, batch in held:
        message = HELD_ELSEWHERE % {"batch": batches[batch]}
        yield ListIssue("held_elsewhere", message, rows[recipient].row, RECIPIENT, rows[recipient].recipient)


def serial_out_of_range(comparison):
    for row in comparison.rows:
        if row.serial is not None and not 1 <= row.serial <= MAX_SERIAL:
            yield ListIssue(
                "serial_out_of_range", rule("pair_serial_in_range"), row.row, SERIAL_COLUMN, str(row.serial)
            )


def serial_taken(comparison):
    """A number that the list gives to one pair while another would still have it."""
    holders = {pair.serial: pair.recipient_name for pair in comparison.missing if pair.serial}
    for found in sorted(comparison.matches, key=lambda found: found.row.serial is not None):
        if found.serial in holders:
            message = _("Number %(serial)s belongs to %(name)s in this batch; change or delete that pair first.")
            facts = {"serial": found.serial, "name": holders[found.serial]}
            yield ListIssue("serial_taken", message % facts, found.row.row, SERIAL_COLUMN, str(found.serial))
        elif found.serial:
            holders[found.serial] = found.row.recipient


def swapped(comparison):
    """Most supporters lie in the province that the action helps, and most recipients do not."""
    home, half = comparison.batch.action.recipient_province, len(comparison.matches) / 2
    recipients = sum(found.recipient.province != home for found in comparison.matches)
    supporters = sum(found.supporter.province == home for found in comparison.matches)
    return recipients > half and supporters > half


# Warnings


def supporter_twice(comparison):
    """A supporter in more than one pair of the batch as it would be."""
    held = {pair.supporter_id: pair.recipient_name for pair in comparison.missing}
    for rows in repeated(comparison, lambda found: found.supporter.pk, lone=held):
        first = rows[0].row.recipient
        for found in rows if len(rows) == 1 else rows[1:]:
            message = _("%(name)s supports %(other)s too; accept this if the notice says so.")
            facts = {"name": found.row.supporter, "other": held.get(found.supporter.pk, first)}
            yield ListIssue("supporter_twice", message % facts, found.row.row, SUPPORTER, found.row.supporter)


def outside_province(comparison):
    for found in comparison.matches:
        if found.recipient.province != comparison.batch.action.recipient_province:
            message = _("%(name)s does not lie in %(province)s, which this action helps.")
            facts = {"name": found.row.recipient, "province": province(comparison)}
            yield ListIssue("outside_province", message % facts, found.row.row, RECIPIENT, found.row.recipient)


def gaps(comparison):
    """Numbers between 1 and the highest that no pair of the batch would have."""
    if not any(row.serial for row in comparison.rows):
        return
    serials = {found.serial for found in comparison.matches} | {pair.serial for pair in comparison.missing}
    serials |= {row.serial for row in comparison.rows}
    serials = {serial for serial in serials if serial and serial <= MAX_SERIAL}
    wanting = sorted(set(range(1, max(serials, default=0) + 1)) - serials)
    if wanting:
        value = as_ranges(wanting)
        message = ngettext(
            "Number %(value)s is missing from the list.",
            "The numbers %(value)s are missing from the list.",
            len(wanting),
        )
        yield ListIssue("gaps", message % {"value": value}, column=SERIAL_COLUMN, value=value)


def serial_changed(comparison):
    for found in comparison.matches:
        old = found.pair and found.pair.serial
        if old and old != found.serial:
            message = _("The number of %(name)s changes from %(old)s to %(new)s.")
            facts = {"name": found.row.recipient, "old": old, "new": found.serial}
            yield ListIssue("serial_changed", message % facts, found.row.row, SERIAL_COLUMN, f"{old} → {found.serial}")


def missing(comparison):
    for pair in comparison.missing:
        message = _("The list does not name %(pair)s, which the batch holds. Nothing is deleted by an import.")
        yield ListIssue("missing", message % {"pair": pair}, column=RECIPIENT, value=pair.recipient_name)


# Words


def rule(name):
    """What the database's own constraint says."""
    constraints = {constraint.name: constraint for constraint in Pair._meta.constraints}
    return constraints[name].get_violation_error_message()


def province(comparison):
    return comparison.batch.action.get_recipient_province_display()


def repeated(comparison, key, lone=()):
    """The matches in groups of the same key: of two and more, or of one whose key is in `lone`."""
    groups = defaultdict(list)
    for found in comparison.matches:
        groups[key(found)].append(found)
    return [group for value, group in groups.items() if len(group) > 1 or value in lone]


def as_ranges(numbers):
    """Ascending numbers in short: 2, 5–7; only the first ones when there are very many."""
    runs = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    texts = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:MOST_RANGES]]
    return ", ".join([*texts, "…"] if len(runs) > MOST_RANGES else texts)
