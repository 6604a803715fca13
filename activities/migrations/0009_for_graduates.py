"""Kinds say whether they are for graduates; those that came with the portal, and their copies, know at once."""

import re

from django.db import migrations, models

KNOWN = {
    "fair": ("online_fair", "alumni_recruitment", "offline_fair"),
    "talk": ("lecture", "graduate_training", "startup_training"),
    "other": ("startup_contest", "platform_shared"),
}
MEANS = {code: what for what, codes in KNOWN.items() for code in codes}


def fill(apps, schema_editor):
    for name in ("ActivityKind", "HistoricalActivityKind"):
        model = apps.get_model("activities", name)
        for code in set(model.objects.values_list("code", flat=True)):
            # A copy of another action has the code with a number behind it.
            if what := MEANS.get(re.sub(r"-[0-9]+$", "", code)):
                model.objects.filter(code=code, mode="event").update(for_graduates=what)


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0008_public_list_index'),
    ]

    operations = [
        migrations.AddField(
            model_name='activitykind',
            name='for_graduates',
            field=models.CharField(blank=True, choices=[(None, 'Not for graduates'), ('fair', 'Job fair'), ('talk', 'Talk or training'), ('other', 'Something else for graduates')], default='', help_text='What the home page and the pages of universities offer to graduates while it is coming.', max_length=5, verbose_name='for graduates'),
        ),
        migrations.AddField(
            model_name='historicalactivitykind',
            name='for_graduates',
            field=models.CharField(blank=True, choices=[(None, 'Not for graduates'), ('fair', 'Job fair'), ('talk', 'Talk or training'), ('other', 'Something else for graduates')], default='', help_text='What the home page and the pages of universities offer to graduates while it is coming.', max_length=5, verbose_name='for graduates'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
