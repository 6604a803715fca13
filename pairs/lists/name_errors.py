"""What is wrong with the names of a row, and what was probably meant."""

from django.utils.translation import gettext as _

from pairs.pairs.models.batch import Side
from pairs.pairs.models.pair import Pair
from pairs.reader import ListIssue

# The titles that the published lists print; findings name the column by them in every language.
COLUMN = {Side.RECIPIENT: "受援高校", Side.SUPPORTER: "支援高校"}
SERIAL_COLUMN = "序号"
MAX_NAME = Pair._meta.get_field("recipient_name").max_length


def faults(names, row, side, bearers):
    """Errors about the name of `row` on one side: borne by nobody, by several, or too long to be kept as printed."""
    name = getattr(row, side)
    if not bearers:
        yield unknown(names, row, side)
    elif len(bearers) > 1:
        yield ambiguous(row, side, bearers)
    elif len(name) > MAX_NAME:
        message = _("A name has at most 100 characters, spaces included; remove the superfluous ones.")
        yield ListIssue("name_too_long", message, row.row, COLUMN[side], name)


def unknown(names, row, side):
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


def ambiguous(row, side, bearers):
    """The error for a name that more than one university bears, with all of them and their codes."""
    name = getattr(row, side)
    message = _(
        "Several universities are called “%(name)s”: %(bearers)s. Write a name that only one of them bears."
    ) % {
        "name": name,
        "bearers": _(", ").join(str(known) for known in bearers),
    }
    return ListIssue("ambiguous_name", message, row.row, COLUMN[side], name, tuple(str(known) for known in bearers))
