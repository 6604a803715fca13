"""Short words for writing tests about lists."""

from pairs.lists.plan import make_plan
from pairs.models import Pair, University, UniversityName
from pairs.reader import ListRow, Reading

JIA, YI, BING, DING = (f"湖北{sign}学院" for sign in "甲乙丙丁")
ZI, CHOU, YIN, MAO = (f"江苏{sign}大学" for sign in "子丑寅卯")


def school(name, code, province, tier="provincial_undergraduate", **facts):
    """A university with `name` as its official name."""
    university = University.objects.create(name=name, code=code, province=province, tier=tier, **facts)
    UniversityName.objects.get_or_create(university=university, name=name)
    return university


def reading(*rows, **facts):
    """A Reading of (serial, recipient, supporter) rows below one row of titles."""
    return Reading(
        "csv",
        "utf-8",
        [ListRow(i, recipient, supporter, serial) for i, (serial, recipient, supporter) in enumerate(rows, 2)],
        **facts,
    )


def plan(batch, *rows, **options):
    return make_plan(batch, reading(*rows), **options)


def hold(batch, *rows):
    """Put pairs into `batch`, as an earlier list did."""
    by_name = {university.name: university for university in University.objects.all()}
    for serial, recipient, supporter in rows:
        Pair.objects.create(batch=batch, serial=serial, recipient=by_name[recipient], supporter=by_name[supporter])


def pairs(batch):
    """What `batch` holds, as (serial, recipient, supporter) by their names as printed."""
    return list(batch.pairs.order_by("serial", "pk").values_list("serial", "recipient_name", "supporter_name"))


def codes(findings):
    return [finding.code for finding in findings]
