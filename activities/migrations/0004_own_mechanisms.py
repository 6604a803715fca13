"""The mechanisms there are go to the first action; every other one with batches gets copies, and its records them."""

from django.db import migrations

WORDS = ("number", "name", "name_en", "summary", "summary_en", "covers", "covers_en")
OF_KINDS = ("name", "name_en", "mode", "online", "position", "retired_at")
# What points at a mechanism, with the way from it to its action.
POINTING = [
    ("activities", "Commitment", "agreement__pair__batch__action"),
    ("activities", "Total", "pair__batch__action"),
    ("activities", "Tally", "pair__batch__action"),
    ("oversight", "Practice", "pair__batch__action"),
]


def forwards(apps, schema_editor):
    mechanism, batch = apps.get_model("activities", "Mechanism"), apps.get_model("pairs", "Batch")
    there = list(mechanism.objects.order_by("number"))
    if not there:
        return
    actions = list(dict.fromkeys(batch.objects.order_by("number").values_list("action", flat=True)))
    first, *others = actions or [an_action(apps)]
    for name in ("Mechanism", "HistoricalMechanism"):
        apps.get_model("activities", name).objects.update(action=first)
    for action in others:
        for one in there:
            copy(apps, one, action)


def an_action(apps):
    """The newest action without batches, or a new one: mechanisms belong to one."""
    action = apps.get_model("pairs", "Action")
    found = action.objects.order_by("-pk").first() or action.objects.create(slug="action", name="行动")
    return found.pk


def copy(apps, one, action):
    """Give `action` a mechanism like `one`, and let all that its pairs recorded under `one` point there."""
    mechanism, kind = apps.get_model("activities", "Mechanism"), apps.get_model("activities", "ActivityKind")
    made = mechanism.objects.create(action_id=action, **{name: getattr(one, name) for name in WORDS})
    for app, name, way in POINTING:
        model = apps.get_model(app, name)
        keys = list(model.objects.filter(**{"mechanism": one, way: action}).values_list("pk", flat=True))
        model.objects.filter(pk__in=keys).update(mechanism=made)
    for old in kind.objects.filter(mechanism=one):
        words = {name: getattr(old, name) for name in OF_KINDS}
        new = kind.objects.create(mechanism=made, code=f"{old.code[:30]}-{action}", **words)
        for asked in apps.get_model("activities", "KindIndicator").objects.filter(kind=old):
            new_asked = {"indicator_id": asked.indicator_id, "position": asked.position}
            apps.get_model("activities", "KindIndicator").objects.create(kind=new, **new_asked)
        done = apps.get_model("activities", "Activity").objects.filter(kind=old, pair__batch__action=action)
        for key in list(done.values_list("pk", flat=True)):
            done.model.objects.filter(pk=key).update(kind=new)


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0003_mechanisms_of_actions"),
        ("pairs", "0004_several_provinces"),
        ("oversight", "0001_initial"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
