"""Loads the published actions, batches, universities and pairs: only what has never been there before."""

import csv
import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from pairs.models import Action, Batch, DeclaredCount, Milestone, Pair, Side, University, UniversityName
from pairs.models.action import whole_months
from pairs.models.pair import SNAPSHOT
from pairs.places import province_from_name

FIXTURES = settings.BASE_DIR / "fixtures"
FACTS = [field for field in SNAPSHOT if field != "name"]


def load(with_pairs=True):
    """Load the published lists; yields (model, number added, number there before) per table."""
    yield add_new(University, map(a_university, rows("universities")), ["code"])
    yield add_new(UniversityName, names(), ["university_id", "name"])
    yield add_new(Action, map(an_action, rows("actions")), ["slug"])
    yield add_new(Batch, batches(), ["number"])
    yield add_new(DeclaredCount, declared_counts(), ["batch_id", "side", "group"])
    if with_pairs:
        yield load_pairs()
        yield add_new(Milestone, milestones(), ["pair_id", "kind"])


def rows(name):
    """The rows of one file of published facts, as dictionaries of texts."""
    with open(FIXTURES / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def add_new(model, objects, *keys):
    """Create, with history, the objects of which no row has any of `keys` now, or ever had; (model, added, before)."""
    objects = list(objects)
    known = [(key, ever(model, *key)) for key in keys]
    new = [item for item in objects if not any(values_of(item, key) in there for key, there in known)]
    if new:
        bulk_create_with_history(new, model, default_change_reason=_("published list"))
    return model, len(new), len(objects) - len(new)


def values_of(item, key):
    """The values by which `item` is known; None when one is missing, as serial numbers may be."""
    values = tuple(getattr(item, field) for field in key)
    return None if None in values else values


def ever(model, *fields):
    """The values of `fields` that some row has or, by the history, once had: what editors removed stays removed."""
    return {*model.objects.order_by().values_list(*fields), *model.history.order_by().values_list(*fields)}


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def a_university(row):
    row = dict(row, province=province_from_name(row["province"]), facts_as_of=day(row["facts_as_of"]))
    return University(**row)


def names():
    universities = dict(University.objects.exclude(code=None).values_list("code", "pk"))
    for row in rows("university_names"):
        university = universities.get(row.pop("code"))
        if university:
            row.update(since=day(row["since"]), until=day(row["until"]))
            yield UniversityName(university_id=university, **row)


def an_action(row):
    return Action(
        slug=row["slug"],
        name=row["name"],
        name_en=row["name_en"],
        recipient_province=province_from_name(row["recipient_province"]),
        several_supporters=row["several_supporters"] == "yes",
        register_on=day(row["register_on"]),
    )


def batches():
    actions = dict(Action.objects.values_list("slug", "pk"))
    for row in rows("batches"):
        action = actions.get(row.pop("action"))
        if action:
            starts, ends = whole_months(day(row["starts"] + "-01"), day(row["ends"] + "-01"))
            days = {"notice_on": day(row["notice_on"]), "reported_on": day(row["reported_on"])}
            counts = {"number": int(row["number"]), "declared_pairs": int(row["declared_pairs"])}
            yield Batch(
                **row | days | counts | {"starts": starts, "ends": ends, "in_months": True, "action_id": action}
            )


def published_batches():
    """The batches of the published actions by number; one that an editor numbered alike is left alone."""
    slugs = [row["slug"] for row in rows("actions")]
    return {batch.number: batch for batch in Batch.objects.filter(action__slug__in=slugs)}


def declared_counts():
    known = published_batches()
    for position, row in enumerate(rows("declared_counts")):
        batch = known.get(int(row.pop("batch")))
        row.pop("source")
        if batch:
            counted = {"tiers": row["tiers"].split(), "count": int(row["count"]), "position": position}
            yield DeclaredCount(**row | counted | {"batch": batch})


def load_pairs():
    """Create the pairs that never were, and publish the batches whose first pairs these are."""
    known, ever_paired = published_batches(), {batch for (batch,) in ever(Pair, "batch_id")}
    result = add_new(Pair, pairs(known), ["batch_id", "recipient_id"], ["batch_id", "serial"])
    first = [batch for batch in known.values() if batch.pk not in ever_paired and not batch.published_at]
    for batch in first:
        batch.published_at = timezone.now()
    if first:
        bulk_update_with_history(first, Batch, ["published_at"], default_change_reason=_("published list"))
    return result


def pairs(known):
    """The pairs as printed, with each side as it stood then, whatever a later register says of it."""
    universities = {university.code: university for university in University.objects.public()}
    then = {row["code"]: a_university(row) for row in rows("universities")}
    for row in rows("batch_1_pairs") + rows("batch_2_pairs"):
        pair = Pair(batch=known.get(int(row["batch"])), serial=int(row["serial"] or 0) or None, source=row["source"])
        for side in Side.values:
            setattr(pair, side, universities.get(row[f"{side}_code"]))
            setattr(pair, f"{side}_name", row[side])
            for fact in FACTS:
                setattr(pair, f"{side}_{fact}", getattr(then[row[f"{side}_code"]], fact))
        if pair.batch_id and pair.recipient_id and pair.supporter_id:
            yield pair


def milestones():
    """What is stated of each pair: what is said of it alone goes before what is said of the whole batch."""
    known, stated = published_batches(), {}
    for row in sorted(rows("milestones"), key=lambda row: bool(row["recipient"])):
        about = Pair.objects.filter(batch=known.get(int(row["batch"])))
        if row["recipient"]:
            about = about.filter(recipient_name=row["recipient"], supporter_name=row["supporter"])
        for pair in about:
            days = {"on": day(row["on"]), "stated_as_of": day(row["stated_as_of"])}
            stated[pair.pk, row["kind"]] = Milestone(pair=pair, kind=row["kind"], source=row["source"], **days)
    return stated.values()
