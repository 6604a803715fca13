"""Mechanisms belong to an action, and can be retired."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0002_state_changes_to_core'),
        ('pairs', '0002_actions'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='activitykind',
            options={'ordering': ['mechanism__action_id', 'mechanism__number', 'position', 'pk'], 'verbose_name': 'kind of activity', 'verbose_name_plural': 'kinds of activity'},
        ),
        migrations.AlterModelOptions(
            name='mechanism',
            options={'ordering': ['action_id', 'number'], 'verbose_name': 'mechanism', 'verbose_name_plural': 'mechanisms'},
        ),
        migrations.AddField(
            model_name='historicalmechanism',
            name='action',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pairs.action', verbose_name='action'),
        ),
        migrations.AddField(
            model_name='historicalmechanism',
            name='retired_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retired at'),
        ),
        migrations.AddField(
            model_name='mechanism',
            name='action',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mechanisms', to='pairs.action', verbose_name='action'),
        ),
        migrations.AddField(
            model_name='mechanism',
            name='retired_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retired at'),
        ),
        migrations.AlterField(
            model_name='historicalmechanism',
            name='covers',
            field=models.TextField(blank=True, help_text='One point a line.', verbose_name='what it covers'),
        ),
        migrations.AlterField(
            model_name='historicalmechanism',
            name='covers_en',
            field=models.TextField(blank=True, help_text='One point a line.', verbose_name='what it covers, in English'),
        ),
        migrations.AlterField(
            model_name='historicalmechanism',
            name='name_en',
            field=models.CharField(blank=True, max_length=100, verbose_name='English name'),
        ),
        migrations.AlterField(
            model_name='historicalmechanism',
            name='number',
            field=models.PositiveSmallIntegerField(help_text='As in the notices of its action.', verbose_name='number'),
        ),
        migrations.AlterField(
            model_name='historicalmechanism',
            name='summary',
            field=models.CharField(blank=True, help_text='One line for cards and lists.', max_length=200, verbose_name='in short'),
        ),
        migrations.AlterField(
            model_name='historicalmechanism',
            name='summary_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='in short, in English'),
        ),
        migrations.AlterField(
            model_name='mechanism',
            name='covers',
            field=models.TextField(blank=True, help_text='One point a line.', verbose_name='what it covers'),
        ),
        migrations.AlterField(
            model_name='mechanism',
            name='covers_en',
            field=models.TextField(blank=True, help_text='One point a line.', verbose_name='what it covers, in English'),
        ),
        migrations.AlterField(
            model_name='mechanism',
            name='name_en',
            field=models.CharField(blank=True, max_length=100, verbose_name='English name'),
        ),
        migrations.AlterField(
            model_name='mechanism',
            name='number',
            field=models.PositiveSmallIntegerField(help_text='As in the notices of its action.', verbose_name='number'),
        ),
        migrations.AlterField(
            model_name='mechanism',
            name='summary',
            field=models.CharField(blank=True, help_text='One line for cards and lists.', max_length=200, verbose_name='in short'),
        ),
        migrations.AlterField(
            model_name='mechanism',
            name='summary_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='in short, in English'),
        ),
        migrations.AddConstraint(
            model_name='mechanism',
            constraint=models.UniqueConstraint(fields=('action', 'number'), name='mechanism_number_once', violation_error_message='This action already has a mechanism with this number.'),
        ),
    ]
