from django.db import migrations, models


def forget_unconfirmed(apps, _schema_editor):
    """Throw away previews that wait for confirming: they hold a file that is to be read anew."""
    apps.get_model("pairs", "RegisterImport").objects.filter(applied_at=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("pairs", "0002_register_import"),
    ]

    operations = [
        migrations.RunPython(forget_unconfirmed, migrations.RunPython.noop),
        migrations.RemoveField(model_name="registerimport", name="data"),
        migrations.AddField(
            model_name="registerimport",
            name="reading",
            field=models.JSONField(blank=True, default=dict, verbose_name="register as read"),
        ),
    ]
