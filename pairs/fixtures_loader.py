"""Loads the published actions, batches, universities and pairs; what nobody edited follows their corrections."""

import csv
import datetime
import functools

from django.conf import settings
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from core.fixtures import add_new, ever, loaded
from pairs.directory.models.university import Tier, University, UniversityName
from pairs.directory.provinces import province_from_name
from pairs.pairs.models.batch import Action, Batch, DeclaredCount, Side, whole_months
from pairs.pairs.models.batch_statement import BatchStatement, InferredRecipient
from pairs.pairs.models.pair import SNAPSHOT, Milestone, Pair

FIXTURES = settings.BASE_DIR / "fixtures"
FACTS = [field for field in SNAPSHOT if field != "name"]
# The fields that follow when the published facts are corrected; what makes a row the row it is, is its key.
OF_UNIVERSITIES = ["name", "name_en", "province", "city", "authority", "level", "ownership"]
OF_UNIVERSITIES += ["tier", "tier_source", "tier_inferred", "facts_as_of", "source"]
OF_NAMES = ["name_en", "kind", "since", "until", "source"]
OF_ACTIONS = ["name", "name_en", "recipient_province", "several_supporters", "register_on"]
OF_ACTIONS += ["coverage_stated", "coverage_stated_en", "coverage_source"]
OF_BATCHES = ["title", "title_en", "notice_on", "reported_on", "source", "starts", "ends", "in_months"]
OF_BATCHES += ["declared_pairs", "list_status", "key_points", "key_points_en", "key_points_source"]
OF_COUNTS = ["label", "label_en", "tiers", "count", "part_of", "note", "note_en", "position"]
OF_PAIRS = ["serial", "source", *(f"{side}_{fact}" for side in Side.values for fact in SNAPSHOT)]


def load(with_pairs=True):
    """Load the published lists; yields a Loaded per table."""
    yield add_new(University, map(a_university, rows("universities")), ["code"], follows=OF_UNIVERSITIES)
    yield add_new(UniversityName, names(), ["university_id", "name"], follows=OF_NAMES)
    yield add_new(Action, map(an_action, rows("actions")), ["slug"], follows=OF_ACTIONS)
    yield add_new(Batch, batches(), ["number"], follows=OF_BATCHES)
    yield add_new(DeclaredCount, declared_counts(), ["batch_id", "side", "group"], follows=OF_COUNTS)
    yield add_new(BatchStatement, statements(), ["batch_id", "kind"], follows=["stated_on", "source"])
    inferred = ["reason", "reason_en", "source"]
    yield add_new(InferredRecipient, inferences(), ["batch_id", "university_id"], follows=inferred)
    if with_pairs:
        yield load_pairs()
        yield add_new(Milestone, milestones(), ["pair_id", "kind"], follows=["on", "stated_as_of", "source"])


def rows(name):
    """The rows of one file of published facts, as dictionaries of texts."""
    with open(FIXTURES / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def a_university(row):
    row = dict(row, province=province_from_name(row["province"]), facts_as_of=day(row["facts_as_of"]))
    return University(**row | tier_facts(row))


@functools.cache
def tiers():
    """What the types rest on, by code; under no code what holds for all the others."""
    return {row["code"]: row for row in rows("tiers")}


def tier_facts(row):
    """The source of a university's type, which is never the register, and whether it is inferred."""
    if row["tier"] == Tier.UNKNOWN:
        return {}
    about = tiers().get(row["code"]) or tiers()[""]
    return {"tier_source": about["source"], "tier_inferred": about["inferred"] == "yes"}


def names():
    universities = dict(University.objects.exclude(code=None).values_list("code", "pk"))
    for row in rows("university_names") + rows("other_names"):
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
        **{field: row[field] for field in ("coverage_stated", "coverage_stated_en", "coverage_source")},
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


def statements():
    """What was said of all pairs of a batch."""
    known = published_batches()
    for row in rows("batch_statements"):
        if batch := known.get(int(row["batch"])):
            facts = {"kind": row["kind"], "stated_on": day(row["stated_on"]), "source": row["source"]}
            yield BatchStatement(batch=batch, **facts)


def inferences():
    """Universities that must be in a batch by what its notice states."""
    known, universities = published_batches(), dict(University.objects.exclude(code=None).values_list("code", "pk"))
    for row in rows("inferred_recipients"):
        batch, university = known.get(int(row.pop("batch"))), universities.get(row.pop("code"))
        row.pop("university")
        if batch and university:
            yield InferredRecipient(batch=batch, university_id=university, **row)


def load_pairs():
    """Create the pairs that never were, and publish the batches whose first pairs these are."""
    known, ever_paired = published_batches(), {batch for (batch,) in ever(Pair, "batch_id")}
    keys = ["batch_id", "recipient_id"], ["batch_id", "serial"]
    result = add_new(Pair, pairs(known), *keys, follows=OF_PAIRS)
    first = [batch for batch in known.values() if batch.pk not in ever_paired and not batch.published_at]
    for batch in first:
        batch.published_at = timezone.now()
    if first:
        bulk_update_with_history(first, Batch, ["published_at"], default_change_reason=loaded())
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
