"""Previews of lists keep their corrections, and can be discarded."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pairs', '0006_merged_universities'),
    ]

    operations = [
        migrations.AddField(
            model_name='listimport',
            name='corrections',
            field=models.JSONField(blank=True, default=list, help_text='Cells that were corrected in the preview and rows left out; the rows as read stay as they are.', verbose_name='corrections'),
        ),
        migrations.AddField(
            model_name='listimport',
            name='discarded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='discarded at'),
        ),
        migrations.AddField(
            model_name='listimport',
            name='refused',
            field=models.BooleanField(default=False, verbose_name='has errors'),
        ),
        migrations.AddField(
            model_name='listimport',
            name='typed',
            field=models.JSONField(blank=True, default=dict, verbose_name='typed in the preview'),
        ),
        migrations.AddField(
            model_name='registerimport',
            name='discarded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='discarded at'),
        ),
    ]
