"""The column of the one province goes: `recipient_provinces` holds it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pairs", "0003_name_batches")]

    operations = [
        migrations.RemoveField(model_name="action", name="recipient_province"),
        migrations.RemoveField(model_name="historicalaction", name="recipient_province"),
    ]
