"""Loads the published actions, batches, universities and pairs; what nobody edited follows their corrections."""

import csv
import datetime
import functools

from django.conf import settings
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from core.fixtures import add_new, ever, loaded
from pairs.directory.models.facts import UniversityFacts, name_on
from pairs.directory.models.university import Tier, University, UniversityName
from pairs.directory.provinces import province_from_name
from pairs.pairs.models.action import Action
from pairs.pairs.models.batch import Batch, DeclaredCount, Side, whole_months
from pairs.pairs.models.batch_statement import BatchStatement, InferredRecipient
from pairs.pairs.models.pair import SNAPSHOT, Milestone, Pair

FIXTURES = settings.BASE_DIR / "fixtures"
FACTS = [field for field in SNAPSHOT if field != "name"]
# What follows besides the columns of a file when the published facts are corrected.
OF_TIERS = ["tier_source", "tier_inferred"]
OF_PAIRS = ["serial", "source", *(f"{side}_{fact}" for side in Side.values for fact in SNAPSHOT)]


def load(with_pairs=True):
    """Load the published lists; yields a Loaded per table."""
    yield add_listed(University, "universities", map(a_university, typed("universities")), ["code"], also=OF_TIERS)
    yield add_listed(UniversityName, "university_names", names(), ["university_id", "name"])
    load_facts()
    yield add_listed(Action, "actions", (Action(**row) for row in typed("actions")), ["slug"])
    yield add_listed(Batch, "batches", batches(), ["number"], also=["in_months"])
    yield add_listed(
        DeclaredCount, "declared_counts", declared_counts(), ["batch_id", "side", "group"], also=["position"]
    )
    statements = (BatchStatement(**row) for row in of_batches("batch_statements"))
    yield add_listed(BatchStatement, "batch_statements", statements, ["batch_id", "kind"])
    yield add_listed(InferredRecipient, "inferred_recipients", inferences(), ["batch_id", "university_id"])
    if with_pairs:
        yield load_pairs()
        yield add_listed(Milestone, "milestones", milestones(), ["pair_id", "kind"])


def add_listed(model, name, objects, key, also=()):
    """Add what a file lists; its columns follow when they are corrected, and `also`, all but the `key`. A Loaded."""
    plain = {field.name for field in model._meta.concrete_fields if not field.is_relation} - {*key}
    return add_new(model, objects, key, follows=[*filter(plain.__contains__, rows(name)[0]), *also])


def rows(name):
    """The rows of one file of published facts, as dictionaries of texts."""
    with open(FIXTURES / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    return datetime.date.fromisoformat(text) if text else None


# How a column is read that is no plain text.
DAYS = ["notice_on", "reported_on", "register_on", "facts_as_of", "since", "until", "on", "stated_on", "stated_as_of"]
NUMBERS = ["number", "declared_pairs", "count", "batch"]
READ_AS = dict.fromkeys(DAYS, day) | dict.fromkeys(NUMBERS, int)
READ_AS |= {"province": province_from_name, "tiers": str.split, "several_supporters": "yes".__eq__}
READ_AS["recipient_provinces"] = lambda names: [province_from_name(name) for name in names.split()]


def typed(name, without=()):
    """The rows of a file with their values as the columns of the model have them, `without` some of its columns."""
    for row in rows(name):
        yield {column: READ_AS.get(column, str)(text) for column, text in row.items() if column not in without}


def of_batches(name, without=()):
    """The typed rows about a batch that is known, which each has instead of its number."""
    known = published_batches()
    for row in typed(name, without):
        if row["batch"] in known:
            yield row | {"batch": known[row["batch"]]}


def published_batches():
    """The batches of the published actions by number; one that an editor numbered alike is left alone."""
    slugs = [row["slug"] for row in rows("actions")]
    return {batch.number: batch for batch in Batch.objects.filter(action__slug__in=slugs)}


def keys_of_universities():
    return University.objects.keys_by_code()


def a_university(row):
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


def load_facts():
    """Keep what the register of their day says of the universities, whatever newer ones say by now."""
    there = {university.code: university for university in University.objects.public().prefetch_related("names")}
    kept = set(UniversityFacts.objects.values_list("university_id", "as_of"))
    listed = ((a_university(row), there.get(row["code"])) for row in typed("universities") if row["facts_as_of"])
    rows = [facts_of(printed, known) for printed, known in listed if known]
    UniversityFacts.objects.keep([row for row in rows if (row.university_id, row.as_of) not in kept])


def facts_of(printed, known):
    """The facts of a file's university for the one that is `known`."""
    facts = UniversityFacts.of_university(printed)
    facts.university, facts.name = known, name_on(known, facts.as_of) or printed.name
    return facts


def names():
    universities = keys_of_universities()
    for row in [*typed("university_names"), *typed("other_names")]:
        if university := universities.get(row.pop("code")):
            yield UniversityName(university_id=university, **row)


def batches():
    actions = dict(Action.objects.values_list("slug", "pk"))
    for row in typed("batches"):
        if action := actions.get(row.pop("action")):
            starts, ends = whole_months(day(row.pop("starts") + "-01"), day(row.pop("ends") + "-01"))
            yield Batch(**row, action_id=action, starts=starts, ends=ends, in_months=True)


def declared_counts():
    for position, row in enumerate(of_batches("declared_counts", without=["source"])):
        yield DeclaredCount(**row, position=position)


def inferences():
    """Universities that must be in a batch by what its notice states."""
    universities = keys_of_universities()
    for row in of_batches("inferred_recipients", without=["university"]):
        if university := universities.get(row.pop("code")):
            yield InferredRecipient(**row, university_id=university)


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
    present = University.objects.present().in_bulk()
    universities = {code: present[key] for code, key in keys_of_universities().items()}
    then = {row["code"]: a_university(row) for row in typed("universities")}
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
    stated = {}
    for row in sorted(of_batches("milestones"), key=lambda row: bool(row["recipient"])):
        about = Pair.objects.filter(batch=row.pop("batch"))
        named = {"recipient_name": row.pop("recipient"), "supporter_name": row.pop("supporter")}
        for pair in about.filter(**named) if named["recipient_name"] else about:
            stated[pair.pk, row["kind"]] = Milestone(pair=pair, **row)
    return stated.values()
