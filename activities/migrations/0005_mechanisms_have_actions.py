"""Every mechanism has its action now."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0004_own_mechanisms")]

    operations = [
        migrations.AlterField(
            model_name="mechanism",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mechanisms",
                to="pairs.action",
                verbose_name="action",
            ),
        ),
    ]
