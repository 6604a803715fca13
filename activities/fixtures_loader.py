"""Loads mechanisms, kinds, indicators, sourced activities and snapshots; what nobody edited follows corrections."""

from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from activities.activities.models import totals
from activities.activities.models.activity import Activity
from activities.activities.models.editing import WORDS, Measure
from activities.activities.models.states import Stage, Status
from activities.catalogue.models import ActivityKind, Indicator, KindIndicator, Mechanism
from activities.employment.models import EmploymentSnapshot, GraduateGroup
from activities.employment.public_figures import withhold_again
from core.fixtures import add_new, follow, own_reasons
from core.templatetags.formatting import ADDRESS
from core.versioning import as_stored
from core.workflow import StateChange, differences
from pairs.fixtures_loader import add_listed, day, published_batches, rows
from pairs.models import Action, Pair, University

OF_INDICATORS = ["name", "name_en", "unit", "unit_en", "rule", "rule_en"]


def load(with_pairs=True, action=None):
    """Load what the portal knows of what pairs do, its mechanisms for `action` if given; yields a Loaded per table."""
    slugs = dict.fromkeys((row["action"] for row in rows("mechanisms")), action.slug) if action else {}
    yield add_listed(Mechanism, "mechanisms", mechanisms(slugs), ["action_id", "number"])
    yield add_new(Indicator, map(an_indicator, rows("indicators")), ["code"], follows=OF_INDICATORS)
    follow(Indicator, related_indicators(), ["code"], ["usually_within_id"])
    yield add_new(ActivityKind, kinds(slugs), ["code"], follows=["name", "name_en", "online", "for_graduates"])
    yield add_new(KindIndicator, kind_indicators(), ["kind_id", "indicator_id"])
    yield add_new(GraduateGroup, map(a_group, enumerate(rows("graduate_groups"))), ["code"])
    follow(GraduateGroup, groups_within(), ["code"], ["part_of_id"])
    facts = ["as_of", "graduates", "employed", "rate_stated", "source"]
    whose = ["university_id", "as_of", "group_id"]
    yield add_new(EmploymentSnapshot, snapshots(), whose, follows=facts, former=former_snapshot)
    withhold_again(EmploymentSnapshot.objects.exclude(source=""))
    if with_pairs:
        yield from sourced_activities()


def mechanisms(slugs):
    actions = dict(Action.objects.values_list("slug", "pk"))
    for row in rows("mechanisms"):
        slug = row.pop("action")
        action = actions.get(slugs.get(slug, slug))
        row.pop("source")
        points = {field: "\n".join(row[field].split(" / ")) for field in ("covers", "covers_en")}
        if action:
            yield Mechanism(**row | points | {"number": int(row["number"]), "action_id": action})


def an_indicator(row):
    words = {field: row[f"{field}_zh"] for field in ("name", "unit", "rule")}
    english = {f"{field}_en": row[f"{field}_en"] for field in ("name", "unit", "rule")}
    return Indicator(code=row["code"], headline_order=int(row["headline_order"] or 0) or None, **words, **english)


def related_indicators():
    """The indicators that usually stay within another one, now that all of them are there."""
    keys = dict(Indicator.objects.values_list("code", "pk"))
    related = [row for row in rows("indicators") if row["usually_within"]]
    return [Indicator(code=row["code"], usually_within_id=keys.get(row["usually_within"])) for row in related]


def kinds(slugs):
    there = {(slug, number): pk for slug, number, pk in Mechanism.objects.values_list("action__slug", "number", "pk")}
    for position, row in enumerate(rows("kinds")):
        words = {"code": row["code"], "mode": row["mode"], "name": row["name_zh"], "name_en": row["name_en"]}
        words |= {"online": bool(row["online"]), "for_graduates": row["for_graduates"]}
        mechanism = there.get((slugs.get(row["action"], row["action"]), int(row["mechanism"])))
        if mechanism:
            yield ActivityKind(mechanism_id=mechanism, position=position, **words)


def kind_indicators():
    kinds_there = dict(ActivityKind.objects.values_list("code", "pk"))
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    for row in rows("kinds"):
        for position, code in enumerate(row["indicators"].split()):
            if row["code"] in kinds_there and code in indicators:
                ends = {"kind_id": kinds_there[row["code"]], "indicator_id": indicators[code]}
                yield KindIndicator(**ends, position=position)


