"""The record of transitions moves to the table that all features share."""

from django.db import migrations

AT_ONCE = 1000


def carry_over(apps, schema_editor):
    earlier = apps.get_model("activities", "StateChange").objects.order_by("pk")
    if not earlier.exists():
        return
    StateChange = apps.get_model("core", "StateChange")
    kind, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="activities", model="activity"
    )
    same = ("transition", "by_id", "side", "on_behalf", "at", "reason", "changes")
    rows = (
        StateChange(content_type=kind, object_id=row.activity_id, **{field: getattr(row, field) for field in same})
        for row in earlier.iterator(chunk_size=AT_ONCE)
    )
    StateChange.objects.bulk_create(rows, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0002_state_change"),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel("StateChange"),
    ]
