"""A database as version 0.4 left it, with the published data and a second action that shared their mechanisms."""

import json
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

# The last migrations of before that an app with later ones has.
BEFORE = {"pairs": "0001_initial", "activities": "0002_state_changes_to_core", "oversight": "0001_initial"}
LABELS = ("pairs", "activities", "oversight", "core")
DAY = "2031-03-01"
KIND = ("kinds__code", "number", "kinds__name", "kinds__for_graduates")
OTHER = {"id": 900, "slug": "other", "name": "另一行动", "name_en": "Another", "several_supporters": True}


def dump(path):
    """Write all rows of the portal's own tables, as they are now, into a file."""
    tables = {model._meta.label: list(model.objects.order_by("pk").values()) for model in own_models()}
    for row in tables["core.StateChange"]:  # each database numbers its content types itself
        row["content_type_id"] = ContentType.objects.get_for_id(row["content_type_id"]).natural_key()
    Path(path).write_text(json.dumps(tables, cls=DjangoJSONEncoder))


def own_models():
    return [model for label in LABELS for model in apps.get_app_config(label).get_models(include_auto_created=True)]


def fill(path):
    """Put the rows of a dump into a database of before, where `recipient_province` and no later column is."""
    old = MigrationLoader(connection).project_state(list(BEFORE.items())).apps
    known = {model._meta.label for model in old.get_models()}
    with transaction.atomic():
        for label, rows in json.loads(Path(path).read_text()).items():
            if rows and label in known:
                add(old.get_model(label), rows)
        second_action(old)
    for statement in connection.ops.sequence_reset_sql(no_style(), list(old.get_models())):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def add(model, rows):
    names = {field.attname for field in model._meta.concrete_fields}
    for row in rows:
        if "recipient_provinces" in row:
            row["recipient_province"] = row["recipient_provinces"][0]
        if "content_type_id" in row:
            row["content_type_id"] = ContentType.objects.get_by_natural_key(*row["content_type_id"]).pk
    kept = [{name: value for name, value in row.items() if name in names} for row in rows]
    model.objects.bulk_create([model(**row) for row in kept], batch_size=200)


def second_action(old):
    """An action of its own, one pair of which has reported, promised and counted under the first mechanism."""

    def make(label, **facts):
        return old.get_model(label).objects.create(**facts)

    old_pair = old.get_model("pairs.Pair").objects.order_by("pk").first()
    kind = old.get_model("activities.ActivityKind").objects.order_by("pk").first()
    make("pairs.Action", recipient_province="42", **OTHER)
    days = {"notice_on": DAY, "starts": DAY, "ends": "2031-09-30", "published_at": f"{DAY}T00:00:00Z"}
    batch = make("pairs.Batch", id=900, number=3, action_id=900, title="另一批", source="notice", **days)
    sides = {"recipient_id": old_pair.supporter_id, "supporter_id": old_pair.recipient_id}
    pair = make("pairs.Pair", id=900, batch=batch, serial=7, **sides)
    held = {"stage": "held", "status": "confirmed", "ends_on": DAY, "source": "tests"}
    make("activities.Activity", id=900, pair=pair, kind=kind, title="讲座", **held)
    writer = make("accounts.User", username="writer", email="writer@example.edu.cn")
    texts = {"side": "recipient", "goals": "帮助毕业生", "edition": 1, "drafted_by": writer}
    agreement = make("activities.Agreement", id=900, pair=pair, **texts)
    under = {"mechanism_id": kind.mechanism_id}
    make("activities.Commitment", id=900, agreement=agreement, text="五场", position=0, **under)
    counted = {"month": "2031-03-01", "period": False, "activities": 1, "evidenced": 1, "first_on": DAY}
    make("activities.Tally", id=900, pair=pair, **counted, **under)


def describe():
    """What the portal says of the published action: its files, its addresses and the names of its batches."""
    from activities.activities.tables import activity_rows
    from activities.catalogue.tables import mechanism_rows
    from activities.models import Activity, Mechanism
    from oversight.models import Practice
    from oversight.practices.tables import practice_rows
    from pairs.directory.models.facts import FACTS
    from pairs.models import Action, Batch, Pair, UniversityFacts
    from pairs.pairs.batch_tables import batch_rows
    from pairs.pairs.tables import pair_rows

    (slug,) = Action.objects.filter(batches__number=1).values_list("slug", flat=True)
    action = Action.objects.get(slug=slug)
    own = {"batch__action": action}
    lines = {
        "action": [action.slug, action.local_name, action.place, action.several_supporters, str(action.register_on)],
        "batches": list(batch_rows(Batch.objects.filter(action=action).with_known_pairs())),
        "pairs": list(pair_rows(Pair.objects.filter(**own).in_order())),
        "mechanisms": list(mechanism_rows(Mechanism.objects.of_action(action))),
        "kinds": list(action.mechanisms.order_by("kinds").values_list(*KIND)),
        "activities": list(activity_rows(Activity.objects.of_action(action).order_by("pk"))),
        "practices": list(practice_rows(Practice.objects.of_action(action).order_by("pk"))),
        "ownership": list(
            Pair.objects.filter(**own).in_order().values_list("recipient_ownership", "supporter_ownership")
        ),
        "facts": list(UniversityFacts.objects.order_by("university", "as_of").values_list("as_of", "name", *FACTS)),
        "names": [str(batch) for batch in Batch.objects.filter(action=action)],
    }
    return json.loads(json.dumps(lines, cls=DjangoJSONEncoder))


def second():
    """To which action everything that the second action's pair recorded belongs now."""
    from activities.models import Activity, Commitment, Mechanism, Tally

    rows = {
        "activity": Activity.objects.get(pk=900).kind.mechanism,
        "commitment": Commitment.objects.get(pk=900).mechanism,
        "tally": Tally.objects.get(pk=900).mechanism,
    }
    numbers = list(Mechanism.objects.filter(action=900).values_list("number", flat=True))
    return {name: mechanism.action_id for name, mechanism in rows.items()} | {"numbers": numbers}


def told():
    """Both of these as one text."""
    return json.dumps([describe(), second()])