def a_group(numbered):
    position, row = numbered
    return GraduateGroup(code=row["code"], name=row["name"], name_en=row["name_en"], position=position)


def groups_within():
    """The groups that are part of another one, now that all of them are there."""
    keys = dict(GraduateGroup.objects.values_list("code", "pk"))
    parts = [row for row in rows("graduate_groups") if row["part_of"]]
    return [GraduateGroup(code=row["code"], part_of_id=keys.get(row["part_of"])) for row in parts]


def snapshots():
    universities = University.objects.keys_by_code()
    groups = dict(GraduateGroup.objects.values_list("code", "pk"))
    for row in rows("employment_snapshots"):
        numbers = {field: int(row[field]) if row[field] else None for field in ("graduates", "employed")}
        whose = {"university_id": universities.get(row["code"]), "group_id": groups.get(row["group"])}
        rate = Decimal(row["rate_stated"].rstrip("%")) if row["rate_stated"] else None
        if all(whose.values()):
            facts = {"as_of": day(row["as_of"]), "rate_stated": rate, "source": row["source"]}
            made = EmploymentSnapshot(**whose, **numbers, **facts, version=1)
            made.loaded_as_of = day(row["loaded_as_of"])
            yield made


def former_snapshot(snapshot):
    """The key under which it was loaded before its day was corrected."""
    return snapshot.loaded_as_of and (snapshot.university_id, snapshot.loaded_as_of, snapshot.group_id)


def sourced_activities():
    """The activities that a public source documents, with their figures; totals are brought in step."""
    listed = list(activities())
    key, follows = ["pair_id", "kind_id", "ends_on", "source"], ["title", "title_en", "starts_on", "source"]
    sourced = [activity for activity, _figures in listed]
    yield add_new(Activity, sourced, key, follows=follows, former=former_activity)
    added = [(activity, figures) for activity, figures in listed if activity.pk]
    yield add_new(Measure, measures(added), ["activity_id", "indicator_id"])
    record_loaded()
    for activity, _figures in added:
        totals.recount(activity.pair)


def record_loaded():
    """Record what loading did to activities as transitions: that they were taken from a source, and corrected."""
    kind = ContentType.objects.get_for_model(Activity)
    loading = StateChange.objects.filter(content_type=kind, by=None).values_list("object_id", "at")
    recorded, before, new, reasons = set(loading), {}, [], own_reasons()
    history = Activity.history.filter(id__in=Activity.objects.sourced().values("pk")).order_by("history_id")
    for row in history:
        texts = as_stored({name: getattr(row, name) for name in WORDS})
        by_loading = row.history_user_id is None and row.history_change_reason in reasons
        if by_loading and (row.id, row.history_date) not in recorded:
            facts = {
                "content_type": kind,
                "object_id": row.id,
                "at": row.history_date,
                "reason": row.history_change_reason,
            }
            changes = differences(before.get(row.id, {}), texts)
            name = "source" if row.history_type == "+" else "revise"
            new.append(StateChange(transition=name, changes=changes, **facts))
        before[row.id] = texts
    StateChange.objects.bulk_create(new)


def former_activity(activity):
    """The key under which it was loaded when its source was a bare address."""
    address = ADDRESS.search(activity.source)
    return address and (activity.pair_id, activity.kind_id, activity.ends_on, address.group())


def activities():
    batches, kinds_there = published_batches(), {kind.code: kind for kind in ActivityKind.objects.all()}
    for row in rows("activities"):
        printed = {"recipient_name": row["recipient"], "supporter_name": row["supporter"]}
        pair = Pair.objects.filter(batch=batches.get(int(row["batch"])), **printed).first()
        if pair and row["kind"] in kinds_there:
            words = {"title": row["title_zh"], "title_en": row["title_en"], "source": row["source"]}
            days = {"starts_on": day(row["starts_on"]), "ends_on": day(row["ends_on"])}
            states = {"stage": Stage.HELD, "status": Status.CONFIRMED, "public_since": timezone.now(), "version": 1}
            yield Activity(pair=pair, kind=kinds_there[row["kind"]], **words, **days, **states), row["measures"]


def measures(added):
    """The figures of these activities, each written as "lectures=5 participants=200"."""
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    for activity, figures in added:
        for part in figures.split():
            code, _equals, value = part.partition("=")
            if code in indicators:
                yield Measure(activity=activity, indicator_id=indicators[code], value=int(value))
