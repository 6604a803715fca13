"""What was corrected in a preview, for its page and for the log."""

from django.contrib.auth import get_user_model
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from pairs.directory.models.university import University

MOST = 200  # corrections listed on the page


def corrected_places(listed):
    """What was corrected, left out and decided in `listed`: row, title, before and after, by whom and when."""
    if not listed.corrections and not listed.decisions:
        return
    table = listed.as_read.table
    kept = [*(listed.corrections[:MOST] if table else ()), *listed.decisions[:MOST]]
    people = get_user_model().objects.in_bulk({one["by"] for one in kept})
    universities = University.objects.in_bulk([one["university"] for one in kept if "university" in one])
    for one in kept:
        facts = decided(one, universities) if "university" in one else changed(one, table)
        yield facts | {"by": people.get(one["by"]), "at": parse_datetime(one["at"])}


def decided(one, universities):
    now = _("“%(name)s” means %(university)s")
    facts = {"name": one["name"], "university": universities.get(one["university"])}
    return {"was": one["name"], "place": f"={one['name']}", "now": now % facts}


def changed(one, table):
    row, column = one["row"], one["column"]
    if column is None:
        was = " · ".join(filter(None, table.by_number.get(row, [])))
        return {"row": row, "was": was, "now": _("left out"), "place": row}
    facts = {"row": row, "title": table.columns(row).get(column, ""), "was": one["was"], "now": one["value"]}
    return facts | {"place": f"{row}-{column}"}
